using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The squared difference.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Aten.mse_loss.Call(input, target, (long)reduction);

            /// <summary>The absolute difference.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Aten.l1_loss.Call(input, target, (long)reduction);

            /// <summary>The absolute difference less <c>beta / 2</c>, and below beta the squared one divided by <c>2 · beta</c>.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                Aten.smooth_l1_loss.Call(input, target, (long)reduction, beta);

            /// <summary>Half the squared difference up to delta, beyond it <c>delta · (|difference| - delta / 2)</c>.</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) =>
                Aten.huber_loss.Call(input, target, (long)reduction, delta);

            /// <summary>The cross entropy of probabilities in [0, 1] with targets in [0, 1].</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Aten.binary_cross_entropy.Call(input, target, weight, (long)reduction);

            /// <summary>The cross entropy of the logistic function of the input with targets in [0, 1], without overflow. <paramref name="pos_weights"/> weighs the positive targets.</summary>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Aten.binary_cross_entropy_with_logits.Call(input, target, weight, pos_weights, (long)reduction);

            /// <summary>The cross entropy of the softmax over the classes with class numbers (or, for a target of the input's shape, with class probabilities).</summary>
            /// <param name="input">Unnormalised scores, <c>[batch, classes, ...]</c>.</param>
            /// <param name="target">Class numbers (int64), <c>[batch, ...]</c>, or probabilities.</param>
            /// <param name="weight">A weight for each class; null for ones.</param>
            /// <param name="ignore_index">Class number of targets that do not count.</param>
            /// <param name="reduction">What becomes of the single losses.</param>
            /// <param name="label_smoothing">How much of each target is spread evenly over all classes.</param>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                Aten.cross_entropy_loss.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Minus the input at each target's class, where the input holds log probabilities.</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Aten.nll_loss_nd.Call(input, target, weight, (long)reduction);

            /// <summary>The divergence <c>target · (log target - input)</c> of log probabilities from targets, which are log probabilities as well unless <paramref name="log_target"/> is false.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Aten.kl_div.Call(input, target, (long)reduction, log_target);

            /// <summary>Minus the log likelihood of counts under Poisson distributions whose means, or their logarithms, are the input.</summary>
            public static Tensor poisson_nll_loss(Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) =>
                Aten.poisson_nll_loss.Call(input, target, log_input, full, Exactly(eps), (long)reduction);

            /// <summary>One minus the cosine of two vectors where the target is 1; where it is -1, what the cosine exceeds the margin by.</summary>
            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                Aten.cosine_embedding_loss.Call(input1, input2, target, margin, (long)reduction);

            /// <summary><c>max(0, -target · (input1 - input2) + margin)</c>, the target being 1 or -1.</summary>
            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                Aten.margin_ranking_loss.Call(input1, input2, target, margin, (long)reduction);

            /// <summary>The input where the target is 1, <c>max(0, margin - input)</c> where it is -1.</summary>
            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                Aten.hinge_embedding_loss.Call(input, target, margin, (long)reduction);

            /// <summary><c>log(1 + exp(-target · input))</c>, the target being 1 or -1.</summary>
            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Aten.soft_margin_loss.Call(input, target, (long)reduction);

            /// <summary>The hinge between the scores of the target classes and all others; a target lists class numbers, ended by -1.</summary>
            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Aten.multilabel_margin_loss.Call(input, target, (long)reduction);

            /// <summary>The hinge, to the power p, between the target class's score and all others.</summary>
            public static Tensor multi_margin_loss(Tensor input, Tensor target, int p = 1, double margin = 1, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Aten.multi_margin_loss.Call(input, target, p, margin, weight, (long)reduction);

            /// <summary><c>max(0, |anchor - positive| - |anchor - negative| + margin)</c> in the p-norm; with <paramref name="swap"/>, the negative's distance from the positive counts where it is smaller.</summary>
            public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean) =>
                Aten.triplet_margin_loss.Call(anchor, positive, negative, margin, (double)p, eps, swap, (long)reduction);

            /// <summary>The loss of connectionist temporal classification: minus the log probability of the targets under all alignments.</summary>
            public static Tensor ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean) =>
                Aten.ctc_loss_Tensor.Call(log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);

            /// <summary>Minus the log likelihood of targets under normal distributions with the input as means and given variances.</summary>
            /// <param name="input">The means.</param>
            /// <param name="target">What was observed.</param>
            /// <param name="variance">The variances: the input's shape, or that with a last dimension of 1, or without it.</param>
            /// <param name="full">Whether the constant term counts.</param>
            /// <param name="eps">The least variance.</param>
            /// <param name="reduction">What becomes of the single losses.</param>
            /// <exception cref="ArgumentException">The variances have another shape, or one is negative.</exception>
            public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var shape = input.shape;
                var given = variance.shape;
                if (!given.SequenceEqual(shape))
                {
                    var leading = shape.AsSpan(..^1);
                    if (given.AsSpan().SequenceEqual(leading)) variance = variance.unsqueeze(-1);
                    else if (given.Length != shape.Length || !given.AsSpan(..^1).SequenceEqual(leading) || given[^1] != 1)
                        throw new ArgumentException($"Variances of shape [{string.Join(", ", given)}] do not fit means of shape [{string.Join(", ", shape)}].", nameof(variance));
                }

                if (variance.lt(0).any().item<bool>()) throw new ArgumentException("A variance is negative.", nameof(variance));
                Tensor limited;
                using (no_grad()) limited = variance.clone().clamp_(Exactly(eps));

                // The limit takes part in the value, not in the gradient.
                limited = variance + (limited - variance).detach();
                var difference = input - target;
                var loss = (limited.log() + (difference * difference / limited)) * 0.5;
                if (full) loss = loss + (0.5 * Math.Log(2 * Math.PI));
                return Reduced(loss, reduction).MoveToOuterDisposeScope();
            }

            /// <summary>The mean over the classes of the logistic losses of each class by itself.</summary>
            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var loss = -((target * Aten.log_sigmoid.Call(input)) + ((1 - target) * Aten.log_sigmoid.Call(-input)));
                if (weight is not null) loss = loss * weight;
                var classes = input.size(-1);
                return Reduced(loss.sum(-1) / classes, reduction).MoveToOuterDisposeScope();
            }

            /// <summary>As <see cref="triplet_margin_loss"/>, with a distance of choice; the Euclidean one where it is null.</summary>
            public static Tensor triplet_margin_with_distance_loss(
                Tensor anchor,
                Tensor positive,
                Tensor negative,
                Func<Tensor, Tensor, Tensor>? distance = null,
                double margin = 1,
                bool swap = false,
                Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                distance ??= static (left, right) => pairwise_distance(left, right);
                var near = distance(anchor, positive);
                var far = distance(anchor, negative);
                if (swap) far = far.minimum(distance(positive, negative));
                return Reduced((near - far + margin).clamp_min(0), reduction).MoveToOuterDisposeScope();
            }

            /// <summary>The number that a single-precision argument was written as: 1e-8f means 1e-8, as in PyTorch, not the nearest single.</summary>
            private static double Exactly(float value) => double.Parse(value.ToString("R"));

            private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
            {
                Reduction.Mean => losses.mean(),
                Reduction.Sum => losses.sum(),
                _ => losses
            };
        }
    }
}
