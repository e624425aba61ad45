using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// Tells indices from the own index i of an evaluation, which is written at <c>frame + own</c>: there k stands for i. Numbers stay as they
/// are unless the evaluation itself is written at a number.
/// </summary>
internal sealed class Rebase(AffineIndex frame, int own, EvaluationTable evaluations)
{
    private static readonly AffineIndex Variable = new(0, 0, 1, 0);

    public LinearCombination Of(LinearCombination combination) => combination.Map(Of, Of);

    public Scalar Of(Scalar scalar) =>
        frame.IsLayer ? scalar.Substitute(AffineIndex.AtLayer(-own), Variable)
        : frame == Variable ? scalar.Substitute(AffineIndex.AtLayer(0), AffineIndex.AtLayer(-own))
        : scalar;

    public AffineIndex Module(AffineIndex index) => Of(index);

    private TensorValue Of(TensorValue value) => value switch
    {
        StateValue state => state with { Index = Of(state.Index) },
        EvaluationValue evaluation when !evaluations[evaluation.Evaluation].IsConstant => evaluation with { Index = Of(evaluation.Index) },
        SumValue sum => new SumValue(Bound(sum.From), Bound(sum.To), sum.Body.Map(Of, Of)),
        _ => value
    };

    private AffineIndex Of(AffineIndex index)
    {
        if (index.Frame == frame)
            return AffineIndex.AtLayer(index.Offset - own);
        // Inside a sum that is an argument, the variable stays and the end it counts from moves.
        return index.IsNumber ? index : Bound(index);
    }

    private AffineIndex Bound(AffineIndex index) =>
        frame.IsLayer ? index.WithLayer(AffineIndex.AtLayer(-own))
        : frame.IsEnd ? new AffineIndex(index.Layer + index.End, 0, index.Variable, index.Offset - (index.End * own))
        : index;
}
