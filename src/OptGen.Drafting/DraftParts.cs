using System.Globalization;
using OptGen.Emission;
using OptGen.Wiring;

namespace OptGen.Drafting;

/// <summary>A name of a recurrence, and what it is.</summary>
/// <param name="Kind"><c>state</c>, <c>input</c>, <c>operator</c> or <c>coefficient</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="Description">What it is, in words.</param>
public sealed record DraftPart(string Kind, string Name, string Description);

/// <summary>Says of each name what it is.</summary>
internal static class DraftParts
{
    public static IEnumerable<DraftPart> Of(Plan plan, DraftOptions options) =>
    [
        .. DocumentationWriter.States(plan).Select(s => new DraftPart("state", s.Name, s.Description)),
        .. plan.Inputs.Select(i => new DraftPart("input", i.Name, plan.States.Any(s => s.Name == i.Name) ? $"gives {i.Name}_0" : "read by the equations")),
        .. plan.Operators.Select(o => new DraftPart("operator", o.Name, Describe(o, plan.Kind))),
        .. plan.Coefficients.Select(c => new DraftPart("coefficient", c.Name, Describe(c, options)))
    ];

    private static string Describe(OperatorPlan op, PlanKind kind)
    {
        string takes = Count(op.Arguments, "tensor") + (op.Parameters > 0 ? $" and {Count(op.Parameters, "scalar")}" : "");
        string adjoint = !op.Adjoint ? "" : op.Forward ? ", with its adjoint" : ", of which the adjoint is read";
        if (op.Parameters > 0)
            return $"a function of {takes}";
        return op.IsSingle || kind == PlanKind.Equilibrium
            ? $"a module of {takes}{adjoint}"
            : $"a module of {takes} for each layer, {op.Name}_{Index(op.First)} to {op.Name}_{Index(op.Last)}, or one for all{adjoint}";
    }

    private static string Describe(CoefficientPlan coefficient, DraftOptions options)
    {
        string what = options.Coefficients.TryGetValue(coefficient.Name, out DraftCoefficient? said) ? said switch
        {
            { IsTrained: false } => $"is {Number(said.Value)}",
            { Minimum: { } min, Maximum: { } max } => $"trained between {Number(min)} and {Number(max)}",
            { Minimum: { } min } => $"trained above {Number(min)}",
            { Maximum: { } max } => $"trained below {Number(max)}",
            _ => "trained"
        } : "of which nothing is known";
        return coefficient.IndexCount switch { 0 => what, 1 => $"one for each layer, {what}", _ => $"one for each pair of indices, {what}" };
    }

    private static string Index(IndexBound bound)
    {
        string text = bound.ToString();
        return text.Length > 1 && !text.All(char.IsAsciiDigit) ? $"<{text}>" : text;
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number.ToString(CultureInfo.InvariantCulture)} {noun}s";

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
