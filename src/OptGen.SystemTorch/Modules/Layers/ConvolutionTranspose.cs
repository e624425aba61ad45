using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of the transposed convolution layers.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(string name, ConvolutionSettings settings)
        : base(name, settings)
    {
    }

    /// <summary>Makes the layer and draws its first weights.</summary>
    protected ConvolutionTranspose(
        string name,
        long in_channels,
        long out_channels,
        long[] kernel_size,
        long[] stride,
        long[]? padding,
        Padding? padding_type,
        long[] dilation,
        bool transposed,
        long[] output_padding,
        long groups,
        bool bias,
        PaddingModes padding_mode,
        Device? device = null,
        ScalarType? dtype = null)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups, bias, padding_mode, device, dtype)
    {
    }

    /// <summary>The result, of the size that <see cref="Convolution.output_padding"/> gives it.</summary>
    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>The result, of a given size where there are several possible ones.</summary>
    /// <param name="input">Shape <c>[batch, channels, ...]</c>, or the same without batch.</param>
    /// <param name="output_size">The size, with or without batch and channels; null for the usual one.</param>
    /// <exception cref="ArgumentException">The size is not possible.</exception>
    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>How much the result must grow at one side to have a given size.</summary>
    /// <exception cref="ArgumentException">The size is not possible.</exception>
    protected long[] _output_padding(
        Tensor input,
        long[]? output_size,
        long[] kernel_size,
        long[] stride,
        long[] padding,
        long[] dilation,
        long num_spatial_dims)
    {
        if (output_size is null) return output_padding;
        var shape = input.shape;
        var dimensions = (int)num_spatial_dims;
        var leading = shape.Length - dimensions;
        if (output_size.Length == shape.Length) output_size = output_size[leading..];
        if (output_size.Length != dimensions)
        {
            throw new ArgumentException(
                $"{GetName()} needs an output size of {dimensions} or {shape.Length} numbers for an input of {shape.Length} dimensions, not of {output_size.Length}.",
                nameof(output_size));
        }

        var growth = new long[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            var least = ((shape[leading + i] - 1) * stride[i]) - (2 * padding[i]) + (dilation[i] * (kernel_size[i] - 1)) + 1;
            growth[i] = output_size[i] - least;
            if (growth[i] < 0 || growth[i] >= stride[i])
            {
                throw new ArgumentException(
                    $"{GetName()} cannot make dimension {i} of the result {output_size[i]} long: from {least} to {least + stride[i] - 1} is possible.",
                    nameof(output_size));
            }
        }

        return growth;
    }
}
