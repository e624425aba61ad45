using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// The operator of ConvNeXt: a depthwise convolution, a layer normalisation over the channels of each pixel, and a two-layer network for each pixel, scaled
/// for each channel. Height and width of the image stay as they are.
/// </summary>
/// <remarks>
/// Forward takes [batch, channels, height, width] and returns a new tensor of that shape, owned by the caller. The parameters are named as in the
/// paper's code: <c>dwconv</c>, <c>norm</c>, <c>pwconv1</c>, <c>pwconv2</c> and, with a layer scale, <c>gamma</c>. Source: Liu et al., "A ConvNet for the 2020s"
/// (2022).
/// </remarks>
[ContainsTwoLayer]
public sealed class ConvNeXtBlock : nn.Module<Tensor, Tensor>
{
    private const double NormEpsilon = 1e-6;

    private readonly Conv2d depthwise;
    private readonly LayerNorm norm;
    private readonly Linear first;
    private readonly Linear second;
    private readonly Activation activation;

    [TorchSharp.Utils.ComponentName(Name = "gamma")]
    private Parameter? scale;

    /// <summary>Makes the operator for images of shape [batch, <paramref name="channels"/>, height, width].</summary>
    /// <param name="channels">The number of channels of the argument and of the result, at least 1.</param>
    /// <param name="kernel">The side of the depthwise kernel in pixels; odd, so that padding can keep the image's size.</param>
    /// <param name="expansion">How many times as many neurons as channels the two-layer network has, at least 1.</param>
    /// <param name="layerScale">What the factor of each channel is before training; without factors when null.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="initialization">How the weights are drawn.</param>
    /// <param name="zeroInitLast">Whether the last layer begins with zeros, so that the operator is 0 before training.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such activation or initialization.</exception>
    /// <exception cref="ArgumentException">The kernel's side is even.</exception>
    public ConvNeXtBlock(
        int channels, int kernel = 7, int expansion = 4, double? layerScale = 1e-6, Activation activation = Activation.GELU,
        Initialization initialization = Initialization.TruncatedNormal, bool zeroInitLast = false)
        : base(nameof(ConvNeXtBlock))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(expansion, 1);
        int padding = BlockChecks.OddKernel(kernel) / 2;
        this.activation = Activations.Known(activation);
        depthwise = nn.Conv2d(channels, channels, kernel, padding: padding, groups: channels);
        norm = nn.LayerNorm(channels, NormEpsilon);
        first = nn.Linear(channels, expansion * channels);
        second = nn.Linear(expansion * channels, channels);
        register_module("dwconv", depthwise);
        register_module("norm", norm);
        register_module("pwconv1", first);
        register_module("pwconv2", second);
        if (layerScale is { } start)
        {
            scale = new Parameter(ScalarArguments.Full([channels], start));
            scale.DetachFromDisposeScope();
            register_parameter("gamma", scale);
        }
        this.InitializeWeights(initialization);
        if (zeroInitLast)
            WeightInitialization.Zero(second);
    }

    /// <summary>The function between the layers.</summary>
    internal Activation Activation => activation;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using Tensor spread = depthwise.call(x);
        using Tensor pixels = spread.permute(0, 2, 3, 1);
        using Tensor normed = norm.call(pixels);
        using Tensor hidden = activation.Apply(first.call(normed));
        using Tensor mixed = second.call(hidden);
        if (scale is null)
            return mixed.permute(0, 3, 1, 2);
        using Tensor scaled = mixed.mul(scale);
        return scaled.permute(0, 3, 1, 2);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (scale is not null && ReplaceParameter(dtype, device, scale, out Parameter? moved))
        {
            using Parameter last = scale;
            scale = moved!;
            ConditionallyRegisterParameter("gamma", scale);
        }
        base._toEpilog(dtype, device, non_blocking);
    }
}
