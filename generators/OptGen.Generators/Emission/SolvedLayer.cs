using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>
/// A plan as it is written: behind a step that is solved stand those of its equations whose values are read elsewhere, to be computed once
/// more, from the solution.
/// </summary>
internal static class SolvedLayer
{
    public static Plan Unfold(Plan plan) =>
        plan.IsImplicit ? plan with { Layer = plan.Layer.SelectMany(s => s is SolveStep solve ? Unfold(plan, solve) : [s]).ToEquatableArray() } : plan;

    private static IEnumerable<Step> Unfold(Plan plan, SolveStep solve)
    {
        var unknowns = new HashSet<TensorValue>(solve.Unknowns.Select(u => new StateValue(u.State, u.Index)));
        var needed = new HashSet<TensorValue>(solve.Body.Select(SolvedValues.TargetOf).Where(v => IsReadElsewhere(plan, solve, v)));
        var after = new List<Step>();
        foreach (Step step in solve.Body.Reverse())
        {
            TensorValue target = SolvedValues.TargetOf(step);
            if (unknowns.Contains(target) || !needed.Contains(target))
                continue;
            after.Insert(0, step);
            foreach (TensorValue read in Liveness.Reads(step))
                needed.Add(read);
        }
        return after.Prepend(solve);
    }

    private static bool IsReadElsewhere(Plan plan, SolveStep solve, TensorValue target)
    {
        History history = target switch
        {
            StateValue state => plan.States[state.State].History,
            EvaluationValue evaluation => plan.Evaluations[evaluation.Evaluation].History,
            _ => History.None
        };
        if (history.Dense || history.Kept > 0)
            return true;
        return plan.Layer.Where(s => !ReferenceEquals(s, solve)).Concat(plan.Epilogue).SelectMany(Liveness.Reads)
            .Concat(plan.Output.Values().Select(v => v.Value)).Any(v => IsSame(v, target));
    }

    /// <summary>Whether two values are of one state or of one evaluation.</summary>
    private static bool IsSame(TensorValue a, TensorValue b) => (a, b) switch
    {
        (StateValue x, StateValue y) => x.State == y.State,
        (EvaluationValue x, EvaluationValue y) => x.Evaluation == y.Evaluation,
        _ => false
    };
}
