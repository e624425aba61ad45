using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The greatest element in each window that slides over one dimension.</summary>
            public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Aten.max_pool1d.Call(input, new[] { kernel_size }, List(stride), Single(padding, 0), Single(dilation, 1), ceil_mode);

            /// <summary>As <see cref="max_pool1d"/>, with each greatest element's place in the input.</summary>
            public static (Tensor output, Tensor indices) max_pool1d_with_indices(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                bool ceil_mode = false) =>
                Aten.max_pool1d_with_indices.Call2(input, new[] { kernel_size }, List(stride), Single(padding, 0), Single(dilation, 1), ceil_mode);

            /// <summary>The greatest element in each window that slides over two dimensions.</summary>
            /// <param name="input">Shape <c>[batch, channels, height, width]</c>, or the same without batch.</param>
            /// <param name="kernel_size">The window's size.</param>
            /// <param name="strides">How far it moves; its size where null.</param>
            /// <param name="padding">How many places without elements go around the input; none where null.</param>
            /// <param name="dilation">How far apart the window's elements lie; 1 where null.</param>
            /// <param name="ceil_mode">Whether windows that stick out at the end count.</param>
            public static Tensor max_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                bool ceil_mode = false) =>
                Aten.max_pool2d.Call(input, kernel_size, strides ?? [], padding ?? Zero, dilation ?? One, ceil_mode);

            /// <summary>The greatest element in each window that slides over two dimensions.</summary>
            public static Tensor max_pool2d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                bool ceil_mode = false) =>
                Aten.max_pool2d.Call(input, new[] { kernel_size }, List(stride), Single(padding, 0), Single(dilation, 1), ceil_mode);

            /// <summary>The greatest element in each window that slides over two dimensions.</summary>
            public static Tensor max_pool2d(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? dilation = null,
                bool ceil_mode = false) =>
                max_pool2d(input, List(kernel_size), ListOrNull(stride), ListOrNull(padding), ListOrNull(dilation), ceil_mode);

            /// <summary>As <see cref="max_pool2d(Tensor, long[], long[], long[], long[], bool)"/>, with each greatest element's place in the input.</summary>
            public static (Tensor output, Tensor indices) max_pool2d_with_indices(
                Tensor input,
                long[] kernel_size,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                bool ceil_mode = false) =>
                Aten.max_pool2d_with_indices.Call2(input, kernel_size, strides ?? [], padding ?? Zero, dilation ?? One, ceil_mode);

            /// <summary>The mean of each window that slides over one dimension.</summary>
            public static Tensor avg_pool1d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true) =>
                Aten.avg_pool1d.Call(input, new[] { kernel_size }, List(stride), Single(padding, 0), ceil_mode, count_include_pad);

            /// <summary>The mean of each window that slides over two dimensions.</summary>
            /// <param name="input">Shape <c>[batch, channels, height, width]</c>, or the same without batch.</param>
            /// <param name="kernel_size">The window's size.</param>
            /// <param name="stride">How far it moves; its size where null.</param>
            /// <param name="padding">How many zeros go around the input; none where null.</param>
            /// <param name="ceil_mode">Whether windows that stick out at the end count.</param>
            /// <param name="count_include_pad">Whether the zeros of the padding count.</param>
            /// <param name="divisor_override">What the sum is divided by; the number of elements where null.</param>
            public static Tensor avg_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? stride = null,
                long[]? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                Aten.avg_pool2d.Call(input, kernel_size, stride ?? [], padding ?? Zero, ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window that slides over two dimensions.</summary>
            public static Tensor avg_pool2d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long padding = 0,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size], List(stride), [padding], ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window that slides over two dimensions.</summary>
            public static Tensor avg_pool2d(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                avg_pool2d(input, List(kernel_size), ListOrNull(stride), ListOrNull(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>Means of windows chosen so that the result has a given length.</summary>
            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => Aten.adaptive_avg_pool1d.Call(input, new[] { output_size });

            /// <summary>Means of windows chosen so that the result has a given height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => Aten.adaptive_avg_pool2d.Call(input, output_size);

            /// <summary>Means of windows chosen so that the result has a given height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => adaptive_avg_pool2d(input, List(output_size));

            /// <summary>Means of windows chosen so that the result is a square of a given size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);

            /// <summary>Greatest elements of windows chosen so that the result has a given length.</summary>
            public static Tensor adaptive_max_pool1d(Tensor input, long output_size) => First(adaptive_max_pool1d_with_indices(input, output_size));

            /// <summary>As <see cref="adaptive_max_pool1d"/>, with each greatest element's place in the input.</summary>
            public static (Tensor output, Tensor indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size) =>
                Aten.adaptive_max_pool1d.Call2(input, new[] { output_size });

            /// <summary>Greatest elements of windows chosen so that the result has a given height and width.</summary>
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) => First(adaptive_max_pool2d_with_indices(input, output_size));

            /// <summary>As <see cref="adaptive_max_pool2d"/>, with each greatest element's place in the input.</summary>
            public static (Tensor output, Tensor indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size) =>
                Aten.adaptive_max_pool2d.Call2(input, output_size);

            /// <summary>The p-norm of each window that slides over one dimension.</summary>
            public static Tensor lp_pool1d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                var means = avg_pool1d(input.pow(norm_type), kernel_size, stride, 0, ceil_mode);
                return NormOfMean(means, norm_type, kernel_size).MoveToOuterDisposeScope();
            }

            /// <summary>The p-norm of each window that slides over two dimensions.</summary>
            public static Tensor lp_pool2d(Tensor input, double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                var means = avg_pool2d(input.pow(norm_type), kernel_size, stride, null, ceil_mode);
                return NormOfMean(means, norm_type, kernel_size[0] * kernel_size[^1]).MoveToOuterDisposeScope();
            }

            /// <summary>The p-norm of each window that slides over two dimensions.</summary>
            public static Tensor lp_pool2d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                lp_pool2d(input, norm_type, [kernel_size, kernel_size], stride is { } given ? [given] : null, ceil_mode);

            private static long[] List(long? value) => value is { } given ? [given] : [];

            private static long[] List((long, long) pair) => [pair.Item1, pair.Item2];

            private static long[]? ListOrNull((long, long)? pair) => pair is { } given ? List(given) : null;

            private static Tensor First((Tensor Output, Tensor Indices) results)
            {
                results.Indices.Dispose();
                return results.Output;
            }

            /// <summary>The root of a sum of powers, from the mean of the powers.</summary>
            private static Tensor NormOfMean(Tensor means, double power, long count)
            {
                // The sign times the rectified size is the mean itself, but gives a negative mean no gradient, as PyTorch does.
                var rectified = means.sign() * means.abs().relu();
                return (rectified * count).pow(1 / power);
            }
        }
    }
}
