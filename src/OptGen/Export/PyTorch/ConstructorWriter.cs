using OptGen.CompilerServices;
using OptGen.Lowering;
using OptGen.Wiring;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Coefficients = OptGen.CompilerServices.Coefficients;

namespace OptGen.Export.PyTorch;

/// <summary>Writes the constructor of a network: numbers, parameters, modules under the names that they have in state_dict, and what nothing can say but the user.</summary>
internal static class ConstructorWriter
{
    public static void Write(PythonWriter output, NetworkSource network, PyTorchModules modules)
    {
        var numbers = new List<string>();
        Numbers(network, numbers);
        var body = new List<string>();
        foreach ((string name, Parameter parameter) in network.Parameters)
            body.Add(Parameter(network, name, parameter));
        foreach ((string name, Tensor buffer) in network.Buffers)
            body.Add($"self.register_buffer({PythonText.String(name)}, torch.zeros({PythonText.Shape(buffer.shape)}))");
        foreach ((string name, nn.Module module) in network.Children)
            body.Add($"{NetworkMembers.Module(name)} = {modules.Write(module, name)}");
        if (network.Module is null)
            Draft(network, modules, body);
        Foreign(network, modules, body);
        if (network.Module is { } whole)
        {
            body.AddRange(SharedParts.Ties(whole));
            body.AddRange(SharedParts.Frozen(whole));
        }

        output.List("def __init__(", [.. modules.Arguments.Select(a => a.Name).Prepend("self")], "):");
        using (output.Deeper())
        {
            foreach ((string name, string remark) in modules.Arguments)
                output.Comment($"{name}: {remark}.");
            output.Line("super().__init__()");
            foreach (string line in numbers)
                PythonLayout.Write(output, line);
            Series(output, network, modules);
            foreach (string line in body)
                PythonLayout.Write(output, line);
            if (network.Program.Methods.Count == 0)
                return;
            if (SolverText.Remark(network.Description.Implicit!.Options) is { } remarkOfSolver)
                output.Comment(remarkOfSolver);
            PythonLayout.Write(output, $"self.solver = dict({string.Join(", ", SolverText.Settings(network.Description.Implicit.Options))})");
        }
    }

    private static void Numbers(NetworkSource network, List<string> body)
    {
        foreach (NumberDescription number in network.Description.Numbers)
        {
            CoefficientPlan? plan = network.Program.Plan.Coefficients.FirstOrDefault(c => c.Name == number.Name);
            if (plan is null)
                continue;
            int[] counts = [.. plan.Last.Select(l => Math.Max(0, l.Evaluate(network.Layers)) + 1)];
            string value = number.Indices switch
            {
                0 => Read(number, 0, 0),
                1 => $"[{string.Join(", ", Enumerable.Range(0, counts.Length > 0 ? counts[0] : network.Layers).Select(k => Read(number, k, 0)))}]",
                _ => $"[{string.Join(", ", Enumerable.Range(0, counts[0]).Select(k => $"[{string.Join(", ", Enumerable.Range(0, counts[1]).Select(j => Read(number, k, j)))}]"))}]"
            };
            body.Add($"self.{network.Members.Own(number.Name)} = {value}");
        }
    }

    /// <summary>The numbers of scalar lines, each a list that layer after layer goes on with.</summary>
    private static void Series(PythonWriter output, NetworkSource network, PyTorchModules modules)
    {
        var names = new PythonNames(network.Written);
        foreach ((string argument, _) in modules.Arguments)
            names.Take(argument);
        var expressions = new PythonExpressions(network, names, new PythonNumbers(network.Layers));
        foreach (HeldSeries series in network.Program.Series)
            PythonLayout.Write(output, $"self.{network.Members.Own(series.Name)} = [{string.Join(", ", series.Given.Select(g => expressions.Write(g.Value)))}]");
        HeldSeries[] computed = [.. network.Program.Series.Where(s => s.Update is not null)];
        if (computed.Length == 0)
            return;
        expressions.Numbers.Layer = names.Take("k");
        using (output.Block($"for {expressions.Numbers.Layer} in range({PythonText.Number(network.Layers)}):"))
        {
            foreach (HeldSeries series in computed)
                PythonLayout.Write(output, $"self.{network.Members.Own(series.Name)}.append({expressions.Write(series.Update!.Value)})");
        }
    }

    /// <summary>A number of a schedule or table. One that does not exist is read by no layer, or the network would not have been made.</summary>
    private static string Read(NumberDescription number, int first, int second)
    {
        try
        {
            return PythonText.Number(number.At(first, second));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return PythonText.Number(double.NaN);
        }
    }

    private static string Parameter(NetworkSource network, string name, Parameter parameter)
    {
        string target = NetworkMembers.Parameter(name);
        string shape = PythonText.Shape(parameter.shape);
        if (network.Description.Trained.FirstOrDefault(t => t.Name == name) is not { } trained)
            return $"{target} = nn.Parameter(torch.zeros({shape}))";
        string initial = PythonText.Number(Coefficients.Inverse(trained.Initial, trained.Minimum, trained.Maximum));
        return $"{target} = nn.Parameter({(parameter.dim() == 0 ? $"torch.tensor({initial})" : $"torch.full({shape}, {initial})")})";
    }

    /// <summary>Trained coefficients and operators of a network that is not there: they follow from the recurrence.</summary>
    private static void Draft(NetworkSource network, PyTorchModules modules, List<string> body)
    {
        Plan plan = network.Program.Plan;
        foreach (TrainedDescription trained in network.Description.Trained)
        {
            var shape = new List<long>();
            if (trained.PerLayer)
                shape.Add(CoefficientExtent.Of(plan, trained.Name).Evaluate(network.Layers));
            if (trained.PerPair)
                shape.AddRange(Enumerable.Repeat((long)CoefficientExtent.OfPair(plan, trained.Name).Evaluate(network.Layers) + 1, 2));
            string initial = PythonText.Number(Coefficients.Inverse(trained.Initial, trained.Minimum, trained.Maximum));
            body.Add($"{NetworkMembers.Parameter(trained.Name)} = nn.Parameter({(shape.Count == 0 ? $"torch.tensor({initial})" : $"torch.full({PythonText.Shape([.. shape])}, {initial})")})");
        }
        foreach (OperatorDescription bound in network.Description.Operators.Where(o => o.Target is DraftOperator))
        {
            OperatorPlan op = plan.Operators.First(o => o.Name == bound.Name);
            int first = op.First.Evaluate(network.Layers), last = op.Last.Evaluate(network.Layers);
            string adjoint = op.Adjoint ? ", with a method adjoint(y)" : "";
            string argument = modules.Argument(bound.Name, bound.PerLayer
                ? $"{PythonText.Number(last - first + 1)} modules in a list, {bound.Name}_{PythonText.Number(first)} to {bound.Name}_{PythonText.Number(last)}, of {Count(op.Arguments, "tensor")} each{adjoint}"
                : $"a module of {Count(op.Arguments, "tensor")}{adjoint}");
            body.Add($"{NetworkMembers.Module(bound.Name)} = {(bound.PerLayer ? $"nn.ModuleList({argument})" : argument)}");
        }
    }

    /// <summary>What the network does not own, or nothing says in Python: arguments that are kept as they are, outside of the tables of modules.</summary>
    private static void Foreign(NetworkSource network, PyTorchModules modules, List<string> body)
    {
        foreach (OperatorDescription bound in network.Description.Operators)
        {
            if (bound is { Target: null, PyTorch: null })
            {
                OperatorPlan plan = network.Program.Plan.Operators.First(o => o.Name == bound.Name);
                string argument = modules.Argument(bound.Name, $"a function of {Count(plan.Arguments, "tensor")}{(plan.Parameters > 0 ? $" and {Count(plan.Parameters, "scalar")}" : "")}, for one of C# that OptGen cannot read");
                body.Add($"self.{network.Members.Own(bound.Name)} = {argument}");
            }
            if (bound.Target is not null && !network.Owns(bound))
            {
                nn.Module[] foreign = [.. NetworkSource.ModulesOf(bound)];
                string what = foreign.Length == 0 ? $"an object with adjoint(y), for {bound.Target.GetType().FullName}" : PyTorchModules.Unknown(foreign).Replace("which OptGen does not know", "which the network does not own", StringComparison.Ordinal);
                body.Add($"object.__setattr__(self, {PythonText.String(network.Members.Own(bound.Name))}, {modules.Argument(bound.Name, what)})");
            }
            if (bound.Adjoint is not null)
            {
                string name = bound.Name + "_adjoint";
                body.Add($"self.{network.Members.Own(name)} = {modules.Argument(name, $"a function (module, y), the adjoint of {bound.Name}, for one of C# that OptGen cannot read")}");
            }
        }
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{PythonText.Number(number)} {noun}s";
}
