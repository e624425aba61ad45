using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>The recurrences of <see cref="RuleKind"/> as operations on tensors.</summary>
internal static class TensorRules
{
    /// <summary>Takes x into the states and returns the step as a new tensor; x stays as it is.</summary>
    public static Tensor Apply(in UpdateRule rule, Tensor x, in StateTensors states)
    {
        // Each number has a variable: one that is converted in a call can be collected during it.
        using var rate = rule.Rate.ToScalar();
        using var keep = rule.Keep.ToScalar();
        using var fresh = rule.Fresh.ToScalar();
        using var epsilon = rule.Epsilon.ToScalar();
        using var rootScale = rule.RootScale.ToScalar();
        switch (rule.Kind)
        {
            case RuleKind.Plain:
                return x.mul(rate);
            case RuleKind.Momentum:
                states.A!.mul_(keep).add_(x, fresh);
                return states.A.mul(rate);
            case RuleKind.Nesterov:
                states.A!.mul_(keep).add_(x, fresh);
                return x.add(states.A, keep).mul_(rate);
            case RuleKind.Adagrad:
                states.A!.add_(x.mul(x));
                return x.mul(rate).div_(states.A.sqrt().add_(epsilon));
            case RuleKind.Unrectified:
                Moments(rule, x, states);
                return states.A!.mul(rate);
            default:
                Moments(rule, x, states);
                var squares = states.B!;
                if (rule.Kind == RuleKind.Amsgrad)
                {
                    squares = states.C!;
                    squares.copy_(maximum(squares, states.B!));
                }

                return states.A!.mul(rate).div_(squares.sqrt().mul_(rootScale).add_(epsilon));
        }
    }

    private static void Moments(in UpdateRule rule, Tensor x, in StateTensors states)
    {
        using var keep = rule.Keep.ToScalar();
        using var fresh = rule.Fresh.ToScalar();
        using var keep2 = rule.Keep2.ToScalar();
        using var fresh2 = rule.Fresh2.ToScalar();
        states.A!.mul_(keep).add_(x, fresh);
        states.B!.mul_(keep2).addcmul_(x, x, fresh2);
    }
}
