using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Makes the last dimensions of its input larger or smaller.</summary>
    public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[]? lengths;
        private readonly double[]? factors;

        internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor)
            : base(nameof(Upsample))
        {
            lengths = size;
            factors = scale_factor;
            this.mode = mode;
            this.align_corners = align_corners;
            this.recompute_scale_factor = recompute_scale_factor;
        }

        /// <summary>The new lengths; empty where factors are given.</summary>
        public ReadOnlySpan<long> size => lengths;

        /// <summary>By what each length is multiplied; empty where lengths are given.</summary>
        public ReadOnlySpan<double> scale_factor => factors;

        /// <summary>How elements in between are found.</summary>
        public UpsampleMode mode { get; }

        /// <summary>Whether the outermost elements stay where they are.</summary>
        public bool? align_corners { get; }

        /// <summary>Whether places are computed from the rounded lengths in place of the factors.</summary>
        public bool? recompute_scale_factor { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) =>
            nn.functional.interpolate(input, lengths, factors, (InterpolationMode)mode, align_corners, recompute_scale_factor ?? false);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Makes the last dimensions of its input larger or smaller, to given lengths or by given factors.</summary>
            public static Upsample Upsample(
                long[]? size = null,
                double[]? scale_factor = null,
                UpsampleMode mode = UpsampleMode.Nearest,
                bool? align_corners = null,
                bool? recompute_scale_factor = null) => new(size, scale_factor, mode, align_corners, recompute_scale_factor);
        }
    }
}
