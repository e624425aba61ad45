using System.Numerics;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>Finds the code for a rule, a type of elements, and with or without weight decay.</summary>
internal static unsafe class RowRunner
{
    public static delegate*<ref RowJob, long, long, double> Find(RuleKind kind, ScalarType type, in StepFrame frame, bool reference) =>
        type == ScalarType.Float32 ? Find<float>(kind, frame.Decays, reference) : Find<double>(kind, frame.Decays, reference);

    private static delegate*<ref RowJob, long, long, double> Find<T>(RuleKind kind, bool decays, bool reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => kind switch
    {
        RuleKind.Plain => Of<T, PlainRule<T>>(decays, reference),
        RuleKind.Momentum => Of<T, MomentumRule<T>>(decays, reference),
        RuleKind.Nesterov => Of<T, NesterovRule<T>>(decays, reference),
        RuleKind.Adagrad => Of<T, AdagradRule<T>>(decays, reference),
        RuleKind.Adam => Of<T, AdamRule<T>>(decays, reference),
        RuleKind.Amsgrad => Of<T, AmsgradRule<T>>(decays, reference),
        RuleKind.Unrectified => Of<T, UnrectifiedRule<T>>(decays, reference),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such rule.")
    };

    private static delegate*<ref RowJob, long, long, double> Of<T, TRule>(bool decays, bool reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IRule<T> =>
        reference ? &RowReference<T, TRule>.Run : decays ? &RowKernel<T, TRule, DecayingFrame>.Run : &RowKernel<T, TRule, PlainFrame>.Run;
}
