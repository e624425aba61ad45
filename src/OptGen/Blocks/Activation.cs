using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>The function between two layers of a block, applied to each number.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>x times the normal distribution's probability of less than x (by the error function, as PyTorch's default).</summary>
    GELU,

    /// <summary>x/(1 + exp(-x)).</summary>
    SiLU,

    /// <summary>1/(1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh
}

/// <summary>What an <see cref="Activation"/> does.</summary>
internal static class Activations
{
    /// <summary>Refuses a number that is no activation.</summary>
    public static Activation Known(Activation activation) =>
        Enum.IsDefined(activation)
            ? activation
            : throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation; take ReLU, GELU, SiLU, Sigmoid or Tanh.");

    /// <summary>
    /// Applies it to a tensor that nothing else needs, which is overwritten or released. What made the tensor must not need it for its gradient: linear
    /// layers, convolutions and normalisations do not.
    /// </summary>
    public static Tensor Apply(this Activation activation, Tensor owned)
    {
        switch (activation)
        {
            case Activation.ReLU:
                return owned.relu_();
            case Activation.Sigmoid:
                return owned.sigmoid_();
            case Activation.Tanh:
                return owned.tanh_();
            default:
                using (owned)
                    return activation == Activation.GELU ? owned.gelu() : owned.silu();
        }
    }

    /// <summary>The module that applies it; null for the rectifier, which needs none.</summary>
    public static nn.Module<Tensor, Tensor>? Module(Activation activation) => Known(activation) switch
    {
        Activation.ReLU => null,
        Activation.GELU => nn.GELU(),
        Activation.SiLU => nn.SiLU(),
        Activation.Sigmoid => nn.Sigmoid(),
        _ => nn.Tanh()
    };
}
