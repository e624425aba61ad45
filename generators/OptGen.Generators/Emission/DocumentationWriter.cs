using System.Globalization;
using OptGen.Binding;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>Writes the documentation of the class: the recurrence, its wiring as a table, its verdict.</summary>
internal static class DocumentationWriter
{
    public static void Write(SourceWriter output, NetworkModel model, Plan plan)
    {
        output.Line("/// <summary>");
        output.Line("/// A network with one layer for each step of this recurrence:");
        output.Line("/// <code>");
        foreach (Equation equation in Parser.Parse(model.Text).Tree.Equations)
            output.Line("/// " + CSharp.Xml(equation.ToString()));
        output.Line("/// </code>");
        output.Line("/// </summary>");
        output.Line("/// <remarks>");
        output.Line("/// <list type=\"table\">");
        output.Line("/// <listheader><term>State</term><description>What is kept of it, and what writes it</description></listheader>");
        foreach (StatePlan state in plan.States)
            output.Line($"/// <item><term>{CSharp.Xml(state.Name)}</term><description>{Keeps(state)}; {WrittenBy(state)}</description></item>");
        output.Line("/// </list>");
        output.Line($"/// <para>{CSharp.Xml(VerdictMaker.Judge(plan, model.Knowledge).Text)}</para>");
        output.Line("/// </remarks>");
    }

    /// <summary>The expression that makes the same recurrence at run time, with what is known of its coefficients.</summary>
    public static string RecurrenceExpression(NetworkModel model)
    {
        var options = new List<string>();
        if (model.Layers is { } layers)
            options.Add($"Layers = {layers.ToString(CultureInfo.InvariantCulture)}");
        if (model.Inputs is { } inputs)
            options.Add($"Inputs = [{string.Join(", ", inputs.Select(CSharp.Literal))}]");
        if (model.Coefficients.Any(c => c.Learnable is not { IsRead: false }))
        {
            options.Add("Coefficients = new() { " + string.Join(", ", model.Coefficients.Where(c => c.Learnable is not { IsRead: false })
                .Select(c => $"[{CSharp.Literal(c.Name)}] = {Knowledge(c)}")) + " }");
        }
        string settings = options.Count == 0 ? "" : $", new() {{ {string.Join(", ", options)} }}";
        return $"{CSharp.Recurrence}.Parse({CSharp.Literal(model.Text)}{settings})";
    }

    private static string Knowledge(CoefficientModel coefficient)
    {
        const string Type = "global::OptGen.CoefficientKnowledge";
        return coefficient switch
        {
            { Form: CoefficientForm.Constant, Value: { } value } => $"{Type}.Constant({CSharp.Literal(value.ToDouble())})",
            { Learnable: { PerLayer: false, Min: { } min, Max: { } max } } => $"{Type}.Between({CSharp.Literal(min)}, {CSharp.Literal(max)})",
            { Learnable: not null } => $"{Type}.Learned",
            { VariesByLayer: true } => $"{Type}.Schedule",
            _ => $"{Type}.Unknown"
        };
    }

    private static string Keeps(StatePlan state) => state switch
    {
        { Role: StateRole.Fixed } => "given once",
        { History.Dense: true } => "keeps every iterate",
        { History.Kept: 0 } => "keeps nothing from layer to layer",
        { History.Kept: 1 } => "keeps the newest iterate",
        _ => $"keeps the newest {state.History.Kept.ToString(CultureInfo.InvariantCulture)} iterates"
    };

    private static string WrittenBy(StatePlan state) => state.Role switch
    {
        StateRole.Fixed => "no layer changes it",
        StateRole.Local => $"layer k writes {CSharp.Xml(state.Name)}_k",
        _ => $"layer k writes {CSharp.Xml(state.Name)}_&lt;k+1&gt;"
    };
}
