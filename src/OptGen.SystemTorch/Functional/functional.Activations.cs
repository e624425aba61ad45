using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary><c>max(x, 0)</c>.</summary>
            public static Tensor relu(Tensor x, bool inplace = false) =>
                inplace ? Aten.relu_.CallInPlace(x).alias() : Aten.relu.Call(x);

            /// <summary>x limited to [0, 6].</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) =>
                inplace ? Aten.relu6_.CallInPlace(x).alias() : Aten.relu6.Call(x);

            /// <summary>The scaled exponential unit that keeps mean and variance: <c>λx</c> above zero, <c>λα(exp(x) - 1)</c> below.</summary>
            public static Tensor selu(Tensor x, bool inplace = false) =>
                inplace ? Aten.selu_.CallInPlace(x).alias() : Aten.selu.Call(x);

            /// <summary><c>x · sigmoid(x)</c>, also called swish.</summary>
            public static Tensor silu(Tensor x, bool inplace = false) =>
                inplace ? Aten.silu_.CallInPlace(x).alias() : Aten.silu.Call(x);

            /// <summary><c>x · tanh(softplus(x))</c>.</summary>
            public static Tensor mish(Tensor x, bool inplace = false) =>
                inplace ? Aten.mish_.CallInPlace(x).alias() : Aten.mish.Call(x);

            /// <summary>The hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) =>
                inplace ? Aten.tanh_.CallInPlace(x).alias() : Aten.tanh.Call(x);

            /// <summary><c>min(max(x + 3, 0), 6) / 6</c>.</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                inplace ? Aten.hardsigmoid_.CallInPlace(input).alias() : Aten.hardsigmoid.Call(input);

            /// <summary><c>x · min(max(x + 3, 0), 6) / 6</c>.</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) =>
                inplace ? Aten.hardswish_.CallInPlace(input).alias() : Aten.hardswish.Call(input);

            /// <summary>x above zero, <c>alpha · (exp(x / alpha) - 1)</c> below.</summary>
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? Aten.celu_.CallInPlace(x, alpha).alias() : Aten.celu.Call(x, alpha);

            /// <summary>x above zero, <c>alpha · (exp(x) - 1)</c> below.</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? Aten.elu_.CallInPlace(x, alpha).alias() : Aten.elu.Call(x, alpha);

            /// <summary>x above zero, <c>negative_slope · x</c> below.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? Aten.leaky_relu_.CallInPlace(input, negative_slope).alias() : Aten.leaky_relu.Call(input, negative_slope);

            /// <summary>x limited to [min_val, max_val].</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) =>
                inplace ? Aten.hardtanh_.CallInPlace(x, min_val, max_val).alias() : Aten.hardtanh.Call(x, min_val, max_val);

            /// <summary>x above the threshold, elsewhere a fixed value.</summary>
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                inplace ? Aten.threshold_.CallInPlace(x, threshold, value).alias() : Aten.threshold.Call(x, threshold, value);

            /// <summary>x above zero, below it x times the middle of the range of slopes, as in use; the module draws slopes in training.</summary>
            public static Tensor rrelu(Tensor x, double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) =>
                inplace ? Aten.rrelu_.CallInPlace(x, lower, upper).alias() : Aten.rrelu.Call(x, lower, upper);

            /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
            public static Tensor sigmoid(Tensor x) => Aten.sigmoid.Call(x);

            /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? Aten.sigmoid_.CallInPlace(x).alias() : Aten.sigmoid.Call(x);

            /// <summary>The Gaussian error unit: <c>x · Φ(x)</c>.</summary>
            public static Tensor gelu(Tensor x) => Aten.gelu.Call(x);

            /// <summary>The Gaussian error unit: <c>x · Φ(x)</c>.</summary>
            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Modules.GELU.Approximate.none, inplace);

            /// <summary>The Gaussian error unit, with Φ exact or approximated by a hyperbolic tangent.</summary>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false) => inplace
                ? Aten.gelu_.CallInPlace(x, approximate.ToString()).alias()
                : Aten.gelu.Call(x, approximate.ToString());

            /// <summary>The first half of x along a dimension times the logistic function of the second half.</summary>
            public static Tensor glu(Tensor input, long dim = -1) => Aten.glu.Call(input, dim);

            /// <summary>x outside [-lambda, lambda], zero inside.</summary>
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => Aten.hardshrink.Call(x, lambda);

            /// <summary>x moved by lambda towards zero, zero within [-lambda, lambda].</summary>
            public static Tensor softshrink(Tensor x, double lambda = 0.5) => Aten.softshrink.Call(x, lambda);

            /// <summary><c>log(1 + exp(beta · x)) / beta</c>, or x itself where <c>beta · x</c> exceeds the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => Aten.softplus.Call(x, beta, threshold);

            /// <summary><c>log(1 / (1 + exp(-x)))</c>, exact where the logistic function underflows.</summary>
            public static Tensor logsigmoid(Tensor x) => Aten.log_sigmoid.Call(x);

            /// <summary>The logarithm of softmax along a dimension.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => Aten.log_softmax_int.Call(x, dim);

            /// <summary>x above zero, below it x times a slope, one for all channels or one for each.</summary>
            public static Tensor prelu(Tensor input, Tensor weight) => Aten.prelu.Call(input, weight);

            /// <summary><c>exp(x) / Σ exp(x)</c> along a dimension, in another type where one is named.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Aten.softmax_int.Call(input, dim, dtype);

            /// <summary>Softmax over the channels, for every place of an image by itself.</summary>
            /// <exception cref="ArgumentException">The input is no image (3 dimensions) or batch of images (4).</exception>
            public static Tensor softmax2d(Tensor x) => x.dim() is 3 or 4
                ? Aten.softmax_int.Call(x, -3)
                : throw new ArgumentException($"softmax2d needs 3 or 4 dimensions, channels third from last; this tensor has {x.dim()}.", nameof(x));

            /// <summary>Softmax of -x along a dimension.</summary>
            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = Aten.neg.Call(x);
                return Aten.softmax_int.Call(negative, dim);
            }

            /// <summary><c>x / (1 + |x|)</c>.</summary>
            public static Tensor softsign(Tensor x, bool inplace = false)
            {
                using var size = Aten.abs.Call(x);
                using var divisor = Aten.add_Scalar.Call(size, 1);
                return inplace ? Aten.div__Tensor.CallInPlace(x, divisor).alias() : Aten.div_Tensor.Call(x, divisor);
            }

            /// <summary><c>x - tanh(x)</c>.</summary>
            public static Tensor tanhshrink(Tensor x, bool inplace = false)
            {
                using var tanh = Aten.tanh.Call(x);
                return inplace ? Aten.sub__Tensor.CallInPlace(x, tanh).alias() : Aten.sub_Tensor.Call(x, tanh);
            }

            /// <summary>An old spelling of <see cref="hardshrink"/>.</summary>
            public static Tensor Hardshrink(Tensor x, double lambda = 0.5) => hardshrink(x, lambda);

            /// <summary>An old spelling of <see cref="hardtanh"/>.</summary>
            public static Tensor Hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) => hardtanh(x, min_val, max_val, inplace);

            /// <summary>An old spelling of <see cref="mish"/>.</summary>
            public static Tensor Mish(Tensor x) => mish(x);

            /// <summary>An old spelling of <see cref="silu"/>.</summary>
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);

            /// <summary>An old spelling of <see cref="softshrink"/>.</summary>
            public static Tensor Softshrink(Tensor x, double lambda = 0.5) => softshrink(x, lambda);

            /// <summary>An old spelling of <see cref="softsign"/>.</summary>
            public static Tensor Softsign(Tensor x) => softsign(x);

            /// <summary>An old spelling of <see cref="tanhshrink"/>.</summary>
            public static Tensor Tanhshrink(Tensor x) => tanhshrink(x);

            /// <summary>An old spelling of <see cref="threshold"/>.</summary>
            public static Tensor Threshold(Tensor x, double threshold, double value, bool inplace = false) => functional.threshold(x, threshold, value, inplace);
        }
    }
}
