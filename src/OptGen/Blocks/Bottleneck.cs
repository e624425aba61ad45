using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// The operator of deep residual networks for images: normalisation, activation and a convolution three times, with kernels of 1, <c>kernel</c> and 1 pixels;
/// the middle one works on fewer channels. Height and width of the image stay as they are.
/// </summary>
/// <remarks>
/// The parameters are named <c>bn1</c>, <c>conv1</c>, … <c>bn3</c>, <c>conv3</c>. In training the normalisations use and record the statistics of the batch.
/// Forward returns a new tensor, owned by the caller. Source: He et al., "Identity Mappings in Deep Residual Networks" (2016).
/// </remarks>
[ContainsTwoLayer]
public sealed class Bottleneck : nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm2d[] norms;
    private readonly Conv2d[] convolutions;
    private readonly Activation activation;

    /// <summary>Makes the operator for images of shape [batch, <paramref name="channels"/>, height, width].</summary>
    /// <param name="channels">The number of channels of the argument and of the result, at least 1.</param>
    /// <param name="hidden">The number of channels of the two hidden images, at least 1; usually a quarter of the channels.</param>
    /// <param name="kernel">The side of the middle kernel in pixels; odd, so that padding can keep the image's size.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="initialization">How the weights are drawn.</param>
    /// <param name="zeroInitLast">Whether the third convolution begins with zeros, so that the operator is 0 before training.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such activation or initialization.</exception>
    /// <exception cref="ArgumentException">The kernel's side is even.</exception>
    public Bottleneck(
        int channels, int hidden, int kernel = 3, Activation activation = Activation.ReLU, Initialization initialization = Initialization.Torch,
        bool zeroInitLast = false)
        : base(nameof(Bottleneck))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        int padding = BlockChecks.OddKernel(kernel) / 2;
        this.activation = Activations.Known(activation);
        norms = [nn.BatchNorm2d(channels), nn.BatchNorm2d(hidden), nn.BatchNorm2d(hidden)];
        // The next normalisation would take away a constant added by the first two.
        convolutions =
        [
            nn.Conv2d(channels, hidden, 1, bias: false),
            nn.Conv2d(hidden, hidden, kernel, padding: padding, bias: false),
            nn.Conv2d(hidden, channels, 1)
        ];
        for (int i = 0; i < norms.Length; i++)
        {
            register_module($"bn{i + 1}", norms[i]);
            register_module($"conv{i + 1}", convolutions[i]);
        }
        this.InitializeWeights(initialization);
        if (zeroInitLast)
            WeightInitialization.Zero(convolutions[^1]);
    }

    /// <summary>The function between the layers.</summary>
    internal Activation Activation => activation;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        Tensor current = x.alias();
        for (int i = 0; i < norms.Length; i++)
        {
            using Tensor last = current;
            using Tensor active = activation.Apply(norms[i].call(last));
            current = convolutions[i].call(active);
        }
        return current;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }
}
