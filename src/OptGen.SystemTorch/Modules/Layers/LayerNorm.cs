using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Moves and scales the last dimensions, taken together, to mean 0 and variance 1, and learns a factor and an addend for each element.</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight;
        private Parameter? _bias;

        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LayerNorm))
        {
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            this.elementwise_affine = elementwise_affine;
            if (!elementwise_affine) return;
            weight = LayerParameters.Ones(normalized_shape, device, dtype);
            if (bias) this.bias = LayerParameters.Zeros(normalized_shape, device, dtype);
        }

        /// <summary>The dimensions taken together.</summary>
        public long[] normalized_shape { get; set; }

        /// <summary>What is added to the variance before its root.</summary>
        public double eps { get; set; }

        /// <summary>Whether factors are learnt.</summary>
        public bool elementwise_affine { get; set; }

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

        /// <summary>Sets the factors to one and the addends to zero.</summary>
        public void reset_parameters()
        {
            if (_weight is not null) nn.init.ones_(_weight);
            if (_bias is not null) nn.init.zeros_(_bias);
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => Aten.layer_norm.Call(tensor, normalized_shape, _weight, _bias, eps, true);

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
            /// <summary>Layer normalisation over the last dimensions.</summary>
            /// <param name="normalized_shape">The dimensions taken together.</param>
            /// <param name="eps">What is added to the variance before its root.</param>
            /// <param name="elementwise_affine">Whether factors are learnt.</param>
            /// <param name="bias">Whether, with the factors, addends are learnt.</param>
            /// <param name="device">Where the parameters live.</param>
            /// <param name="dtype">The parameters' type.</param>
            public static LayerNorm LayerNorm(
                long[] normalized_shape,
                double eps = 1e-5,
                bool elementwise_affine = true,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) => new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            /// <summary>Layer normalisation over the last dimension.</summary>
            public static LayerNorm LayerNorm(
                long normalized_shape,
                double eps = 1e-5,
                bool elementwise_affine = true,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) => new([normalized_shape], eps, elementwise_affine, bias, device, dtype);
        }
    }
}
