using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// A convolution whose kernels are standardized before they are applied: of each output channel's weights the mean is subtracted, and they are divided by
/// sqrt(variance + epsilon), the variance that of the weights themselves (over n, not n - 1).
/// </summary>
/// <remarks>
/// Forward takes [batch, inChannels, height, width] and returns a new tensor, owned by the caller. <c>state_dict</c> has the weight as it is trained, <c>weight</c>, and
/// <c>bias</c>, drawn as <c>nn.Conv2d</c> draws them. Source: Qiao et al., "Weight Standardization" (2019).
/// </remarks>
public sealed class WeightStandardizedConv2d : nn.Module<Tensor, Tensor>
{
    [TorchSharp.Utils.ComponentName(Name = "weight")]
    private Parameter weight;

    [TorchSharp.Utils.ComponentName(Name = "bias")]
    private Parameter? bias;

    private readonly long[] stride;
    private readonly long[] padding;
    private readonly long[] dilation;
    private readonly long groups;
    private readonly long[] row;
    private readonly double epsilon;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">The number of channels of the argument, at least 1.</param>
    /// <param name="outChannels">The number of channels of the result, at least 1.</param>
    /// <param name="kernel">The side of the square kernels in pixels, at least 1; a kernel must have more than one weight.</param>
    /// <param name="stride">How many pixels of the argument lie between two of the result, at least 1.</param>
    /// <param name="padding">How many zeros are added at each side, at least 0.</param>
    /// <param name="dilation">How many pixels lie between two weights of a kernel, at least 1.</param>
    /// <param name="groups">The number of groups, a divisor of both numbers of channels.</param>
    /// <param name="bias">Whether a number is added to each channel of the result.</param>
    /// <param name="epsilon">What is added to the variances, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels, or a kernel has one weight only, which standardized is 0.</exception>
    public WeightStandardizedConv2d(
        int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true, double epsilon = 1e-5)
        : base(nameof(WeightStandardizedConv2d))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(padding, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(dilation, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (!(epsilon > 0 && double.IsFinite(epsilon)))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "The number added to the variances must be above 0 and finite.");
        if (inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentException($"{groups} groups do not divide {inChannels} and {outChannels} channels.", nameof(groups));
        if ((long)inChannels / groups * kernel * kernel == 1)
            throw new ArgumentException("A kernel of one weight becomes 0 when it is standardized; take a greater kernel or fewer groups.", nameof(kernel));
        using Conv2d drawn = nn.Conv2d(inChannels, outChannels, kernel, groups: groups, bias: bias);
        this.stride = [stride, stride];
        this.padding = [padding, padding];
        this.dilation = [dilation, dilation];
        this.groups = groups;
        this.epsilon = epsilon;
        row = drawn.weight.shape[1..];
        weight = Copy(drawn.weight);
        register_parameter("weight", weight);
        if (bias)
        {
            this.bias = Copy(drawn.bias!);
            register_parameter("bias", this.bias);
        }
    }

    /// <summary>The weight that is trained, of shape [outChannels, inChannels/groups, kernel, kernel].</summary>
    public Parameter Weight => weight;

    /// <summary>What is added to each channel of the result; null for nothing.</summary>
    public Parameter? Bias => bias;

    /// <summary>What the convolution is made with, and what is added to the variances.</summary>
    internal (long Stride, long Padding, long Dilation, long Groups, double Epsilon) Settings => (stride[0], padding[0], dilation[0], groups, epsilon);

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        // What a layer normalisation does to a row is what is done to a kernel here.
        using Tensor standardized = nn.functional.layer_norm(weight, row, null, null, epsilon);
        return nn.functional.conv2d(x, standardized, bias, stride, padding, dilation, groups);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (ReplaceParameter(dtype, device, weight, out Parameter? movedWeight))
        {
            using Parameter last = weight;
            weight = movedWeight!;
            ConditionallyRegisterParameter("weight", weight);
        }
        if (bias is not null && ReplaceParameter(dtype, device, bias, out Parameter? movedBias))
        {
            using Parameter last = bias;
            bias = movedBias!;
            ConditionallyRegisterParameter("bias", bias);
        }
        base._toEpilog(dtype, device, non_blocking);
    }

    private static Parameter Copy(Parameter drawn)
    {
        using IDisposable off = no_grad();
        var copy = new Parameter(drawn.detach().clone());
        copy.DetachFromDisposeScope();
        return copy;
    }
}
