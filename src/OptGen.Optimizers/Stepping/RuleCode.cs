using System.Numerics;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>The code that a recurrence becomes: over memory, and over tensors.</summary>
internal abstract unsafe class RuleCode
{
    private static readonly RuleCode Plain = new Of<PlainRule>();
    private static readonly RuleCode Momentum = new Of<MomentumRule>();
    private static readonly RuleCode Nesterov = new Of<NesterovRule>();
    private static readonly RuleCode Adagrad = new Of<AdagradRule>();
    private static readonly RuleCode Adam = new Of<AdamRule>();
    private static readonly RuleCode Amsgrad = new Of<AmsgradRule>();
    private static readonly RuleCode Unrectified = new Of<UnrectifiedRule>();

    public static RuleCode Find(RuleKind kind) => kind switch
    {
        RuleKind.Plain => Plain,
        RuleKind.Momentum => Momentum,
        RuleKind.Nesterov => Nesterov,
        RuleKind.Adagrad => Adagrad,
        RuleKind.Adam => Adam,
        RuleKind.Amsgrad => Amsgrad,
        RuleKind.Unrectified => Unrectified,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such rule.")
    };

    /// <summary>The code for rows in memory: for a type of elements, with or without weight decay.</summary>
    public abstract delegate*<ref RowJob, long, long, double> Rows(ScalarType type, in StepFrame frame, RowCode code);

    /// <summary>What enters the recurrence.</summary>
    public abstract TensorQuantity Input(in Coefficients<TensorQuantity> k, TensorQuantity weight, TensorQuantity gradient, TensorQuantity mean);

    /// <summary>Takes x into the states and returns what the weight shall lose.</summary>
    public abstract TensorQuantity Step(in Coefficients<TensorQuantity> k, TensorQuantity weight, TensorQuantity x, in StateTensors states);

    /// <summary>The new weight.</summary>
    public abstract TensorQuantity Changed(in Coefficients<TensorQuantity> k, TensorQuantity weight, TensorQuantity step);

    private sealed class Of<TRule> : RuleCode
        where TRule : struct, IRule
    {
        public override delegate*<ref RowJob, long, long, double> Rows(ScalarType type, in StepFrame frame, RowCode code) =>
            type == ScalarType.Float32 ? Rows<float>(frame.Decays, code) : Rows<double>(frame.Decays, code);

        public override TensorQuantity Input(
            in Coefficients<TensorQuantity> k, TensorQuantity weight, TensorQuantity gradient, TensorQuantity mean) =>
            StepFormula<TensorQuantity, TRule, DecayingFrame>.Input(k, weight, gradient, mean);

        public override TensorQuantity Step(in Coefficients<TensorQuantity> k, TensorQuantity weight, TensorQuantity x, in StateTensors states)
        {
            var (a, b, c) = (TensorQuantity.From(states.A), TensorQuantity.From(states.B), TensorQuantity.From(states.C));
            TRule.Advance(k, x, ref a, ref b, ref c);
            if (TRule.States > 0) a.CopyTo(states.A!);
            if (TRule.States > 1) b.CopyTo(states.B!);
            if (TRule.States > 2) c.CopyTo(states.C!);
            return StepFormula<TensorQuantity, TRule, DecayingFrame>.Step(k, weight, x, a, b, c);
        }

        public override TensorQuantity Changed(in Coefficients<TensorQuantity> k, TensorQuantity weight, TensorQuantity step) =>
            StepFormula<TensorQuantity, TRule, DecayingFrame>.Changed(k, weight, step);

        private static delegate*<ref RowJob, long, long, double> Rows<T>(bool decays, RowCode code)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => code switch
        {
            RowCode.Reference => &RowReference<T, TRule>.Run,
            RowCode.Lanes512 => decays
                ? &RowKernel<T, Lanes512<T>, TRule, DecayingFrame>.Run
                : &RowKernel<T, Lanes512<T>, TRule, PlainFrame>.Run,
            _ => decays
                ? &RowKernel<T, Lanes256<T>, TRule, DecayingFrame>.Run
                : &RowKernel<T, Lanes256<T>, TRule, PlainFrame>.Run
        };
    }
}

/// <summary>How rows in memory are worked on.</summary>
internal enum RowCode
{
    /// <summary>In vectors of 32 bytes.</summary>
    Lanes256,

    /// <summary>In vectors of 64 bytes.</summary>
    Lanes512,

    /// <summary>Element by element, as defined.</summary>
    Reference
}
