using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Writes an evaluation out at one index: puts the index in place of k, and the first iterate in place of those before it.</summary>
internal sealed class IndexShift(AffineIndex index, Func<TensorValue, int> firstIndex, EvaluationTable evaluations)
{
    private static readonly AffineIndex Variable = new(0, 0, 1, 0);

    public LinearCombination Of(LinearCombination combination) => combination.Map(Of, Of);

    public Scalar Of(Scalar scalar) => scalar.Substitute(index, Variable);

    public AffineIndex Of(AffineIndex relative) => relative.WithLayer(index);

    private TensorValue Of(TensorValue value) => value switch
    {
        StateValue state => state with { Index = Clamp(Of(state.Index), value) },
        EvaluationValue inner when evaluations[inner.Evaluation].IsConstant => inner,
        EvaluationValue inner => inner with { Index = Clamp(Of(inner.Index), value) },
        SumValue sum => new SumValue(Of(sum.From), Of(sum.To), sum.Body.Map(Of, Of)),
        _ => value
    };

    private AffineIndex Clamp(AffineIndex at, TensorValue value) => at.IsNumber ? AffineIndex.At(Math.Max(at.Offset, firstIndex(value))) : at;
}
