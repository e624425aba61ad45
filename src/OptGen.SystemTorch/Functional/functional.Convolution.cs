using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly long[] One = [1];

            private static readonly long[] Zero = [0];

            private static long[] Single(long? value, long absent) => [value ?? absent];

            private static string Name(Padding padding) => padding == Padding.Same ? "same" : "valid";

            /// <summary>Slides a kernel over one dimension: a sum over its input channels at every place.</summary>
            /// <param name="input">Shape <c>[batch, channels, length]</c>, or the same without batch.</param>
            /// <param name="weight">Shape <c>[out channels, channels / groups, kernel...]</c>.</param>
            /// <param name="bias">Shape <c>[out channels]</c>; null for none.</param>
            /// <param name="stride">How far the kernel moves; 1 where null.</param>
            /// <param name="padding">How many zeros go around the input; none where null.</param>
            /// <param name="dilation">How far apart the kernel's elements lie; 1 where null.</param>
            /// <param name="groups">Into how many groups the channels are split, each with its own kernels.</param>
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                Aten.conv1d.Call(input, weight, bias, Single(stride, 1), Single(padding, 0), Single(dilation, 1), groups);

            /// <summary>As <see cref="conv1d"/>, with no padding, or as much as keeps the size.</summary>
            public static Tensor conv1d_padding(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, Padding padding = Padding.Valid, long? dilation = null, long groups = 1) =>
                Aten.conv1d_padding.Call(input, weight, bias, Single(stride, 1), Name(padding), Single(dilation, 1), groups);

            /// <summary>Slides a kernel over two dimensions: a sum over its input channels at every place.</summary>
            /// <param name="input">Shape <c>[batch, channels, height, width]</c>, or the same without batch.</param>
            /// <param name="weight">Shape <c>[out channels, channels / groups, kernel...]</c>.</param>
            /// <param name="bias">Shape <c>[out channels]</c>; null for none.</param>
            /// <param name="strides">How far the kernel moves; 1 where null.</param>
            /// <param name="padding">How many zeros go around the input; none where null.</param>
            /// <param name="dilation">How far apart the kernel's elements lie; 1 where null.</param>
            /// <param name="groups">Into how many groups the channels are split, each with its own kernels.</param>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Aten.conv2d.Call(input, weight, bias, strides ?? One, padding ?? Zero, dilation ?? One, groups);

            /// <summary>As <see cref="conv2d"/>, with no padding, or as much as keeps the size.</summary>
            public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                Aten.conv2d_padding.Call(input, weight, bias, strides ?? One, Name(padding), dilation ?? One, groups);

            /// <summary>Slides a kernel over three dimensions: a sum over its input channels at every place.</summary>
            /// <param name="input">Shape <c>[batch, channels, depth, height, width]</c>, or the same without batch.</param>
            /// <param name="weight">Shape <c>[out channels, channels / groups, kernel...]</c>.</param>
            /// <param name="bias">Shape <c>[out channels]</c>; null for none.</param>
            /// <param name="strides">How far the kernel moves; 1 where null.</param>
            /// <param name="padding">How many zeros go around the input; none where null.</param>
            /// <param name="dilation">How far apart the kernel's elements lie; 1 where null.</param>
            /// <param name="groups">Into how many groups the channels are split, each with its own kernels.</param>
            public static Tensor conv3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Aten.conv3d.Call(input, weight, bias, strides ?? One, padding ?? Zero, dilation ?? One, groups);

            /// <summary>As <see cref="conv3d"/>, with no padding, or as much as keeps the size.</summary>
            public static Tensor conv3d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                Aten.conv3d_padding.Call(input, weight, bias, strides ?? One, Name(padding), dilation ?? One, groups);

            /// <summary>The transpose of <see cref="conv1d"/>: spreads every input element over a kernel.</summary>
            /// <param name="input">Shape <c>[batch, channels, ...]</c>, or the same without batch.</param>
            /// <param name="weight">Shape <c>[channels, out channels / groups, kernel...]</c>.</param>
            /// <param name="bias">Shape <c>[out channels]</c>; null for none.</param>
            /// <param name="stride">How far apart neighbouring input elements land; 1 where null.</param>
            /// <param name="padding">How much is cut off at each side of the result; nothing where null.</param>
            /// <param name="output_padding">How much the result grows at one side; nothing where null.</param>
            /// <param name="dilation">How far apart the kernel's elements lie; 1 where null.</param>
            /// <param name="groups">Into how many groups the channels are split, each with its own kernels.</param>
            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1) =>
                Aten.conv_transpose1d.Call(input, weight, bias, Single(stride, 1), Single(padding, 0), Single(output_padding, 0), groups, Single(dilation, 1));

            /// <summary>The transpose of <see cref="conv2d"/>: spreads every input element over a kernel.</summary>
            /// <param name="input">Shape <c>[batch, channels, ...]</c>, or the same without batch.</param>
            /// <param name="weight">Shape <c>[channels, out channels / groups, kernel...]</c>.</param>
            /// <param name="bias">Shape <c>[out channels]</c>; null for none.</param>
            /// <param name="strides">How far apart neighbouring input elements land; 1 where null.</param>
            /// <param name="padding">How much is cut off at each side of the result; nothing where null.</param>
            /// <param name="output_padding">How much the result grows at one side; nothing where null.</param>
            /// <param name="dilation">How far apart the kernel's elements lie; 1 where null.</param>
            /// <param name="groups">Into how many groups the channels are split, each with its own kernels.</param>
            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                Aten.conv_transpose2d.Call(input, weight, bias, strides ?? One, padding ?? Zero, output_padding ?? Zero, groups, dilation ?? One);

            /// <summary>The transpose of <see cref="conv3d"/>: spreads every input element over a kernel.</summary>
            /// <param name="input">Shape <c>[batch, channels, ...]</c>, or the same without batch.</param>
            /// <param name="weight">Shape <c>[channels, out channels / groups, kernel...]</c>.</param>
            /// <param name="bias">Shape <c>[out channels]</c>; null for none.</param>
            /// <param name="strides">How far apart neighbouring input elements land; 1 where null.</param>
            /// <param name="padding">How much is cut off at each side of the result; nothing where null.</param>
            /// <param name="output_padding">How much the result grows at one side; nothing where null.</param>
            /// <param name="dilation">How far apart the kernel's elements lie; 1 where null.</param>
            /// <param name="groups">Into how many groups the channels are split, each with its own kernels.</param>
            public static Tensor conv_transpose3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                Aten.conv_transpose3d.Call(input, weight, bias, strides ?? One, padding ?? Zero, output_padding ?? Zero, groups, dilation ?? One);
        }
    }
}
