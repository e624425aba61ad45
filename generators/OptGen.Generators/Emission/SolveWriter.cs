using System.Globalization;
using OptGen.Binding;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes steps that are solved: a call of the solver in forward, and a method with the equations behind it.</summary>
internal sealed class SolveWriter
{
    private const string List = "global::System.Collections.Generic.IReadOnlyList";

    private readonly SourceWriter _output;
    private readonly NetworkModel _model;
    private readonly Plan _plan;
    private readonly ModuleNames _members;
    private readonly NameTable _names;
    private readonly FamilyTable _families;
    private readonly CoefficientReader _coefficients;
    private readonly CallWriter _calls;
    private readonly StepWriter _steps;
    // The names of the methods with the equations.
    private readonly Dictionary<SolveStep, string> _methods;
    private readonly List<Action> _pending = [];
    private readonly string _unknowns;
    private readonly string _given;
    private readonly Dictionary<string, string> _copies = [];

    public SolveWriter(
        SourceWriter output, NetworkModel model, Plan plan, ModuleNames members, NameTable names, FamilyTable families,
        CoefficientReader coefficients, CallWriter calls, StepWriter steps, Dictionary<SolveStep, string> methods)
    {
        _output = output;
        _model = model;
        _plan = plan;
        _members = members;
        _names = names;
        _families = families;
        _coefficients = coefficients;
        _calls = calls;
        _steps = steps;
        _methods = methods;
        _unknowns = _names.Take("unknowns");
        _given = _names.Take("given");
    }

    private bool IsEquilibrium => _plan.Kind == PlanKind.Equilibrium;

    /// <summary>Writes the statements after which the unknowns' variables hold the solution.</summary>
    public void Write(SolveStep step)
    {
        var equations = new EquationsWriter(_model, _plan, _members, _families, _steps, _names, _coefficients, step);
        string method = _methods[step];
        foreach (string number in equations.Numbers.Where(n => !_copies.ContainsKey(n)).ToList())
        {
            // The loop's own variables move on before the backward pass calls the equations again.
            _copies.Add(number, _names.Take(number == "k" ? "layer" : "stageStart"));
            _output.Line($"int {_copies[number]} = {number};");
        }
        var variables = step.Unknowns.Select(u => _families.State(u.State).Variable(u.Index.Offset)).ToList();
        string target = variables.Count == 1 ? variables[0] : _names.Take("solved");
        string end = variables.Count == 1 ? "[0]" : "";
        string call = $"Implicit.Solve({(IsEquilibrium ? "0" : "k")}, {CSharp.Literal(NamesOf(step))}, new({Lambda(equations, method)}, [{string.Join(", ", step.Unknowns.Select(Guess))}])";
        var settings = Settings(step, equations).ToList();
        if (settings.Count == 0)
        {
            _output.Line($"var {target} = {call}){end};");
        }
        else
        {
            _output.Line($"var {target} = {call}");
            _output.Line("{");
            using (_output.Indented())
            {
                for (int i = 0; i < settings.Count; i++)
                    _output.Line(settings[i] + (i < settings.Count - 1 ? "," : ""));
            }
            _output.Line($"}}){end};");
        }
        for (int i = 0; i < variables.Count && variables.Count > 1; i++)
            _output.Line($"var {variables[i]} = {target}[{i.ToString(CultureInfo.InvariantCulture)}];");
        foreach (string temporary in equations.Temporaries)
            _output.Line($"{temporary}.Dispose();");
        _pending.Add(() => WriteMethod(step, equations, method));
    }

    /// <summary>Writes the methods of all steps so far.</summary>
    public void WriteMethods()
    {
        foreach (Action write in _pending)
        {
            _output.Line();
            write();
        }
    }

    /// <summary>The unknowns as the recurrence writes them: x_&lt;k+1&gt;, y_k, z.</summary>
    public static string NamesOf(Plan plan, SolveStep step) => string.Join(", ", step.Unknowns.Select(u =>
        plan.States[u.State].Name + (plan.Kind == PlanKind.Equilibrium ? "" : u.Index.Offset == 0 ? "_k" : "_<k+1>")));

    private string NamesOf(SolveStep step) => NamesOf(_plan, step);

    private string Guess(Unknown unknown) => unknown.Guess is { } guess ? _steps.Read(guess) : $"{CSharp.Torch}.zeros_like({_steps.ShapeSource})";

    private string Lambda(EquationsWriter equations, string method)
    {
        int given = equations.Given.Count + equations.Shared.Count;
        IEnumerable<string> arguments = equations.Numbers.Select(n => _copies[n])
            .Concat(Enumerable.Range(0, equations.Unknowns.Count).Select(i => Element(_unknowns, i)))
            .Concat(Enumerable.Range(0, given).Select(i => Element(_given, i)));
        string call = $"{method}({string.Join(", ", arguments)})";
        return $"({_unknowns}, {(given == 0 ? "_" : _given)}) => {(equations.Unknowns.Count == 1 ? $"[{call}]" : call)}";
    }

    private static string Element(string list, int number) => $"{list}[{number.ToString(CultureInfo.InvariantCulture)}]";

    private IEnumerable<string> Settings(SolveStep step, EquationsWriter equations)
    {
        if (equations.Given.Count > 0)
            yield return $"Given = [{string.Join(", ", equations.Given.Select(g => g.Argument))}]";
        if (equations.Shared.Count > 0)
            yield return $"Shared = [{string.Join(", ", equations.Shared.Select(s => s.Argument))}]";
        var modules = step.Body.OfType<EvaluateStep>().Select(_calls.Module).OfType<string>().Distinct().ToList();
        if (modules.Contains(CallWriter.This))
            modules = [CallWriter.This];
        if (modules.Count > 0)
            yield return $"Modules = [{string.Join(", ", modules)}]";
    }

    private void WriteMethod(SolveStep step, EquationsWriter equations, string method)
    {
        bool isOne = equations.Results.Count == 1;
        var parameters = equations.Numbers.Select(n => "int " + n)
            .Concat(equations.Unknowns.Concat(equations.Given.Select(g => g.Parameter)).Concat(equations.Shared.Select(s => s.Parameter))
                .Select(p => $"{CSharp.Tensor} {p}"));
        string where = IsEquilibrium ? "" : " in layer k";
        _output.Line($"/// <summary>What the equation{(isOne ? "" : "s")} for {CSharp.Xml(NamesOf(step))} give{(isOne ? "s" : "")}{where}, at values that a solver tries.</summary>");
        using (_output.Block($"private {(isOne ? CSharp.Tensor : $"{List}<{CSharp.Tensor}>")} {method}({string.Join(", ", parameters)})"))
        {
            _output.Line($"using var scope = {CSharp.Torch}.NewDisposeScope();");
            foreach (string line in equations.Body.Split('\n').Where(l => l.Length > 0))
                _output.Line(line);
            var results = equations.Results.Select(r => r + ".MoveToOuterDisposeScope()").ToList();
            _output.Line(isOne ? $"return {results[0]};" : $"return [{string.Join(", ", results)}];");
        }
    }
}
