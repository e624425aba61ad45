using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary><c>input1ᵀ · weight[k] · input2 + bias[k]</c> for every k, over the last dimensions.</summary>
            /// <param name="input1">Shape <c>[..., in1]</c>.</param>
            /// <param name="input2">Shape <c>[..., in2]</c>.</param>
            /// <param name="weight">Shape <c>[out, in1, in2]</c>.</param>
            /// <param name="bias">Shape <c>[out]</c>; null for none.</param>
            public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null) =>
                Aten.bilinear.Call(input1, input2, weight, bias);

            /// <summary>The patches of images under a sliding window, each as a column: <c>[batch, channels · window, places]</c>.</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            /// <inheritdoc cref="unfold(Tensor, long, long, long, long)"/>
            public static Tensor unfold(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? dilation = null,
                (long, long)? padding = null,
                (long, long)? stride = null) =>
                Aten.im2col.Call(input, List(kernel_size), List(dilation ?? (1, 1)), List(padding ?? (0, 0)), List(stride ?? (1, 1)));

            /// <summary>Images summed up from patches; the transpose of <see cref="unfold(Tensor, long, long, long, long)"/>.</summary>
            public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                fold(input, (output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            /// <inheritdoc cref="fold(Tensor, long, long, long, long, long)"/>
            public static Tensor fold(
                Tensor input,
                (long, long) output_size,
                (long, long) kernel_size,
                (long, long)? dilation = null,
                (long, long)? padding = null,
                (long, long)? stride = null) =>
                Aten.col2im.Call(
                    input,
                    List(output_size),
                    List(kernel_size),
                    List(dilation ?? (1, 1)),
                    List(padding ?? (0, 0)),
                    List(stride ?? (1, 1)));
        }
    }
}
