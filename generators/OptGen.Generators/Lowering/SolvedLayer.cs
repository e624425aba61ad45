using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// A plan as it is computed: behind a step that is solved stand those of its equations whose values are read elsewhere, to be computed once
/// more, from the solution. Operators that only the next layer reads wait for that layer, so that the last one does not apply them in vain.
/// </summary>
internal static class SolvedLayer
{
    /// <param name="plan">The plan.</param>
    /// <param name="projects">Whether a transition between stages is applied to what one layer leaves to the next.</param>
    public static Plan Unfold(Plan plan, bool projects)
    {
        if (!plan.IsImplicit)
            return plan;
        var after = new List<Step>();
        var layer = plan.Layer.SelectMany(s => s is SolveStep solve ? Unfold(plan, solve, after) : [s]).ToList();
        Plan unfolded = plan with { Layer = layer.ToEquatableArray() };
        foreach (EvaluateStep step in after.OfType<EvaluateStep>().Where(_ => !projects && plan.Kind == PlanKind.Layered).Reverse())
        {
            if (IsForNextLayer(unfolded, step))
                unfolded = Defer(unfolded, step);
        }
        return unfolded;
    }

    private static IEnumerable<Step> Unfold(Plan plan, SolveStep solve, List<Step> all)
    {
        var unknowns = new HashSet<TensorValue>(solve.Unknowns.Select(u => new StateValue(u.State, u.Index)));
        var needed = new HashSet<TensorValue>(solve.Body.Select(Steps.TargetOf).Where(v => IsReadElsewhere(plan, solve, v)));
        var after = new List<Step>();
        foreach (Step step in solve.Body.Reverse())
        {
            TensorValue target = Steps.TargetOf(step);
            if (unknowns.Contains(target) || !needed.Contains(target))
                continue;
            after.Insert(0, step);
            foreach (TensorValue read in Steps.Reads(step))
                needed.Add(read);
        }
        all.AddRange(after);
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
        return plan.Layer.Where(s => !ReferenceEquals(s, solve)).Concat(plan.Epilogue).SelectMany(Steps.Reads)
            .Concat(plan.OutputReads).Any(v => IsSame(v, target));
    }

    /// <summary>Whether two values are of one state or of one evaluation.</summary>
    private static bool IsSame(TensorValue a, TensorValue b) => (a, b) switch
    {
        (StateValue x, StateValue y) => x.State == y.State,
        (EvaluationValue x, EvaluationValue y) => x.Evaluation == y.Evaluation,
        _ => false
    };

    /// <summary>
    /// Whether only the next layer reads a value, and can compute it itself: from iterates that are there when it begins, with numbers that are
    /// the same in every layer.
    /// </summary>
    private static bool IsForNextLayer(Plan plan, EvaluateStep step)
    {
        EvaluationPlan evaluation = plan.Evaluations[step.Evaluation];
        bool isKeptOnce = evaluation is { Newest: 1, FirstIndex: <= 0, History: { Kept: 1, Dense: false, Pinned.Count: 0 } };
        if (!isKeptOnce || step is not { FromLayer: 0, Module.IsLayer: true, Parameters.Count: 0 })
            return false;
        var value = new EvaluationValue(step.Evaluation, step.Index);
        bool isReadNow = plan.Layer.SelectMany(Steps.Reads).Contains(value) || plan.Prologue.SelectMany(Steps.Reads).Any(v => IsSame(v, value))
            || plan.Epilogue.SelectMany(Steps.Reads).Concat(plan.OutputReads).Any(v => IsSame(v, value));
        return !isReadNow && step.Arguments.SelectMany(a => a.Terms).All(t => t.Coefficient.Terms.All(m => m.Powers.Count == 0) && IsThere(plan, t.Value));
    }

    private static bool IsThere(Plan plan, TensorValue value) => value switch
    {
        InputValue => true,
        StateValue { Index: { IsLayer: true, Offset: var offset } } state =>
            plan.States[state.State] is { Role: StateRole.Carried } read && offset - 1 >= read.Newest - read.History.Kept,
        _ => false
    };

    /// <summary>The same plan in which the next layer computes the value, before all else.</summary>
    private static Plan Defer(Plan plan, EvaluateStep step)
    {
        EvaluateStep deferred = step with
        {
            Index = step.Index.Plus(-1),
            Module = step.Module.Plus(-1),
            Arguments = step.Arguments.Select(a => a.Map(v => v is StateValue state ? state with { Index = state.Index.Plus(-1) } : v, s => s)).ToEquatableArray()
        };
        return plan with
        {
            Evaluations = plan.Evaluations.Select((e, i) => i == step.Evaluation ? e with { Newest = 0, History = History.None } : e).ToEquatableArray(),
            Prologue = plan.Prologue.Where(s => s is not EvaluateStep { Evaluation: var number } || number != step.Evaluation).ToEquatableArray(),
            Layer = plan.Layer.Where(s => !ReferenceEquals(s, step)).Prepend(deferred).ToEquatableArray()
        };
    }
}
