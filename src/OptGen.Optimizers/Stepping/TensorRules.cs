using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>The recurrences of <see cref="RuleKind"/> as operations on tensors.</summary>
internal static class TensorRules
{
    /// <summary>Takes x into the states and returns the step as a new tensor; x stays as it is.</summary>
    public static Tensor Apply(in UpdateRule rule, Tensor x, in StateTensors states)
    {
        switch (rule.Kind)
        {
            case RuleKind.Plain:
                return x.mul(rule.Rate);
            case RuleKind.Momentum:
                states.A!.mul_(rule.Keep).add_(x, rule.Fresh);
                return states.A.mul(rule.Rate);
            case RuleKind.Nesterov:
                states.A!.mul_(rule.Keep).add_(x, rule.Fresh);
                return x.add(states.A, rule.Keep).mul_(rule.Rate);
            case RuleKind.Adagrad:
                states.A!.addcmul_(x, x, 1);
                return x.mul(rule.Rate).div_(states.A.sqrt().add_(rule.Epsilon));
            case RuleKind.Unrectified:
                Moments(rule, x, states);
                return states.A!.mul(rule.Rate);
            default:
                Moments(rule, x, states);
                var squares = states.B!;
                if (rule.Kind == RuleKind.Amsgrad)
                {
                    squares = states.C!;
                    squares.copy_(maximum(squares, states.B!));
                }

                return states.A!.mul(rule.Rate).div_(squares.sqrt().mul_(rule.RootScale).add_(rule.Epsilon));
        }
    }

    private static void Moments(in UpdateRule rule, Tensor x, in StateTensors states)
    {
        states.A!.mul_(rule.Keep).add_(x, rule.Fresh);
        states.B!.mul_(rule.Keep2).addcmul_(x, x, rule.Fresh2);
    }
}
