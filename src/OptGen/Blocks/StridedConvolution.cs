using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// A convolution without bias as a linear operator with an adjoint, for any stride: since it is told the size of its images, the adjoint knows what to
/// give back. With stride 1 an <c>nn.Conv2d</c> without bias is such an operator too.
/// </summary>
/// <remarks>
/// Forward takes [batch, inChannels, height, width] of the stated size, the adjoint the shape that forward gives; both return a new tensor, owned by the
/// caller. The weight is trained, <c>weight</c> in <c>state_dict</c>, and drawn as <c>nn.Conv2d</c> draws it.
/// </remarks>
public sealed class StridedConvolution : LinearOperator
{
    private readonly Conv2d layer;
    private readonly (long Height, long Width) image;
    private readonly (long Height, long Width) result;
    private readonly long[] stride;
    private readonly long[] padding;
    private readonly long[] remainder;

    /// <summary>Makes the operator.</summary>
    /// <param name="inChannels">The number of channels of the argument, at least 1.</param>
    /// <param name="outChannels">The number of channels of the result, at least 1.</param>
    /// <param name="kernel">The side of the square kernels in pixels, at least 1.</param>
    /// <param name="stride">How many pixels of the argument lie between two of the result, at least 1.</param>
    /// <param name="image">The height and width of the argument in pixels.</param>
    /// <param name="padding">How many zeros are added at each side, at least 0 and less than the kernel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The padded image is smaller than the kernel.</exception>
    public StridedConvolution(int inChannels, int outChannels, int kernel, int stride, (int Height, int Width) image, int padding = 0)
        : base(nameof(StridedConvolution))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(padding, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(padding, kernel);
        if (Math.Min(image.Height, image.Width) < 1 || Math.Min(image.Height, image.Width) + (2 * padding) < kernel)
            throw new ArgumentException($"An image of {image.Height} x {image.Width} pixels with {padding} zeros at each side is smaller than a kernel of {kernel} x {kernel}.", nameof(image));
        this.image = image;
        this.stride = [stride, stride];
        this.padding = [padding, padding];
        result = (Steps(image.Height) + 1, Steps(image.Width) + 1);
        // Rows and columns at the far side that the stride leaves out.
        remainder = [Span(image.Height) % stride, Span(image.Width) % stride];
        layer = nn.Conv2d(inChannels, outChannels, kernel, stride, padding, bias: false);
        register_parameter("weight", layer.weight);

        int Span(int side) => side + (2 * padding) - kernel;
        int Steps(int side) => Span(side) / stride;
    }

    /// <summary>The weight, of shape [outChannels, inChannels, kernel, kernel].</summary>
    public Parameter Weight => layer.weight;

    /// <summary>Stride, padding, and the rows and columns that the stride leaves out.</summary>
    internal (long Stride, long Padding, long[] Remainder) Settings => (stride[0], padding[0], remainder);

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        ImageShapes.Require(x, nameof(StridedConvolution), image, layer.in_channels);
        return nn.functional.conv2d(x, layer.weight, null, stride, padding);
    }

    /// <summary>The adjoint: the transposed convolution.</summary>
    /// <param name="y">A tensor of the shape of forward's results.</param>
    /// <returns>A new tensor of the shape of forward's arguments.</returns>
    public override Tensor Adjoint(Tensor y)
    {
        ImageShapes.Require(y, $"The adjoint of {nameof(StridedConvolution)}", result, layer.out_channels);
        return nn.functional.conv_transpose2d(y, layer.weight, null, stride, padding, remainder);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        Parameter weight = layer.weight;
        if (ReplaceParameter(dtype, device, weight, out Parameter? moved))
        {
            // At once: TorchSharp's setter takes no weight in the place of one that is disposed (0.107.0).
            layer.weight = moved!;
            weight.Dispose();
            ConditionallyRegisterParameter("weight", moved);
        }
        base._toEpilog(dtype, device, non_blocking);
    }
}
