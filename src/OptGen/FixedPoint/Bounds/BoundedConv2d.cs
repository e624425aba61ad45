using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// A convolution whose norm as a linear map of whole images, not that of its kernels written as a matrix, is at most a given one; see
/// <see cref="BoundedLayer"/>. Made by <see cref="Lipschitz.Bound(Conv2d, double, ValueTuple{long, long})"/>.
/// </summary>
/// <remarks>
/// The norm is that for images of the stated size. It holds for smaller images too, since those are images of that size with zeros around them; a greater
/// image is an error.
/// </remarks>
public sealed class BoundedConv2d : BoundedLayer
{
    private readonly Conv2d layer;
    private readonly long[] stride;
    private readonly long[] padding;
    private readonly long[] dilation;
    private readonly long groups;
    private readonly long[] remainder;

    internal BoundedConv2d(Conv2d layer, double bound, (long Height, long Width) image)
        : this(layer, bound, image, PaddingOf(layer))
    {
    }

    private BoundedConv2d(Conv2d layer, double bound, (long Height, long Width) image, long[] padding)
        : base(
            nameof(BoundedConv2d), layer.weight, layer.bias, bound, [1, layer.in_channels, image.Height, image.Width])
    {
        this.layer = layer;
        this.padding = padding;
        stride = layer.stride;
        dilation = layer.dilation;
        groups = layer.groups;
        Image = image;
        long[] size = [image.Height, image.Width], result = ResultSize(layer, image, padding);
        // Rows and columns at the far side that a stride leaves out.
        remainder = size.Select((n, i) => n - (((result[i] - 1) * stride[i]) - (2 * padding[i]) + (dilation[i] * (layer.kernel_size[i] - 1)) + 1)).ToArray();
        Refine();
    }

    /// <summary>The greatest height and width of an image, in pixels.</summary>
    public (long Height, long Width) Image { get; }

    /// <summary>What the convolution is made with, and the rows and columns that its stride leaves out.</summary>
    internal (long[] Stride, long[] Padding, long[] Dilation, long Groups, long[] Remainder) Settings => (stride, padding, dilation, groups, remainder);

    /// <summary>The height and width of what a convolution gives.</summary>
    internal static long[] ResultSize(Conv2d layer, (long Height, long Width) image, long[] padding)
    {
        long[] size = [image.Height, image.Width];
        for (int i = 0; i < 2; i++)
        {
            long span = (layer.dilation[i] * (layer.kernel_size[i] - 1)) + 1, padded = size[i] + (2 * padding[i]);
            if (size[i] < 1 || padded < span)
                throw new ArgumentException($"An image of {image.Height} x {image.Width} pixels is too small for a convolution whose kernel covers {span}; state the size of the images that the layer gets.", nameof(image));
            size[i] = ((padded - span) / layer.stride[i]) + 1;
        }
        return size;
    }

    /// <summary>The padding in numbers.</summary>
    internal static long[] PaddingOf(Conv2d layer)
    {
        if (layer.padding_mode != PaddingModes.Zeros)
            throw new ArgumentException($"This Conv2d pads with {layer.padding_mode}; Lipschitz.Bound needs padding with zeros.", nameof(layer));
        if (layer.padding_type is not { } kind)
            return layer.padding!;
        long[] total = layer.kernel_size.Select((k, i) => kind == Padding.Same ? layer.dilation[i] * (k - 1) : 0).ToArray();
        if (total.Any(t => t % 2 != 0))
            throw new ArgumentException("This Conv2d keeps the size of its images with an even kernel, by padding one side more than the other; Lipschitz.Bound needs the same padding at both sides.", nameof(layer));
        return Array.ConvertAll(total, t => t / 2);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] shape = input.shape;
        if (shape.Length >= 2 && (shape[^2] > Image.Height || shape[^1] > Image.Width))
            throw new ArgumentException($"The image has {shape[^2]} x {shape[^1]} pixels, but this layer is bounded for at most {Image.Height} x {Image.Width}; state the greatest size to Lipschitz.Bound.", nameof(input));
        return base.forward(input);
    }

    /// <summary>
    /// The plain layer with the effective weight, which it gets together with the bias: this module must not be used any more. It is no longer
    /// bounded once it is trained.
    /// </summary>
    public Conv2d Remove()
    {
        Release();
        return layer;
    }

    private protected override void Moved(Parameter newWeight, Parameter? newBias)
    {
        // At once: TorchSharp's setter takes no weight in the place of one that is disposed.
        if (!ReferenceEquals(layer.weight, newWeight))
            layer.weight = newWeight;
        if (newBias is not null && !ReferenceEquals(layer.bias, newBias))
            layer.bias = newBias;
    }

    private protected override Tensor Apply(Tensor input, Tensor used, Tensor? offset) =>
        nn.functional.conv2d(input, used, offset, stride, padding, dilation, groups);

    private protected override Tensor ApplyAdjoint(Tensor output, Tensor used) =>
        nn.functional.conv_transpose2d(output, used, null, stride, padding, remainder, dilation, groups);
}
