using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// The two-layer operator for images: batch normalisation, activation and a convolution, twice (BN-ReLU-Conv-BN-ReLU-Conv). Height and width of the image
/// stay as they are.
/// </summary>
/// <remarks>
/// The parameters are named <c>bn1</c>, <c>conv1</c>, <c>bn2</c> and <c>conv2</c>. In training the normalisations use and record the
/// statistics of the batch; call <c>eval()</c> to use the recorded ones. Forward returns a new tensor, owned by the caller.
/// Source: the residual function of He et al., "Identity Mappings in Deep Residual Networks" (2016).
/// </remarks>
[ContainsTwoLayer]
public sealed class PreActivation : nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm2d firstNorm;
    private readonly Conv2d first;
    private readonly BatchNorm2d secondNorm;
    private readonly Conv2d second;
    private readonly Activation activation;

    /// <summary>Makes the operator for images of shape [batch, <paramref name="channels"/>, height, width].</summary>
    /// <param name="channels">The number of channels of the argument and of the result, at least 1.</param>
    /// <param name="hidden">The number of channels between the convolutions, at least 1.</param>
    /// <param name="kernel">The side of the square kernels in pixels; odd, so that padding can keep the image's size.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="initialization">How the weights are drawn.</param>
    /// <param name="zeroInitLast">Whether the second convolution begins with zeros, so that the operator is 0 before training.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such activation or initialization.</exception>
    /// <exception cref="ArgumentException">The kernel's side is even.</exception>
    public PreActivation(
        int channels, int hidden, int kernel = 3, Activation activation = Activation.ReLU, Initialization initialization = Initialization.Torch,
        bool zeroInitLast = false)
        : base(nameof(PreActivation))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        int padding = BlockChecks.OddKernel(kernel) / 2;
        this.activation = Activations.Known(activation);
        firstNorm = nn.BatchNorm2d(channels);
        // The next normalisation would take away a constant added here.
        first = nn.Conv2d(channels, hidden, kernel, padding: padding, bias: false);
        secondNorm = nn.BatchNorm2d(hidden);
        second = nn.Conv2d(hidden, channels, kernel, padding: padding);
        register_module("bn1", firstNorm);
        register_module("conv1", first);
        register_module("bn2", secondNorm);
        register_module("conv2", second);
        this.InitializeWeights(initialization);
        if (zeroInitLast)
            WeightInitialization.Zero(second);
    }

    /// <summary>The function between the layers.</summary>
    internal Activation Activation => activation;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using Tensor firstActive = activation.Apply(firstNorm.call(x));
        using Tensor hidden = first.call(firstActive);
        using Tensor secondActive = activation.Apply(secondNorm.call(hidden));
        return second.call(secondActive);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }
}
