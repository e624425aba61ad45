using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>How the weights of linear layers and convolutions are drawn before training. All but <see cref="Torch"/> set their biases to 0.</summary>
public enum Initialization
{
    /// <summary>As torch's layers draw them: uniform, within 1/sqrt(fan-in).</summary>
    Torch,

    /// <summary>Normal with variance 2/fan-out: the usual one of residual networks of convolutions (He et al. 2015).</summary>
    KaimingNormal,

    /// <summary>Uniform with variance 2/(fan-in + fan-out), for sigmoid and tanh (Glorot and Bengio 2010).</summary>
    XavierUniform,

    /// <summary>
    /// Normal with standard deviation 0.02, drawn anew beyond -2 and 2, as PyTorch's <c>trunc_normal_</c> of vision transformers and ConvNeXt does; that is a hundred
    /// deviations away.
    /// </summary>
    TruncatedNormal,

    /// <summary>Orthogonal rows or columns (Saxe et al. 2014).</summary>
    Orthogonal
}

/// <summary>Draws weights anew.</summary>
public static class WeightInitialization
{
    private const double TruncatedDeviation = 0.02;

    /// <summary>
    /// Draws a parameter as <see cref="Initialization.TruncatedNormal"/> says. TorchSharp's <c>trunc_normal_</c> (0.107.0) draws the same numbers at every call
    /// without a generator, so that all layers of one shape would be equal: BlockTests shows it. No draw reaches the borders, so the normal distribution is it.
    /// </summary>
    public static void DrawTruncated(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        nn.init.normal_(parameter, 0, TruncatedDeviation);
    }

    /// <summary>Draws the weights of every <c>Linear</c>, <c>Conv2d</c> and <see cref="WeightStandardizedConv2d"/> of a module, with the default generator.</summary>
    /// <param name="module">The module; its other parameters stay.</param>
    /// <param name="scheme">How they are drawn; with <see cref="Initialization.Torch"/> nothing is changed.</param>
    /// <returns>The module.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such scheme.</exception>
    public static TModule InitializeWeights<TModule>(this TModule module, Initialization scheme)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!Enum.IsDefined(scheme))
            throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "There is no such initialization.");
        if (scheme == Initialization.Torch)
            return module;
        foreach ((Parameter weight, Parameter? bias) in module.named_modules().Select(m => m.module).Prepend(module).Distinct().Select(LayerOf).OfType<(Parameter, Parameter?)>())
        {
            Draw(weight, scheme);
            if (bias is not null && !bias.IsInvalid)
                Zero(bias);
        }
        return module;
    }

    /// <summary>Sets a layer's weight and bias to 0, so that a block begins as the zero operator.</summary>
    internal static void Zero(nn.Module layer)
    {
        if (LayerOf(layer) is not var (weight, bias))
            return;
        Zero(weight);
        if (bias is not null && !bias.IsInvalid)
            Zero(bias);
    }

    private static (Parameter Weight, Parameter? Bias)? LayerOf(nn.Module module) => module switch
    {
        Linear linear => (linear.weight, linear.bias),
        Conv2d convolution => (convolution.weight, convolution.bias),
        WeightStandardizedConv2d convolution => (convolution.Weight, convolution.Bias),
        _ => null
    };

    private static void Zero(Parameter parameter)
    {
        using IDisposable off = no_grad();
        parameter.zero_();
    }

    private static void Draw(Parameter weight, Initialization scheme)
    {
        switch (scheme)
        {
            case Initialization.KaimingNormal:
                nn.init.kaiming_normal_(weight, 0, nn.init.FanInOut.FanOut, nn.init.NonlinearityType.ReLU);
                break;
            case Initialization.XavierUniform:
                nn.init.xavier_uniform_(weight);
                break;
            case Initialization.TruncatedNormal:
                DrawTruncated(weight);
                break;
            default:
                nn.init.orthogonal_(weight);
                break;
        }
    }
}
