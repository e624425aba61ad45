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
        output.Line(plan.Kind == PlanKind.Equilibrium
            ? "/// A network that finds what satisfies these equations:"
            : "/// A network with one layer for each step of this recurrence:");
        output.Line("/// <code>");
        foreach (Equation equation in model.Analysis.Parsed.Tree.Equations)
            output.Line("/// " + CSharp.Xml(equation.ToString()));
        output.Line("/// </code>");
        output.Line("/// </summary>");
        output.Line("/// <remarks>");
        output.Line("/// <list type=\"table\">");
        output.Line("/// <listheader><term>State</term><description>What is kept of it, and what writes it</description></listheader>");
        foreach ((string name, string description) in States(plan))
            output.Line($"/// <item><term>{CSharp.Xml(name)}</term><description>{CSharp.Xml(description)}</description></item>");
        output.Line("/// </list>");
        if (plan.IsImplicit)
            output.Line($"/// <para>{(plan.Kind == PlanKind.Equilibrium ? "The equations are" : "Each layer is")} solved as <see cref=\"{ImplicitWriter.Property}\"/> says.</para>");
        if (model.IsReversible)
            output.Line($"/// <para>What layers compute is not stored but recovered when gradients are computed; <see cref=\"{ReversibleWriter.Property}\"/> says how exactly.</para>");
        output.Line($"/// <para>{CSharp.Xml(model.VerdictText)}</para>");
        output.Line("/// </remarks>");
    }

    /// <summary>The states and the lines of numbers: what is kept of each and what writes it, in words.</summary>
    public static IEnumerable<(string Name, string Description)> States(Plan plan)
    {
        var unknowns = plan.Layer.OfType<SolveStep>().SelectMany(s => s.Unknowns).Select(u => u.State).ToList();
        bool isEquilibrium = plan.Kind == PlanKind.Equilibrium;
        return plan.States.Select((s, i) => (s.Name, Describe(plan, i, unknowns.Contains(i))))
            .Concat(plan.Scalars.Select(s => (s.Name, isEquilibrium ? "a number, computed before the equations are solved" : "a number for each layer, computed before the first one")));
    }

    private static string Describe(Plan plan, int number, bool isUnknown)
    {
        StatePlan state = plan.States[number];
        return plan.Kind == PlanKind.Equilibrium
            ? isUnknown ? "solved for" : "computed from the others"
            : $"{Keeps(state)}; {WrittenBy(state, isUnknown ? "solves for" : "writes")}";
    }

    private static string Keeps(StatePlan state) => state switch
    {
        { Role: StateRole.Fixed } => "given once",
        { History.Dense: true } => "keeps every iterate",
        { History.Kept: 0 } => "keeps nothing from layer to layer",
        { History.Kept: 1 } => "keeps the newest iterate",
        _ => $"keeps the newest {state.History.Kept.ToString(CultureInfo.InvariantCulture)} iterates"
    };

    private static string WrittenBy(StatePlan state, string verb) => state.Role switch
    {
        StateRole.Fixed => "no layer changes it",
        StateRole.Local => $"layer k {verb} {state.Name}_k",
        _ => $"layer k {verb} {state.Name}_<k+1>"
    };
}
