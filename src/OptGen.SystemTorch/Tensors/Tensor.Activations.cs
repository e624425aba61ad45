using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Each element, or 0 where it is negative.</summary>
        public Tensor relu() => Aten.relu.Call(this);

        /// <summary>In place: <see cref="relu()"/>.</summary>
        public Tensor relu_() => Aten.relu_.CallInPlace(this);

        /// <summary>Each element limited to [0, 6].</summary>
        public Tensor relu6() => Aten.relu6.Call(this);

        /// <summary>In place: <see cref="relu6()"/>.</summary>
        public Tensor relu6_() => Aten.relu6_.CallInPlace(this);

        /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
        public Tensor sigmoid() => Aten.sigmoid.Call(this);

        /// <summary>In place: <see cref="sigmoid()"/>.</summary>
        public Tensor sigmoid_() => Aten.sigmoid_.CallInPlace(this);

        /// <summary><c>log(1 / (1 + exp(-x)))</c> without underflow.</summary>
        public Tensor log_sigmoid() => Aten.log_sigmoid.Call(this);

        /// <summary><c>x · sigmoid(x)</c>, also called swish.</summary>
        public Tensor silu() => Aten.silu.Call(this);

        /// <summary>In place: <see cref="silu()"/>.</summary>
        public Tensor silu_() => Aten.silu_.CallInPlace(this);

        /// <summary>
        /// The scaled exponential unit that keeps mean and variance: <c>λ x</c> for positive x, <c>λ α (exp(x) - 1)</c> below.
        /// </summary>
        public Tensor selu() => Aten.selu.Call(this);

        /// <summary>In place: <see cref="selu()"/>.</summary>
        public Tensor selu_() => Aten.selu_.CallInPlace(this);

        /// <summary>
        /// <c>x</c> for positive x, <c>alpha · (exp(x) - 1)</c> below; with scales, <c>scale · x</c> and <c>scale · alpha ·
        /// (exp(input_scale · x) - 1)</c>.
        /// </summary>
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.elu.Call(this, alpha, scale, input_scale);

        /// <summary>
        /// <c>x</c> for positive x, <c>alpha · (exp(x) - 1)</c> below; with scales, <c>scale · x</c> and <c>scale · alpha ·
        /// (exp(input_scale · x) - 1)</c>.
        /// </summary>
        public Tensor elu(double alpha = 1) => Aten.elu.Call(this, alpha);

        /// <summary>In place: <see cref="elu(Scalar, Scalar, Scalar)"/>.</summary>
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.elu_.CallInPlace(this, alpha, scale, input_scale);

        /// <summary>In place: <see cref="elu(double)"/>.</summary>
        public Tensor elu_(double alpha = 1) => Aten.elu_.CallInPlace(this, alpha);

        /// <summary><c>max(0, x) + min(0, alpha · (exp(x / alpha) - 1))</c>; alpha is 1 where it is not given.</summary>
        public Tensor celu() => Aten.celu.Call(this);

        /// <summary><c>max(0, x) + min(0, alpha · (exp(x / alpha) - 1))</c>; alpha is 1 where it is not given.</summary>
        public Tensor celu(Scalar alpha) => Aten.celu.Call(this, alpha);

        /// <summary>In place: <see cref="celu()"/>.</summary>
        public Tensor celu_() => Aten.celu_.CallInPlace(this);

        /// <summary>In place: <see cref="celu(Scalar)"/>.</summary>
        public Tensor celu_(Scalar alpha) => Aten.celu_.CallInPlace(this, alpha);

        /// <summary><c>x · Φ(x)</c> with the normal distribution's Φ, or its approximation by tanh.</summary>
        public Tensor gelu() => Aten.gelu.Call(this);

        /// <summary><c>x · Φ(x)</c> exactly, or its approximation by tanh.</summary>
        public Tensor gelu(GELU.Approximate approximate) => Aten.gelu.Call(this, Name(approximate));

        /// <summary>In place: <see cref="gelu()"/>.</summary>
        public Tensor gelu_() => Aten.gelu_.CallInPlace(this);

        /// <summary>In place: <see cref="gelu(GELU.Approximate)"/>.</summary>
        public Tensor gelu_(GELU.Approximate approximate) => Aten.gelu_.CallInPlace(this, Name(approximate));

        /// <summary>The first half along a dimension times the sigmoid of the second half.</summary>
        public Tensor glu(long dim = -1) => Aten.glu.Call(this, dim);

        /// <summary><c>x / 6 + 1 / 2</c> limited to [0, 1].</summary>
        public Tensor hardsigmoid() => Aten.hardsigmoid.Call(this);

        /// <summary>In place: <see cref="hardsigmoid()"/>.</summary>
        public Tensor hardsigmoid_() => Aten.hardsigmoid_.CallInPlace(this);

        /// <summary><c>x · relu6(x + 3) / 6</c>.</summary>
        public Tensor hardswish() => Aten.hardswish.Call(this);

        /// <summary>In place: <see cref="hardswish()"/>.</summary>
        public Tensor hardswish_() => Aten.hardswish_.CallInPlace(this);

        /// <summary>Each element limited to a range.</summary>
        public Tensor hardtanh(Scalar min, Scalar max) => Aten.hardtanh.Call(this, min, max);

        /// <summary>In place: <see cref="hardtanh(Scalar, Scalar)"/>.</summary>
        public Tensor hardtanh_(Scalar min, Scalar max) => Aten.hardtanh_.CallInPlace(this, min, max);

        /// <summary>Each element, multiplied by a small slope where it is negative.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Aten.leaky_relu.Call(this, negative_slope);

        /// <summary>In place: <see cref="leaky_relu(Scalar)"/>.</summary>
        public Tensor leaky_relu_(Scalar negative_slope) => Aten.leaky_relu_.CallInPlace(this, negative_slope);

        /// <summary>
        /// Each element, multiplied by a learned weight where it is negative; one weight, or one for each channel (dimension 1).
        /// </summary>
        public Tensor prelu(Tensor target) => Aten.prelu.Call(this, target);

        /// <summary>Each element, multiplied where it is negative by the middle of the range of slopes.</summary>
        public Tensor rrelu(double lower = 0.125, double upper = 0.3333333333333333) => Aten.rrelu.Call(this, lower, upper);

        /// <summary>In place: <see cref="rrelu(double, double)"/>.</summary>
        public Tensor rrelu_(double lower = 0.125, double upper = 0.3333333333333333) => Aten.rrelu_.CallInPlace(this, lower, upper);

        /// <summary><c>log(1 + exp(beta · x)) / beta</c>; x itself where <c>beta · x</c> is above the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.softplus.Call(this, beta, threshold);

        /// <summary>Exponentials of the elements divided by their sum along a dimension; computed in the given type.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.softmax_int.Call(this, dim, dtype);

        /// <summary>The logarithm of the softmax along a dimension, without underflow; computed in the given type.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.log_softmax_int.Call(this, dim, dtype);

        /// <summary>Each element, or a fixed value where it is not above the threshold.</summary>
        public Tensor threshold(Scalar threshold, Scalar value) => Aten.threshold.Call(this, threshold, value);

        /// <summary>In place: <see cref="threshold(Scalar, Scalar)"/>.</summary>
        public Tensor threshold_(Scalar threshold, Scalar value) => Aten.threshold_.CallInPlace(this, threshold, value);

        private static string Name(GELU.Approximate approximate) => approximate switch
        {
            GELU.Approximate.none => "none",
            GELU.Approximate.tanh => "tanh",
            _ => throw new ArgumentOutOfRangeException(nameof(approximate), approximate, $"{approximate} is no approximation of GELU.")
        };
    }
}
