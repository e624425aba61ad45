using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>First iterates that are zeros of another tensor's shape: p_0 = 0*K(x_0).</summary>
internal static class InitialZeros
{
    /// <summary>The tensor that is written beside the number 0; null where no such product is.</summary>
    public static Expression? ShapeIn(Expression right, NameKinds kinds) => right switch
    {
        Binary { Operator: BinaryOperator.Multiply, Left: Number { Value.IsZero: true }, Right: var like } when kinds.IsTensor(like) => like,
        Binary { Operator: BinaryOperator.Multiply, Left: var like, Right: Number { Value.IsZero: true } } when kinds.IsTensor(like) => like,
        _ => null
    };

    /// <summary>The value that has the shape. It is one tensor: the shape of a sum is that of one of its terms, and only that one need be computed.</summary>
    public static TensorValue? ShapeOf(Expression like, LinearCombination value, ProblemList problems)
    {
        if (value.Terms.Count == 1 && value.Terms[0].Value is not SumValue)
            return value.Terms[0].Value;
        if (!problems.HasErrors)
        {
            problems.Report(
                ProblemKind.ZerosOfSeveral, like.Span,
                $"The zeros take their shape from one tensor, and {like.Brief()} is made of several or of none; keep the one that has the shape, as in 0*K(x_0).");
        }
        return null;
    }
}
