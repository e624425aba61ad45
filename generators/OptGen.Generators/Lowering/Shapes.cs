using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Where a plan needs zeros of the states' shape: for a sum that may have no terms, and for a solve that begins with zeros.</summary>
internal static class Shapes
{
    public static bool AreNeeded(Plan plan) => plan.Kind == PlanKind.Layered && (plan.Layer.Concat(plan.Epilogue).Any(IsNeeded) || plan.Outputs.Any(IsNeeded));

    public static bool IsNeeded(Step step) => step switch
    {
        AssignStep assignment => IsNeeded(assignment.Value),
        EvaluateStep evaluation => evaluation.Arguments.Any(IsNeeded),
        SolveStep solve => solve.Unknowns.Any(u => u.Guess is null) || solve.Body.SelectMany(Steps.Combinations).Any(c => c.Terms.Any(t => t.Value is SumValue)),
        _ => false
    };

    public static bool IsNeeded(LinearCombination combination) => combination.Terms.All(t => t.Value is SumValue or OneValue);
}
