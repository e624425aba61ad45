using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>What steps of a plan read and give.</summary>
internal static class Steps
{
    /// <summary>Whether a combination is one tensor as it is.</summary>
    public static bool IsPlain(LinearCombination combination) =>
        combination.Terms.Count == 1 && combination.Terms[0].Coefficient.IsOne && combination.Terms[0].Value is not (SumValue or OneValue);

    /// <summary>What a step gives a value.</summary>
    public static TensorValue TargetOf(Step step) => step switch
    {
        AssignStep assignment => new StateValue(assignment.State, assignment.Index),
        ZeroStep zero => new StateValue(zero.State, zero.Index),
        EvaluateStep evaluation => new EvaluationValue(evaluation.Evaluation, evaluation.Index),
        _ => throw new InvalidOperationException($"{step.GetType().Name} gives no single value.")
    };

    public static AffineIndex IndexOf(TensorValue value) => value switch
    {
        StateValue state => state.Index,
        EvaluationValue evaluation => evaluation.Index,
        _ => default
    };

    public static IEnumerable<TensorValue> Reads(Step step) => ReadsWithSums(step).Select(r => r.Value);

    public static IEnumerable<(TensorValue Value, SumValue? Sum)> ReadsWithSums(Step step) => step switch
    {
        AssignStep assignment => assignment.Value.Values(),
        EvaluateStep evaluation => evaluation.Arguments.SelectMany(a => a.Values()),
        ZeroStep zero => [(zero.Like, null)],
        SolveStep solve => new SolvedValues(solve).Reads(solve),
        _ => []
    };

    /// <summary>The combinations of a step, those inside sums and inside equations included.</summary>
    public static IEnumerable<LinearCombination> Combinations(Step step) => step switch
    {
        AssignStep assignment => WithSums(assignment.Value),
        EvaluateStep evaluation => evaluation.Arguments.SelectMany(WithSums),
        SolveStep solve => solve.Body.SelectMany(Combinations),
        _ => []
    };

    private static IEnumerable<LinearCombination> WithSums(LinearCombination combination) =>
        combination.Terms.Select(t => t.Value).OfType<SumValue>().SelectMany(s => WithSums(s.Body)).Concat([combination]);
}
