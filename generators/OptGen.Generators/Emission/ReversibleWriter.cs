using System.Globalization;
using OptGen.Binding;
using OptGen.Lowering;
using OptGen.Notation;

namespace OptGen.Emission;

/// <summary>Writes what runs the layers of a network that does not store what they compute: the call, and the two functions that a layer is.</summary>
internal sealed class ReversibleWriter(SourceWriter output, ProgramExpressions expressions, ModuleNames members, Action<IEnumerable<Statement>> writeBody)
{
    public const string Property = GeneratedNames.Reversal;
    public const string Type = "global::OptGen.Reversal";

    private const string Pass = CSharp.Services + ".RetracedLayer";

    private ReversibleMethods? _methods;

    /// <summary>Writes the property that says how exactly gradients were computed.</summary>
    public static void WriteProperty(SourceWriter output, NetworkModel model)
    {
        output.Line("/// <summary>How the layers are recovered when gradients are computed, and how exactly the last ones were.</summary>");
        output.Line($"public {Type} {Property} {{ get; }} = new({CSharp.Literal(CSharp.Bare(model.Type.Declaration.Name))});");
        output.Line();
    }

    /// <summary>Writes the call that runs all layers.</summary>
    public void Write(ReversibleStatement statement)
    {
        (ReversibleMethods methods, ReversibleNames names) = (statement.Methods, statement.Names);
        string k = CSharp.Identifier(names.Layer);
        string pass = CSharp.Identifier(names.Pass);
        string forward = $"({k}, {names.Before}, {names.Given}) => {methods.Forward}({List([k], Elements(names.Before, methods.BeforeLayer), Handed(methods, names))})";
        string retrace = $"({pass}, {k}, {names.After}, {names.Given}) => {methods.Retrace}({List([pass, k], Elements(names.After, methods.AfterLayer), Handed(methods, names))})";
        output.Line($"var {names.Result} = {Property}.Run(new({members.Layers}, {CSharp.Literal(methods.Describes)},");
        using (output.Indented())
        {
            output.Line($"{forward},");
            output.Line($"{retrace})");
        }
        output.Line("{");
        using (output.Indented())
        {
            var settings = Settings(statement).ToList();
            for (int i = 0; i < settings.Count; i++)
                output.Line(settings[i] + (i < settings.Count - 1 ? "," : ""));
        }
        output.Line("});");
        foreach (ReversibleTarget target in statement.Targets)
            output.Line($"var {ProgramExpressions.Name(target.Variable)} = {names.Result}[{Number(target.State)}][{Number(target.Position)}];");
    }

    private IEnumerable<string> Settings(ReversibleStatement statement)
    {
        string k = CSharp.Identifier(statement.Names.Layer);
        yield return $"Begun = [{string.Join(", ", statement.Begun.Select(s => $"[{string.Join(", ", s.Select(expressions.Write))}]"))}]";
        if (statement.Given.Count > 0)
            yield return $"Given = [{string.Join(", ", statement.Given.Select(expressions.Write))}]";
        string outer = expressions.Numbers.Layer;
        expressions.Numbers.Layer = k;
        if (statement.Shared.Count > 0)
            yield return $"Shared = {k} => [{string.Join(", ", statement.Shared.Select(expressions.Write))}]";
        var modules = statement.Callees.Select(expressions.Module).OfType<string>().Distinct().ToList();
        if (modules.Contains(ProgramExpressions.This))
            modules = [ProgramExpressions.This];
        if (modules.Count > 0)
            yield return $"Modules = {k} => [{string.Join(", ", modules)}]";
        yield return $"Operators = {members.Calls}";
        expressions.Numbers.Layer = outer;
    }

    private static string List(params IEnumerable<string>[] parts) => string.Join(", ", parts.SelectMany(p => p));

    private static IEnumerable<string> Elements(string list, EquatableArray<EquatableArray<Variable>> states) =>
        states.SelectMany((s, i) => s.Select((_, j) => $"{list}[{Number(i)}][{Number(j)}]"));

    private static IEnumerable<string> Handed(ReversibleMethods methods, ReversibleNames names) =>
        Enumerable.Range(0, methods.Given.Count + methods.Shared.Count).Select(i => $"{names.Given}[{Number(i)}]");

    /// <summary>Writes the two functions.</summary>
    public void Write(ReversibleMethods methods)
    {
        _methods = methods;
        expressions.Numbers.Layer = expressions.Place = ProgramExpressions.Name(methods.Layer);
        string described = CSharp.Xml(methods.Describes);
        output.Line();
        output.Line($"/// <summary>What layer k computes, {described}, from the iterates before it.</summary>");
        using (output.Block($"private {CSharp.Tensor}[] {methods.Forward}({Parameters(methods, methods.BeforeLayer)})"))
        {
            output.Line($"using var {CSharp.Identifier(methods.Scope)} = {CSharp.Torch}.NewDisposeScope();");
            writeBody(methods.ForwardBody);
            output.Line($"return [{string.Join(", ", methods.Results.Select(r => expressions.Write(r) + ".MoveToOuterDisposeScope()"))}];");
        }
        output.Line();
        output.Line($"/// <summary>Layer k backwards: recovers what it began with from the iterates after it, and computes {described} once more, for the gradient.</summary>");
        using (output.Block($"private void {methods.Retrace}({Pass} {CSharp.Identifier(methods.Pass)}, {Parameters(methods, methods.AfterLayer)})"))
            writeBody(methods.RetraceBody);
    }

    private static string Parameters(ReversibleMethods methods, EquatableArray<EquatableArray<Variable>> iterates) => List(
        [$"int {ProgramExpressions.Name(methods.Layer)}"],
        iterates.SelectMany(s => s).Concat(methods.Given).Concat(methods.Shared).Select(v => $"{CSharp.Tensor} {ProgramExpressions.Name(v)}"));

    /// <summary>A statement inside the second function.</summary>
    public string Line(RecoverStatement recover)
    {
        string pass = CSharp.Identifier(_methods!.Pass);
        string value = expressions.Write(recover.Value);
        return recover.State is { } state
            ? $"var {ProgramExpressions.Name(recover.Variable)} = {pass}.Begun({Number(state)}) ?? {pass}.Recover({Number(state)}, {value});"
            : $"var {ProgramExpressions.Name(recover.Variable)} = {pass}.Recover({value});";
    }

    /// <summary>A statement inside the second function.</summary>
    public string Line(RetraceStatement retrace)
    {
        string lines = string.Join(", ", retrace.Lines.Select(l => $"({ProgramExpressions.Name(l.Target)}, {expressions.Write(l.Value)})"));
        return $"{CSharp.Identifier(_methods!.Pass)}.Compute({(retrace.Lines.Count == 1 ? lines.Substring(1, lines.Length - 2) : $"[{lines}]")});";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
