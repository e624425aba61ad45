using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The cross entropy of the softmax of scores with class numbers or class probabilities.</summary>
    public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="weight">A weight for each class; null for ones.</param>
        /// <param name="ignore_index">The class number of targets that do not count; -100 where null.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        /// <param name="label_smoothing">How much of each target is spread evenly over all classes.</param>
        public CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, nn.Reduction reduction = nn.Reduction.Mean, double label_smoothing = 0)
            : base(weight, reduction)
        {
            this.ignore_index = ignore_index;
            this.label_smoothing = label_smoothing;
        }

        /// <summary>The class number of targets that do not count; -100 where null.</summary>
        public long? ignore_index { get; }

        /// <summary>How much of each target is spread evenly over all classes.</summary>
        public double label_smoothing { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
    }

    /// <summary>Minus the log probability of each target's class.</summary>
    public sealed class NLLLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="weight">A weight for each class; null for ones.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public NLLLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            : base(weight, reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.nll_loss(input, target, weight, reduction);
    }

    /// <summary>The cross entropy of probabilities with targets in [0, 1].</summary>
    public sealed class BCELoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="weight">A weight for each element of a sample; null for ones.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public BCELoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            : base(weight, reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.binary_cross_entropy(input, target, weight, reduction);
    }

    /// <summary>The cross entropy of the logistic function of scores with targets in [0, 1].</summary>
    public sealed class BCEWithLogitsLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        private Tensor? positiveWeights;

        /// <summary>Makes the loss.</summary>
        /// <param name="weight">A weight for each element of a sample; null for ones.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        /// <param name="pos_weights">A weight for the positive targets of each class; null for ones. The loss keeps a view of its own.</param>
        public BCEWithLogitsLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean, Tensor? pos_weights = null)
            : base(weight, reduction) => ExchangeBuffer(ref positiveWeights, pos_weights?.alias(), "pos_weight");

        /// <summary>A weight for the positive targets of each class; null for ones.</summary>
        public Tensor? pos_weights => positiveWeights;

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.binary_cross_entropy_with_logits(input, target, weight, reduction, positiveWeights);

        private protected override void Replaced(string name, Tensor old, Tensor replacement)
        {
            if (ReferenceEquals(positiveWeights, old)) positiveWeights = replacement;
            else base.Replaced(name, old, replacement);
        }
    }

    /// <summary>The hinge between the scores of the target classes and all others.</summary>
    public sealed class MultiLabelMarginLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public MultiLabelMarginLoss(nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.multi_label_margin_loss(input, target, reduction);
    }

    /// <summary>The mean over the classes of the logistic losses of each class by itself.</summary>
    public sealed class MultiLabelSoftMarginLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="weight">A weight for each class; null for ones.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public MultiLabelSoftMarginLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            : base(weight, reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.multilabel_soft_margin_loss(input, target, weight, reduction);
    }

    /// <summary>The hinge, to a power, between the target class's score and all others.</summary>
    public sealed class MultiMarginLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="p">The power: 1 or 2.</param>
        /// <param name="margin">The margin.</param>
        /// <param name="weight">A weight for each class; null for ones.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public MultiMarginLoss(int p = 1, double margin = 1, Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            : base(weight, reduction)
        {
            this.p = p;
            this.margin = margin;
        }

        /// <summary>The power: 1 or 2.</summary>
        public int p { get; }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.multi_margin_loss(input, target, p, margin, weight, reduction);
    }

    /// <summary>The loss of connectionist temporal classification.</summary>
    public sealed class CTCLoss : Loss<Tensor, Tensor, Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="blank">The class number of the blank.</param>
        /// <param name="zero_infinity">Whether infinite losses become zero.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public CTCLoss(long blank = 0, bool zero_infinity = false, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.blank = blank;
            this.zero_infinity = zero_infinity;
        }

        /// <summary>The class number of the blank.</summary>
        public long blank { get; }

        /// <summary>Whether infinite losses become zero.</summary>
        public bool zero_infinity { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths) =>
            nn.functional.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, zero_infinity, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The cross entropy of the softmax of scores with class numbers or class probabilities.</summary>
            public static CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) =>
                new(weight: weight, ignore_index: ignore_index, reduction: reduction);

            /// <summary>Minus the log probability of each target's class.</summary>
            public static NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                new(weight, reduction);

            /// <summary>The cross entropy of probabilities with targets in [0, 1].</summary>
            public static BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                new(weight, reduction);

            /// <summary>The cross entropy of the logistic function of scores with targets in [0, 1].</summary>
            public static BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                new(weight, reduction, pos_weights);

            /// <summary>The hinge between the scores of the target classes and all others.</summary>
            public static MultiLabelMarginLoss MultiLabelMarginLoss(Reduction reduction = Reduction.Mean) =>
                new(reduction);

            /// <summary>The mean over the classes of the logistic losses of each class by itself.</summary>
            public static MultiLabelSoftMarginLoss MultiLabelSoftMarginLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                new(weight, reduction);

            /// <summary>The hinge, to a power, between the target class's score and all others.</summary>
            public static MultiMarginLoss MultiMarginLoss(int p = 1, double margin = 1, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                new(p, margin, weight, reduction);

            /// <summary>The loss of connectionist temporal classification.</summary>
            public static CTCLoss CTCLoss(long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean) =>
                new(blank, zero_infinity, reduction);
        }
    }
}
