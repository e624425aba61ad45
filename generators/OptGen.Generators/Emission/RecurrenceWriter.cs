using System.Globalization;
using OptGen.Binding;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes the static property that tells of the recurrence, as data: nothing is read or judged again at run time.</summary>
internal static class RecurrenceWriter
{
    private const string Data = CSharp.Services + ".RecurrenceData";

    /// <param name="output">Where to write.</param>
    /// <param name="model">The class.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="field">The name of the field that keeps the recurrence.</param>
    public static void Write(SourceWriter output, NetworkModel model, Plan plan, string field)
    {
        Verdict verdict = model.Analysis.Verdict!;
        output.Line("/// <summary>The recurrence that this network runs: its text, its wiring and its verdict.</summary>");
        output.Line($"public static {CSharp.Recurrence} Recurrence => {field} ??= new {Data}");
        output.Line("{");
        using (output.Indented())
        {
            output.Line($"Text = {CSharp.Literal(model.Analysis.Parsed.Tree.ToString())},");
            if (model.Layers is { } layers && plan.Kind == PlanKind.Layered)
                output.Line($"Layers = {Number(layers)},");
            output.Line($"States = {List(plan.States.Select(s => $"new({CSharp.Literal(s.Name)}, {(s.History.Dense ? "null" : Number(s.History.Kept))})"))},");
            output.Line($"Inputs = {Names(plan.Inputs.Select(i => i.Name))},");
            if (model.Inputs is not null)
                output.Line("DeclaresInputs = true,");
            WriteNames(output, "Operators", plan.Operators.Select(o => o.Name));
            WriteNames(output, "Coefficients", plan.Coefficients.Select(c => c.Name));
            output.Line($"MinimumLayers = {Number(plan.MinimumLayers)},");
            if (plan.IsImplicit)
                output.Line("IsImplicit = true,");
            Write(output, verdict);
            WriteNames(output, "TwoLayerOperators", model.TwoLayerOperators);
            output.Line($"Verdict = {CSharp.Literal(model.VerdictText)}");
        }
        output.Line("}.ToRecurrence();");
        output.Line();
        output.Line($"private static {CSharp.Recurrence}? {field};");
        output.Line();
    }

    private static void Write(SourceWriter output, Verdict verdict)
    {
        if (verdict.Consistent is { } consistent)
            output.Line($"IsConsistent = {(consistent ? "true" : "false")},");
        if (verdict.Stability != Stability.NotApplicable)
            output.Line($"Stability = global::OptGen.ZeroStability.{verdict.Stability},");
        if (verdict.Order is { } order)
            output.Line($"Order = {Number(order)},");
        if (verdict.Roots.Count > 0)
            output.Line($"Roots = {List(verdict.Roots.Select(r => $"new({CSharp.Literal(r.Real)}, {CSharp.Literal(r.Imaginary)})"))},");
        if (verdict.Steps.Count > 0)
        {
            output.Line("EffectiveSteps = new() { " + string.Join(", ", verdict.Steps.Select(
                s => $"[{CSharp.Literal(s.Operator)}] = {CSharp.Literal(s.Size.ToString())}")) + " },");
        }
    }

    private static void WriteNames(SourceWriter output, string property, IEnumerable<string> names)
    {
        if (names.Any())
            output.Line($"{property} = {Names(names)},");
    }

    private static string Names(IEnumerable<string> names) => List(names.Select(CSharp.Literal));

    private static string List(IEnumerable<string> items) => "[" + string.Join(", ", items) + "]";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
