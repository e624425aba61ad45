using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A convolution over one dimension: a kernel that slides over the input, with a sum over its channels at every place.</summary>
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(ConvolutionSettings settings)
            : base(nameof(Conv1d), settings)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            if (padding_mode is not (PaddingModes.Zeros or PaddingModes.Constant))
            {
                using var padded = nn.functional.pad(input, _reversed_padding_repeated_twice, padding_mode);
                return Aten.conv1d.Call(padded, _weight, _bias, stride, NoPadding, dilation, groups);
            }

            return padding_type is { } kind
                ? Aten.conv1d_padding.Call(input, _weight, _bias, stride, kind == Padding.Same ? "same" : "valid", dilation, groups)
                : Aten.conv1d.Call(input, _weight, _bias, stride, padding, dilation, groups);
        }
    }

    /// <summary>A convolution over two dimensions: a kernel that slides over the input, with a sum over its channels at every place.</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(ConvolutionSettings settings)
            : base(nameof(Conv2d), settings)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            if (padding_mode is not (PaddingModes.Zeros or PaddingModes.Constant))
            {
                using var padded = nn.functional.pad(input, _reversed_padding_repeated_twice, padding_mode);
                return Aten.conv2d.Call(padded, _weight, _bias, stride, NoPadding, dilation, groups);
            }

            return padding_type is { } kind
                ? Aten.conv2d_padding.Call(input, _weight, _bias, stride, kind == Padding.Same ? "same" : "valid", dilation, groups)
                : Aten.conv2d.Call(input, _weight, _bias, stride, padding, dilation, groups);
        }
    }

    /// <summary>A convolution over three dimensions: a kernel that slides over the input, with a sum over its channels at every place.</summary>
    public sealed class Conv3d : Convolution
    {
        internal Conv3d(ConvolutionSettings settings)
            : base(nameof(Conv3d), settings)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            if (padding_mode is not (PaddingModes.Zeros or PaddingModes.Constant))
            {
                using var padded = nn.functional.pad(input, _reversed_padding_repeated_twice, padding_mode);
                return Aten.conv3d.Call(padded, _weight, _bias, stride, NoPadding, dilation, groups);
            }

            return padding_type is { } kind
                ? Aten.conv3d_padding.Call(input, _weight, _bias, stride, kind == Padding.Same ? "same" : "valid", dilation, groups)
                : Aten.conv3d.Call(input, _weight, _bias, stride, padding, dilation, groups);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A convolution over one dimension; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static Conv1d Conv1d(
                long in_channels,
                long out_channels,
                long kernel_size,
                long stride = 1,
                long padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times1(kernel_size), Times1(stride), Times1(padding), null, Times1(dilation), padding_mode, groups, bias, device, dtype));

            /// <summary>A convolution over one dimension, padded by nothing or by as much as keeps the size.</summary>
            public static Conv1d Conv1d(
                long in_channels,
                long out_channels,
                long kernel_size,
                Padding padding,
                long stride = 1,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times1(kernel_size), Times1(stride), null, padding, Times1(dilation), padding_mode, groups, bias, device, dtype));

            /// <summary>A convolution over two dimensions; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static Conv2d Conv2d(
                long in_channels,
                long out_channels,
                long kernel_size,
                long stride = 1,
                long padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times2(kernel_size), Times2(stride), Times2(padding), null, Times2(dilation), padding_mode, groups, bias, device, dtype));

            /// <summary>A convolution over two dimensions, padded by nothing or by as much as keeps the size.</summary>
            public static Conv2d Conv2d(
                long in_channels,
                long out_channels,
                long kernel_size,
                Padding padding,
                long stride = 1,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times2(kernel_size), Times2(stride), null, padding, Times2(dilation), padding_mode, groups, bias, device, dtype));

            /// <summary>A convolution over two dimensions; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static Conv2d Conv2d(
                long in_channels,
                long out_channels,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times2(kernel_size), Times2(stride, 1), Times2(padding, 0), null, Times2(dilation, 1), padding_mode, groups, bias, device, dtype));

            /// <summary>A convolution over two dimensions, padded by nothing or by as much as keeps the size.</summary>
            public static Conv2d Conv2d(
                long in_channels,
                long out_channels,
                (long, long) kernel_size,
                Padding padding,
                (long, long)? stride = null,
                (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times2(kernel_size), Times2(stride, 1), null, padding, Times2(dilation, 1), padding_mode, groups, bias, device, dtype));

            /// <summary>A convolution over three dimensions; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static Conv3d Conv3d(
                long in_channels,
                long out_channels,
                long kernel_size,
                long stride = 1,
                long padding = 0,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times3(kernel_size), Times3(stride), Times3(padding), null, Times3(dilation), padding_mode, groups, bias, device, dtype));

            /// <summary>A convolution over three dimensions, padded by nothing or by as much as keeps the size.</summary>
            public static Conv3d Conv3d(
                long in_channels,
                long out_channels,
                long kernel_size,
                Padding padding,
                long stride = 1,
                long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times3(kernel_size), Times3(stride), null, padding, Times3(dilation), padding_mode, groups, bias, device, dtype));

            /// <summary>A convolution over three dimensions; its first weights are drawn uniformly within ±1/√fan-in.</summary>
            public static Conv3d Conv3d(
                long in_channels,
                long out_channels,
                (long, long, long) kernel_size,
                (long, long, long)? stride = null,
                (long, long, long)? padding = null,
                (long, long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times3(kernel_size), Times3(stride, 1), Times3(padding, 0), null, Times3(dilation, 1), padding_mode, groups, bias, device, dtype));

            /// <summary>A convolution over three dimensions, padded by nothing or by as much as keeps the size.</summary>
            public static Conv3d Conv3d(
                long in_channels,
                long out_channels,
                (long, long, long) kernel_size,
                Padding padding,
                (long, long, long)? stride = null,
                (long, long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(new ConvolutionSettings(in_channels, out_channels, Times3(kernel_size), Times3(stride, 1), null, padding, Times3(dilation, 1), padding_mode, groups, bias, device, dtype));

            private static long[] Times1(long value) => [value];

            private static long[] Times2(long value) => [value, value];

            private static long[] Times2((long, long) values) => [values.Item1, values.Item2];

            private static long[] Times2((long, long)? values, long absent) => values is { } given ? Times2(given) : Times2(absent);

            private static long[] Times3(long value) => [value, value, value];

            private static long[] Times3((long, long, long) values) => [values.Item1, values.Item2, values.Item3];

            private static long[] Times3((long, long, long)? values, long absent) => values is { } given ? Times3(given) : Times3(absent);
        }
    }
}
