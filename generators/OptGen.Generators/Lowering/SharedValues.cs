using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>Which values all samples of a solve share: inputs that are said to be, and what is computed of them alone.</summary>
internal sealed class SharedValues(Plan plan, LoweringOptions options)
{
    public bool Contains(TensorValue value) => options.SharedInputs.Count > 0 && IsShared(value);

    /// <summary>Whether all of a combination is shared; a number alone is not.</summary>
    public bool Contains(LinearCombination combination) => combination.Terms.Count > 0 && combination.Values().All(v => v.Value is OneValue || Contains(v.Value))
        && combination.Values().Any(v => v.Value is not OneValue);

    private bool IsShared(TensorValue value) => value switch
    {
        InputValue input => options.SharedInputs.Contains(plan.Inputs[input.Input].Name),
        EvaluationValue evaluation => plan.Evaluations[evaluation.Evaluation].Evaluation.Arguments.All(Contains),
        StateValue state when plan.States[state.State].Role == StateRole.Fixed =>
            plan.Prologue.OfType<AssignStep>().Where(s => s.State == state.State).All(s => Contains(s.Value)) && !plan.Prologue.OfType<ZeroStep>().Any(s => s.State == state.State),
        _ => false
    };
}
