using OptGen.CompilerServices;
using OptGen.Lowering;
using OptGen.Wiring;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Export.PyTorch;

/// <summary>Writes the class of a network: what it is, its parts, and forward.</summary>
internal static class NetworkClassWriter
{
    public static string Write(NetworkSource network, PyTorchModules modules)
    {
        var output = new PythonWriter();
        using (output.Block($"class {network.Name}(nn.Module):"))
        {
            Document(output, network);
            output.Line();
            ConstructorWriter.Write(output, network, modules);
            if (network.Program.Methods.Count > 0)
                SolverText.Define(modules.File, network.Description.Implicit!.Options.Adjoint);
            foreach (OperatorDescription function in network.Description.Operators.Where(o => o is { Target: null, PyTorch: not null }))
            {
                output.Line();
                using (output.Block($"def {network.Members.Own(function.Name)}({string.Join(", ", function.Parameters.Prepend("self"))}):"))
                    output.Line("return " + function.PyTorch!.Replace('\n', ' '));
            }
            output.Line();
            Forward(output, network);
        }
        return output.ToString();
    }

    private static void Document(PythonWriter output, NetworkSource network)
    {
        string[] equations = network.Description.Recurrence.Text.Split('\n');
        output.Line("\"\"\"" + PythonText.Prose(equations[0]));
        foreach (string equation in equations.Skip(1))
            output.Line(PythonText.Prose(equation));
        output.Line();
        foreach (string line in PythonText.Wrap(PythonText.Prose(network.Description.Recurrence.Verdict.Text), output.Room))
            output.Line(line);
        if (network.Program.Methods.Count > 0)
        {
            output.Line();
            output.Line(network.Program.Plan.Kind == PlanKind.Equilibrium ? "The equations are solved as self.solver says." : "Each layer is solved as self.solver says.");
        }
        output.Line("\"\"\"");
    }

    private static void Forward(PythonWriter output, NetworkSource network)
    {
        var names = new PythonNames(network.Written);
        string[] inputs = [.. network.Program.Inputs.Select(names.Of)];
        var numbers = new PythonNumbers(network.Layers);
        if (network.Program.Layer is { } layer)
            numbers.Layer = names.Of(layer);
        if (network.Program.Start is { } start)
            numbers.Start = names.Of(start);
        var statements = new PythonStatements(output, network, new PythonExpressions(network, names, numbers), new VariableReads(network.Program.Body, []));
        statements.TakeNames();
        using (output.Block($"def forward({string.Join(", ", inputs.Prepend("self"))}):"))
            statements.Write([.. network.Program.Body]);
    }
}
