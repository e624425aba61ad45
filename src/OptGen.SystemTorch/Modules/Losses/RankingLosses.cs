using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary><c>log(1 + exp(-target · input))</c>, the target being 1 or -1.</summary>
    public sealed class SoftMarginLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public SoftMarginLoss(nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.soft_margin_loss(input, target, reduction);
    }

    /// <summary>The input where the target is 1, <c>max(0, margin - input)</c> where it is -1.</summary>
    public sealed class HingeEmbeddingLoss : Loss<Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="margin">The margin.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public HingeEmbeddingLoss(double margin = 0, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.margin = margin;
        }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input, Tensor target) =>
            nn.functional.hinge_embedding_loss(input, target, margin, reduction);
    }

    /// <summary>One minus the cosine of two vectors where the target is 1; where it is -1, what the cosine exceeds the margin by.</summary>
    public sealed class CosineEmbeddingLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="margin">The margin.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public CosineEmbeddingLoss(double margin = 0, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.margin = margin;
        }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2, Tensor target) =>
            nn.functional.cosine_embedding_loss(input1, input2, target, margin, reduction);
    }

    /// <summary><c>max(0, -target · (input1 - input2) + margin)</c>, the target being 1 or -1.</summary>
    public sealed class MarginRankingLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        /// <summary>Makes the loss.</summary>
        /// <param name="margin">The margin.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public MarginRankingLoss(double margin = 0, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.margin = margin;
        }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2, Tensor target) =>
            nn.functional.margin_ranking_loss(input1, input2, target, margin, reduction);
    }

    /// <summary>By how much, less a margin, the anchor is nearer to the negative than to the positive.</summary>
    public sealed class TripletMarginLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly double eps;
        private readonly bool swap;

        /// <summary>Makes the loss.</summary>
        /// <param name="margin">The margin.</param>
        /// <param name="p">The p of the norm.</param>
        /// <param name="eps">What is added to each difference.</param>
        /// <param name="swap">Whether the negative's distance from the positive counts where it is smaller.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public TripletMarginLoss(double margin = 1, long p = 2, double eps = 1e-6, bool swap = false, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.margin = margin;
            this.p = p;
            this.eps = eps;
            this.swap = swap;
        }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <summary>The p of the norm.</summary>
        public long p { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor anchor, Tensor positive, Tensor negative) =>
            nn.functional.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction);
    }

    /// <summary>By how much, less a margin, the anchor is nearer to the negative than to the positive, by a distance of choice.</summary>
    public sealed class TripletMarginWithDistanceLoss : Loss<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor, Tensor>? distance;
        private readonly bool swap;

        /// <summary>Makes the loss.</summary>
        /// <param name="distance">The distance; the Euclidean one where null.</param>
        /// <param name="margin">The margin.</param>
        /// <param name="swap">Whether the negative's distance from the positive counts where it is smaller.</param>
        /// <param name="reduction">What becomes of the losses of the single elements.</param>
        public TripletMarginWithDistanceLoss(Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1, bool swap = false, nn.Reduction reduction = nn.Reduction.Mean)
            : base(reduction)
        {
            this.distance = distance;
            this.margin = margin;
            this.swap = swap;
        }

        /// <summary>The margin.</summary>
        public double margin { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor anchor, Tensor positive, Tensor negative) =>
            nn.functional.triplet_margin_with_distance_loss(anchor, positive, negative, distance, margin, swap, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary><c>log(1 + exp(-target · input))</c>, the target being 1 or -1.</summary>
            public static SoftMarginLoss SoftMarginLoss(Reduction reduction = Reduction.Mean) =>
                new(reduction);

            /// <summary>The input where the target is 1, <c>max(0, margin - input)</c> where it is -1.</summary>
            public static HingeEmbeddingLoss HingeEmbeddingLoss(double margin = 1, Reduction reduction = Reduction.Mean) =>
                new(margin: margin, reduction: reduction);

            /// <summary>One minus the cosine of two vectors where the target is 1; where it is -1, what the cosine exceeds the margin by.</summary>
            public static CosineEmbeddingLoss CosineEmbeddingLoss(double margin = 0, Reduction reduction = Reduction.Mean) =>
                new(margin, reduction);

            /// <summary><c>max(0, -target · (input1 - input2) + margin)</c>, the target being 1 or -1.</summary>
            public static MarginRankingLoss MarginRankingLoss(double margin = 0, Reduction reduction = Reduction.Mean) =>
                new(margin, reduction);

            /// <summary>By how much, less a margin, the anchor is nearer to the negative than to the positive.</summary>
            public static TripletMarginLoss TripletMarginLoss(double margin = 1, long p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean) =>
                new(margin, p, eps, swap, reduction);

            /// <summary>By how much, less a margin, the anchor is nearer to the negative than to the positive, by a distance of choice.</summary>
            public static TripletMarginWithDistanceLoss TripletMarginWithDistanceLoss(Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1, bool swap = false, Reduction reduction = Reduction.Mean) =>
                new(distance, margin, swap, reduction);
        }
    }
}
