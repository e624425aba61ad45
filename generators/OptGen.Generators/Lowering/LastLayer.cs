using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>
/// What the last layer need not compute: values that only a layer after it would read. Their steps stand at the end of a layer, so that the last one can
/// leave them out.
/// </summary>
internal static class LastLayer
{
    /// <summary>
    /// The same plan with those steps last, and how many they are; behind those that nothing but iterates to hand out asks for stand those that not even they do.
    /// </summary>
    public static (Plan Plan, int OnlyHandedOut, int Needless) Sort(Plan plan, bool handsOut)
    {
        if (plan.Kind == PlanKind.Equilibrium)
            return (plan, 0, 0);
        bool[] isNeeded = Needed(plan, []);
        bool[] isHandedOut = handsOut ? Needed(plan, plan.Layer.SelectMany(Targets).OfType<StateValue>()) : isNeeded;
        var steps = plan.Layer.Where((_, i) => isNeeded[i]).Concat(plan.Layer.Where((_, i) => isHandedOut[i] && !isNeeded[i])).Concat(plan.Layer.Where((_, i) => !isHandedOut[i]));
        return (plan with { Layer = steps.ToEquatableArray() }, isHandedOut.Count(n => n) - isNeeded.Count(n => n), isHandedOut.Count(n => !n));
    }

    /// <summary>Which steps the last layer needs for the result and for some values.</summary>
    private static bool[] Needed(Plan plan, IEnumerable<TensorValue> values)
    {
        var needed = new HashSet<TensorValue>(values);
        // What is read after the last layer at an older index must still move on by one.
        foreach (TensorValue value in plan.Epilogue.SelectMany(Steps.Reads).Concat(plan.OutputReads))
            AddNewest(plan, value, needed);
        if (plan.Epilogue.Any(Shapes.IsNeeded) || plan.Outputs.Any(Shapes.IsNeeded))
            AddNewest(plan, new StateValue(plan.MainState, AffineIndex.AtEnd(0)), needed);
        var isNeeded = new bool[plan.Layer.Count];
        for (int i = plan.Layer.Count - 1; i >= 0; i--)
        {
            isNeeded[i] = Targets(plan.Layer[i]).Any(needed.Contains);
            if (!isNeeded[i])
                continue;
            foreach ((TensorValue value, SumValue? sum) in Steps.ReadsWithSums(plan.Layer[i]))
            {
                needed.Add(sum is null ? value : value.At(sum.To));
                // Only states computed at k+1 always have a value before the first layer; that layer's own may stand in for others.
                if (value is not StateValue { State: var state } || plan.States[state].Role != StateRole.Carried)
                    AddNewest(plan, value, needed);
            }
        }
        return isNeeded;
    }

    private static IEnumerable<TensorValue> Targets(Step step) =>
        step is SolveStep solve ? solve.Unknowns.Select(u => (TensorValue)new StateValue(u.State, u.Index)) : [Steps.TargetOf(step)];

    private static void AddNewest(Plan plan, TensorValue value, HashSet<TensorValue> needed)
    {
        if (value is StateValue { Index.IsNumber: false } state)
            needed.Add(state with { Index = AffineIndex.AtLayer(plan.States[state.State].Newest) });
        else if (value is EvaluationValue { Index.IsNumber: false } evaluation && plan.Evaluations[evaluation.Evaluation].Newest is { } newest)
            needed.Add(evaluation with { Index = AffineIndex.AtLayer(newest) });
    }
}
