using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A bilinear map of two inputs: <c>x1ᵀ · weight[k] · x2 + bias[k]</c> for every k.</summary>
    public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
    {
        private Parameter? _weight;
        private Parameter? _bias;

        internal Bilinear(long in1_features, long in2_features, long out_features, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Bilinear))
        {
            this.in1_features = in1_features;
            this.in2_features = in2_features;
            this.out_features = out_features;
            weight = LayerParameters.Empty([out_features, in1_features, in2_features], device, dtype);
            var bound = 1 / Math.Sqrt(in1_features);
            nn.init.uniform_(weight, -bound, bound);
            if (!hasBias) return;
            bias = LayerParameters.Empty([out_features], device, dtype);
            nn.init.uniform_(bias, -bound, bound);
        }

        /// <summary>The length of the last dimension of the first input.</summary>
        public long in1_features { get; set; }

        /// <summary>The length of the last dimension of the second input.</summary>
        public long in2_features { get; set; }

        /// <summary>The length of the last dimension of the result.</summary>
        public long out_features { get; set; }

        /// <summary>A matrix for each feature of the result. Setting it disposes the old one.</summary>
        public Parameter weight
        {
            get => _weight!;
            set => Exchange(ref _weight, LayerParameters.Required(value), nameof(weight));
        }

        /// <summary>What is added; null for nothing. Setting it disposes the old one.</summary>
        public Parameter? bias
        {
            get => _bias;
            set => Exchange(ref _bias, value, nameof(bias));
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2) => Aten.bilinear.Call(input1, input2, _weight, _bias);

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
            /// <summary>A bilinear map of two inputs to <paramref name="out_features"/> features.</summary>
            public static Bilinear Bilinear(
                long in1_features,
                long in2_features,
                long out_features,
                bool hasBias = true,
                Device? device = null,
                ScalarType? dtype = null) => new(in1_features, in2_features, out_features, hasBias, device, dtype);
        }
    }
}
