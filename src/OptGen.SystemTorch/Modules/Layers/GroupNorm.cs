using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Moves and scales groups of channels, each with its places, to mean 0 and variance 1 in each sample, and learns a factor and an addend for each channel.</summary>
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight;
        private Parameter? _bias;

        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
            : base(nameof(GroupNorm))
        {
            if (num_groups < 1 || num_channels % num_groups != 0)
                throw new ArgumentException($"GroupNorm cannot split {num_channels} channels into {num_groups} groups of equal size.", nameof(num_groups));
            this.num_groups = num_groups;
            this.eps = eps;
            this.affine = affine;
            if (!affine) return;
            weight = LayerParameters.Ones([num_channels], device, dtype);
            bias = LayerParameters.Zeros([num_channels], device, dtype);
        }

        /// <summary>How many groups there are.</summary>
        public long num_groups { get; set; }

        /// <summary>What is added to the variance before its root.</summary>
        public double eps { get; set; }

        /// <summary>Whether factors and addends are learnt.</summary>
        public bool affine { get; set; }

        /// <summary>The factors; null where none are learnt. Setting them disposes the old ones.</summary>
        public Parameter? weight
        {
            get => _weight;
            set => Exchange(ref _weight, value, nameof(weight));
        }

        /// <summary>What is added; null where it is not learnt. Setting it disposes the old one.</summary>
        public Parameter? bias
        {
            get => _bias;
            set => Exchange(ref _bias, value, nameof(bias));
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => Aten.group_norm.Call(tensor, num_groups, _weight, _bias, eps, true);

        private protected override void Replaced(string name, Tensor old, Tensor replacement)
        {
            if (name == nameof(weight)) _weight = (Parameter)replacement;
            if (name == nameof(bias)) _bias = (Parameter)replacement;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Group normalisation.</summary>
            /// <param name="num_groups">How many groups the channels are split into.</param>
            /// <param name="num_channels">The number of channels.</param>
            /// <param name="eps">What is added to the variance before its root.</param>
            /// <param name="affine">Whether a factor and an addend are learnt for each channel.</param>
            /// <param name="device">Where the parameters live.</param>
            /// <param name="dtype">The parameters' type.</param>
            /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
            public static GroupNorm GroupNorm(
                long num_groups,
                long num_channels,
                double eps = 1e-5,
                bool affine = true,
                Device? device = null,
                ScalarType? dtype = null) => new(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}
