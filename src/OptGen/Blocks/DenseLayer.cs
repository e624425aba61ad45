using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// A layer of a DenseNet: from all channels so far it computes <c>growthRate</c> new ones, by normalisation, activation and a convolution of 1 pixel, then the same
/// with a kernel of 3. Whoever calls it concatenates.
/// </summary>
/// <remarks>
/// The parameters are named as in torchvision: <c>norm1</c>, <c>conv1</c>, <c>norm2</c>, <c>conv2</c>. Forward takes [batch, inChannels, height, width] and
/// returns a new tensor [batch, growthRate, height, width], owned by the caller. Source: Huang et al., "Densely Connected Convolutional Networks" (2017).
/// </remarks>
[ContainsTwoLayer]
public sealed class DenseLayer : nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm2d firstNorm;
    private readonly Conv2d first;
    private readonly BatchNorm2d secondNorm;
    private readonly Conv2d second;
    private readonly Activation activation;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">The number of channels of the argument, at least 1.</param>
    /// <param name="growthRate">The number of channels of the result, at least 1.</param>
    /// <param name="bottleneck">How many times as many channels the hidden image has as the result, at least 1.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="initialization">How the weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such activation or initialization.</exception>
    public DenseLayer(
        int inChannels, int growthRate, int bottleneck = 4, Activation activation = Activation.ReLU, Initialization initialization = Initialization.Torch)
        : base(nameof(DenseLayer))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(growthRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bottleneck, 1);
        this.activation = Activations.Known(activation);
        int hidden = bottleneck * growthRate;
        firstNorm = nn.BatchNorm2d(inChannels);
        first = nn.Conv2d(inChannels, hidden, 1, bias: false);
        secondNorm = nn.BatchNorm2d(hidden);
        second = nn.Conv2d(hidden, growthRate, 3, padding: 1L, bias: false);
        register_module("norm1", firstNorm);
        register_module("conv1", first);
        register_module("norm2", secondNorm);
        register_module("conv2", second);
        this.InitializeWeights(initialization);
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
