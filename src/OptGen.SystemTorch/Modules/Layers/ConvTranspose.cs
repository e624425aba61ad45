using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A transposed convolution over one dimension: every element of the input is spread over a kernel.</summary>
    public sealed class ConvTranspose1d : ConvolutionTranspose
    {
        internal ConvTranspose1d(ConvolutionSettings settings)
            : base(nameof(ConvTranspose1d), settings)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, long[]? output_size) => Aten.conv_transpose1d.Call(
            input,
            _weight,
            _bias,
            stride,
            padding,
            _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 1),
            groups,
            dilation);
    }

    /// <summary>A transposed convolution over two dimensions: every element of the input is spread over a kernel.</summary>
    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(ConvolutionSettings settings)
            : base(nameof(ConvTranspose2d), settings)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, long[]? output_size) => Aten.conv_transpose2d.Call(
            input,
            _weight,
            _bias,
            stride,
            padding,
            _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 2),
            groups,
            dilation);
    }

    /// <summary>A transposed convolution over three dimensions: every element of the input is spread over a kernel.</summary>
    public sealed class ConvTranspose3d : ConvolutionTranspose
    {
        internal ConvTranspose3d(ConvolutionSettings settings)
            : base(nameof(ConvTranspose3d), settings)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, long[]? output_size) => Aten.conv_transpose3d.Call(
            input,
            _weight,
            _bias,
            stride,
            padding,
            _output_padding(input, output_size, kernel_size, stride, padding!, dilation, 3),
            groups,
            dilation);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A transposed convolution over one dimension; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static ConvTranspose1d ConvTranspose1d(
                long in_channels,
                long out_channels,
                long kernel_size,
                long stride = 1,
                long padding = 0,
                long output_padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times1(kernel_size), Times1(stride), Times1(padding), null, Times1(dilation), padding_mode, groups, bias, device, dtype)
                {
                    IsTransposed = true,
                    OutputPadding = Times1(output_padding)
                });

            /// <summary>A transposed convolution over two dimensions; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static ConvTranspose2d ConvTranspose2d(
                long in_channels,
                long out_channels,
                long kernel_size,
                long stride = 1,
                long padding = 0,
                long output_padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times2(kernel_size), Times2(stride), Times2(padding), null, Times2(dilation), padding_mode, groups, bias, device, dtype)
                {
                    IsTransposed = true,
                    OutputPadding = Times2(output_padding)
                });

            /// <summary>A transposed convolution over two dimensions; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static ConvTranspose2d ConvTranspose2d(
                long in_channels,
                long out_channels,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? output_padding = null,
                (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times2(kernel_size), Times2(stride, 1), Times2(padding, 0), null, Times2(dilation, 1), padding_mode, groups, bias, device, dtype)
                {
                    IsTransposed = true,
                    OutputPadding = Times2(output_padding, 0)
                });

            /// <summary>A transposed convolution over three dimensions; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static ConvTranspose3d ConvTranspose3d(
                long in_channels,
                long out_channels,
                long kernel_size,
                long stride = 1,
                long padding = 0,
                long output_padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times3(kernel_size), Times3(stride), Times3(padding), null, Times3(dilation), padding_mode, groups, bias, device, dtype)
                {
                    IsTransposed = true,
                    OutputPadding = Times3(output_padding)
                });

            /// <summary>A transposed convolution over three dimensions; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static ConvTranspose3d ConvTranspose3d(
                long in_channels,
                long out_channels,
                (long, long, long) kernel_size,
                (long, long, long)? stride = null,
                (long, long, long)? padding = null,
                (long, long, long)? output_padding = null,
                (long, long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times3(kernel_size), Times3(stride, 1), Times3(padding, 0), null, Times3(dilation, 1), padding_mode, groups, bias, device, dtype)
                {
                    IsTransposed = true,
                    OutputPadding = Times3(output_padding, 0)
                });
        }
    }
}
