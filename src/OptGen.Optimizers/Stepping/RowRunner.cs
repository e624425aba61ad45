using System.Numerics;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>Finds the code for a rule and a type of elements.</summary>
internal static unsafe class RowRunner
{
    public static delegate*<ref RowJob, long, long, double> Find(RuleKind kind, ScalarType type, bool reference) =>
        type == ScalarType.Float32 ? Find<float>(kind, reference) : Find<double>(kind, reference);

    private static delegate*<ref RowJob, long, long, double> Find<T>(RuleKind kind, bool reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => kind switch
    {
        RuleKind.Plain => Of<T, PlainRule<T>>(reference),
        RuleKind.Momentum => Of<T, MomentumRule<T>>(reference),
        RuleKind.Nesterov => Of<T, NesterovRule<T>>(reference),
        RuleKind.Adagrad => Of<T, AdagradRule<T>>(reference),
        RuleKind.Adam => Of<T, AdamRule<T>>(reference),
        RuleKind.Amsgrad => Of<T, AmsgradRule<T>>(reference),
        RuleKind.Unrectified => Of<T, UnrectifiedRule<T>>(reference),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such rule.")
    };

    private static delegate*<ref RowJob, long, long, double> Of<T, TRule>(bool reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IRule<T> =>
        reference ? &RowReference<T, TRule>.Run : &RowKernel<T, TRule>.Run;
}
