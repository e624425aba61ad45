using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>An affine map of the last dimension: <c>x · weightᵀ + bias</c>.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight;
        private Parameter? _bias;

        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            in_features = inputSize;
            out_features = outputSize;
            weight = LayerParameters.Empty([outputSize, inputSize], device, dtype);
            LayerParameters.DrawWeight(weight);
            if (!hasBias) return;
            bias = LayerParameters.Empty([outputSize], device, dtype);
            LayerParameters.DrawBias(bias, weight);
        }

        internal Linear(Parameter weight, Parameter? bias)
            : base(nameof(Linear))
        {
            in_features = weight.size(1);
            out_features = weight.size(0);
            this.weight = weight;
            this.bias = bias;
        }

        /// <summary>The length of the last dimension of the input.</summary>
        public long in_features { get; set; }

        /// <summary>The length of the last dimension of the result.</summary>
        public long out_features { get; set; }

        /// <summary>The matrix, <c>[out_features, in_features]</c>. Setting it disposes the old one.</summary>
        public Parameter weight
        {
            get => _weight!;
            set => Exchange(ref _weight, LayerParameters.Required(value), nameof(weight));
        }

        /// <summary>What is added, <c>[out_features]</c>; null for nothing. Setting it disposes the old one.</summary>
        public Parameter? bias
        {
            get => _bias;
            set => Exchange(ref _bias, value, nameof(bias));
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => Aten.linear.Call(tensor, _weight, _bias);

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
            /// <summary>An affine map of the last dimension, from <paramref name="inputSize"/> to <paramref name="outputSize"/> features.</summary>
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            /// <summary>An affine map of the last dimension with given parameters, which then belong to it.</summary>
            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);
        }
    }
}
