using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The Gaussian error unit: <c>x · Φ(x)</c>, with Φ the standard normal distribution function.</summary>
    public sealed class GELU : ParameterLessModule<Tensor, Tensor>
    {
        internal GELU(Approximate approximate, bool inplace)
            : base(nameof(GELU))
        {
            this.approximate = approximate;
            this.inplace = inplace;
        }

        /// <summary>How Φ is computed.</summary>
        public enum Approximate
        {
            /// <summary>Exactly, by the error function.</summary>
            none = 0,

            /// <summary>Nearly, by a hyperbolic tangent.</summary>
            tanh = 1
        }

        /// <summary>How Φ is computed.</summary>
        public Approximate approximate { get; set; }

        /// <summary>Whether the input itself is changed.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor, approximate, inplace);
    }

    /// <summary><c>x / (1 + |x|)</c>.</summary>
    public sealed class Softsign : ParameterLessModule<Tensor, Tensor>
    {
        internal Softsign(bool inplace)
            : base(nameof(Softsign)) => this.inplace = inplace;

        /// <summary>Whether the input itself is changed.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.softsign(tensor, inplace);
    }

    /// <summary><c>x - tanh(x)</c>.</summary>
    public sealed class Tanhshrink : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanhshrink(bool inplace)
            : base(nameof(Tanhshrink)) => this.inplace = inplace;

        /// <summary>Whether the input itself is changed.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.tanhshrink(tensor, inplace);
    }

    /// <summary>Softmax over the channels, for every place of an image by itself.</summary>
    public sealed class Softmax2d : ParameterLessModule<Tensor, Tensor>
    {
        internal Softmax2d()
            : base(nameof(Softmax2d))
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.softmax2d(tensor);
    }

    /// <summary>x above zero, below it x times a slope that is drawn anew for every element in training, and the middle of its range in use.</summary>
    public sealed class RReLU : ParameterLessModule<Tensor, Tensor>
    {
        internal RReLU(double lower, double upper, bool inplace)
            : base(nameof(RReLU))
        {
            this.lower = lower;
            this.upper = upper;
            this.inplace = inplace;
        }

        /// <summary>The least slope.</summary>
        public double lower { get; set; }

        /// <summary>The greatest slope.</summary>
        public double upper { get; set; }

        /// <summary>Whether the input itself is changed.</summary>
        public bool inplace { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => inplace
            ? Aten.rrelu_.CallInPlace(tensor, lower, upper, training).alias()
            : Aten.rrelu.Call(tensor, lower, upper, training);
    }

    /// <summary>x above zero, below it x times a slope that is learnt.</summary>
    public sealed class PReLU : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight;

        internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype)
            : base(nameof(PReLU))
        {
            this.num_parameters = num_parameters;
            this.init = init;
            weight = LayerParameters.Empty([num_parameters], device, dtype);
            nn.init.constant_(weight, init);
        }

        /// <summary>How many slopes there are: one for all channels, or one for each.</summary>
        public long num_parameters { get; }

        /// <summary>The slopes' first value.</summary>
        public double init { get; }

        /// <summary>The slopes. Setting them disposes the old ones.</summary>
        public Parameter weight
        {
            get => _weight!;
            set => Exchange(ref _weight, LayerParameters.Required(value), nameof(weight));
        }

        /// <inheritdoc/>
        public override string GetName() => nameof(PReLU);

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => Aten.prelu.Call(tensor, _weight);

        private protected override void Replaced(string name, Tensor old, Tensor replacement)
        {
            if (name == nameof(weight)) _weight = (Parameter)replacement;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The Gaussian error unit, computed exactly.</summary>
            public static GELU GELU() => new(Modules.GELU.Approximate.none, false);

            /// <summary>The Gaussian error unit, computed exactly.</summary>
            public static GELU GELU(bool inplace) => new(Modules.GELU.Approximate.none, inplace);

            /// <summary>The Gaussian error unit.</summary>
            public static GELU GELU(GELU.Approximate approximate, bool inplace = false) => new(approximate, inplace);

            /// <summary><c>x / (1 + |x|)</c>.</summary>
            public static Softsign Softsign() => new(false);

            /// <summary><c>x / (1 + |x|)</c>.</summary>
            public static Softsign Softsign(bool inplace) => new(inplace);

            /// <summary><c>x - tanh(x)</c>.</summary>
            public static Tanhshrink Tanhshrink() => new(false);

            /// <summary><c>x - tanh(x)</c>.</summary>
            public static Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);

            /// <summary>Softmax over the channels, for every place of an image by itself.</summary>
            public static Softmax2d Softmax2d() => new();

            /// <summary>x above zero, below it x times a slope drawn between two bounds.</summary>
            public static RReLU RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) => new(lower, upper, inplace);

            /// <summary>x above zero, below it x times a slope that is learnt.</summary>
            public static PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) =>
                new(num_parameters, init, device, dtype);
        }
    }
}
