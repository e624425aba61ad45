using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Each channel moved and scaled to mean 0 and variance 1: those of the batch in training, the running ones in use.</summary>
            /// <param name="input">Shape <c>[batch, channels, ...]</c>.</param>
            /// <param name="running_mean">Moved towards the batch's mean in training; null for none.</param>
            /// <param name="running_var">Moved towards the batch's variance in training; null for none.</param>
            /// <param name="weight">A factor for each channel afterwards; null for ones.</param>
            /// <param name="bias">What is added to each channel afterwards; null for zeros.</param>
            /// <param name="training">Whether the batch's own mean and variance are used.</param>
            /// <param name="momentum">How far the running ones move.</param>
            /// <param name="eps">What is added to the variance before its root.</param>
            public static Tensor batch_norm(
                Tensor input,
                Tensor? running_mean,
                Tensor? running_var,
                Tensor? weight = null,
                Tensor? bias = null,
                bool training = false,
                double momentum = 0.1,
                double eps = 1e-5) =>
                Aten.batch_norm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            /// <summary>As <see cref="batch_norm"/>, for each sample by itself.</summary>
            public static Tensor instance_norm(
                Tensor input,
                Tensor? running_mean = null,
                Tensor? running_var = null,
                Tensor? weight = null,
                Tensor? bias = null,
                bool use_input_stats = true,
                double momentum = 0.1,
                double eps = 1e-5) =>
                Aten.instance_norm.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            /// <summary>The last dimensions, taken together, moved and scaled to mean 0 and variance 1, then multiplied and added to.</summary>
            /// <param name="input">A tensor whose shape ends with <paramref name="normalized_shape"/>.</param>
            /// <param name="normalized_shape">The dimensions taken together.</param>
            /// <param name="weight">A factor for each element of them; null for ones.</param>
            /// <param name="bias">What is added to each element of them; null for zeros.</param>
            /// <param name="eps">What is added to the variance before its root.</param>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Aten.layer_norm.Call(input, normalized_shape, weight, bias, eps, true);

            /// <summary>Groups of channels, each with its places, moved and scaled to mean 0 and variance 1 in each sample.</summary>
            /// <param name="input">Shape <c>[batch, channels, ...]</c>.</param>
            /// <param name="num_groups">How many groups; it divides the channels.</param>
            /// <param name="weight">A factor for each channel; null for ones.</param>
            /// <param name="bias">What is added to each channel; null for zeros.</param>
            /// <param name="eps">What is added to the variance before its root.</param>
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Aten.group_norm.Call(input, num_groups, weight, bias, eps, true);

            /// <summary>The input divided by <c>(k + alpha · mean of squares)^beta</c>, the mean running over neighbouring channels.</summary>
            /// <exception cref="ArgumentException">The input has fewer than three dimensions.</exception>
            public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1)
            {
                using var scope = NewDisposeScope();
                var shape = input.shape;
                if (shape.Length < 3) throw new ArgumentException($"local_response_norm needs at least 3 dimensions; this tensor has {shape.Length}.", nameof(input));
                var squares = input.mul(input).unsqueeze(1);
                Tensor means;
                if (shape.Length == 3)
                {
                    means = avg_pool2d(pad(squares, new[] { 0, 0, size / 2, (size - 1) / 2 }), [size, 1], [1]).squeeze(1);
                }
                else
                {
                    var flat = squares.view(shape[0], 1, shape[1], shape[2], -1);
                    means = Aten.avg_pool3d.Call(pad(flat, new[] { 0, 0, 0, 0, size / 2, (size - 1) / 2 }), new[] { size, 1, 1 }, One);
                    means = means.squeeze(1).view(shape);
                }

                return (input / means.mul(alpha).add(k).pow(beta)).MoveToOuterDisposeScope();
            }
        }
    }
}
