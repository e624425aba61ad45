using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// First values for parameters. Every function fills its tensor in place, outside of differentiation, and returns it.
        /// For one seed the values are PyTorch's, bit for bit.
        /// </summary>
        public static partial class init
        {
            /// <summary>Which side of a layer keeps the variance: its input in the forward pass, or its output in the backward pass.</summary>
            public enum FanInOut
            {
                /// <summary>The number of inputs of one output.</summary>
                FanIn = 0,

                /// <summary>The number of outputs of one input.</summary>
                FanOut = 1
            }

            /// <summary>What follows a layer; see <see cref="calculate_gain"/>.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,

                /// <summary>A convolution over one dimension.</summary>
                Conv1D = 1,

                /// <summary>A convolution over two dimensions.</summary>
                Conv2D = 2,

                /// <summary>A convolution over three dimensions.</summary>
                Conv3D = 3,

                /// <summary>A transposed convolution over one dimension.</summary>
                ConvTranspose1D = 4,

                /// <summary>A transposed convolution over two dimensions.</summary>
                ConvTranspose2D = 5,

                /// <summary>A transposed convolution over three dimensions.</summary>
                ConvTranspose3D = 6,

                /// <summary>The logistic function.</summary>
                Sigmoid = 7,

                /// <summary>The hyperbolic tangent.</summary>
                Tanh = 8,

                /// <summary>max(x, 0).</summary>
                ReLU = 9,

                /// <summary>x, or a small part of it where negative.</summary>
                LeakyReLU = 10
            }

            /// <summary>The factor by which a layer's weights grow to make up for what follows: 5/3 for tanh, √2 for ReLU, √(2/(1+slope²)) for leaky ReLU, else 1.</summary>
            /// <param name="nonlinearity">What follows the layer.</param>
            /// <param name="param">The slope of a leaky ReLU.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1 + (param * param))),
                _ => 1
            };

            /// <summary>How many inputs one output of a weight has, and how many outputs one input.</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException($"Fan-in and fan-out need a tensor of at least 2 dimensions; this one has {shape.Length}.", nameof(tensor));
                var field = 1L;
                foreach (var length in shape.AsSpan(2)) field *= length;
                return (shape[1] * field, shape[0] * field);
            }

            /// <summary>Sets every element to a number.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val) => Fill(tensor, data => data.fill_(val));

            /// <summary>Sets every element to one.</summary>
            public static Tensor ones_(Tensor tensor) => Fill(tensor, static data => data.fill_(1));

            /// <summary>Sets every element to zero.</summary>
            public static Tensor zeros_(Tensor tensor) => Fill(tensor, static data => data.zero_());

            /// <summary>Draws uniformly from [low, high).</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Fill(tensor, data => data.uniform_(low, high, generator));

            /// <summary>Draws from a normal distribution.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Fill(tensor, data => data.normal_(mean, std, generator));

            /// <summary>Draws from a normal distribution without what lies outside [a, b].</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null) =>
                Fill(tensor, data =>
                {
                    // Uniform between the ends' places in the distribution, then through its inverse.
                    var low = NormalDistribution((a - mean) / std);
                    var high = NormalDistribution((b - mean) / std);
                    data.uniform_((2 * low) - 1, (2 * high) - 1, generator);
                    Aten.erfinv_.CallInPlace(data);
                    data.mul_(std * Math.Sqrt(2)).add_(mean).clamp_(a, b);
                });

            /// <summary>Draws uniformly within ±gain·√(6/(fan-in + fan-out)) (Glorot &amp; Bengio 2010).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var bound = Math.Sqrt(3) * (gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Draws normally with standard deviation gain·√(2/(fan-in + fan-out)) (Glorot &amp; Bengio 2010).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            /// <summary>Another name of <see cref="xavier_uniform_"/>.</summary>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);

            /// <summary>Another name of <see cref="xavier_normal_"/>.</summary>
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);

            /// <summary>Draws uniformly within ±gain·√(3/fan) (He et al. 2015).</summary>
            /// <param name="tensor">The weight.</param>
            /// <param name="a">The slope of the leaky ReLU that follows.</param>
            /// <param name="mode">Which fan counts.</param>
            /// <param name="nonlinearity">What follows.</param>
            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                if (HasNoElements(tensor)) return tensor;
                var bound = Math.Sqrt(3) * (calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)));
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Draws normally with standard deviation gain/√fan (He et al. 2015).</summary>
            /// <inheritdoc cref="kaiming_uniform_"/>
            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                HasNoElements(tensor) ? tensor : normal_(tensor, 0, calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)));

            /// <summary>Makes a matrix the identity, or as much of it as its shape has.</summary>
            /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.dim() != 2) throw new ArgumentException($"eye_ needs a matrix; this tensor has {tensor.dim()} dimensions.", nameof(tensor));
                return Fill(tensor, static data =>
                {
                    data.zero_();
                    using var diagonal = Aten.diagonal.Call(data);
                    diagonal.fill_(1);
                });
            }

            /// <summary>Makes a kernel that passes each channel through: one at its middle, zero elsewhere.</summary>
            /// <exception cref="ArgumentException">The tensor has not 3, 4 or 5 dimensions.</exception>
            public static Tensor dirac_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length is < 3 or > 5)
                    throw new ArgumentException($"dirac_ needs a kernel of 3, 4 or 5 dimensions; this tensor has {shape.Length}.", nameof(tensor));
                return Fill(tensor, data =>
                {
                    data.zero_();
                    for (var channel = 0L; channel < Math.Min(shape[0], shape[1]); channel++)
                    {
                        using var scope = NewDisposeScope();
                        var element = Aten.select_int.Call(Aten.select_int.Call(data, 0, channel), 0, channel);
                        for (var dimension = 2; dimension < shape.Length; dimension++) element = Aten.select_int.Call(element, 0, shape[dimension] / 2);
                        element.fill_(1);
                    }
                });
            }

            /// <summary>Draws a matrix with orthonormal rows or columns, whichever are fewer, times a gain (Saxe et al. 2014). Dimensions after the first count as one.</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw new ArgumentException($"orthogonal_ needs at least 2 dimensions; this tensor has {shape.Length}.", nameof(tensor));
                if (HasNoElements(tensor)) return tensor;
                return Fill(tensor, data =>
                {
                    using var scope = NewDisposeScope();
                    var rows = shape[0];
                    var columns = data.numel() / rows;
                    var drawn = empty([rows, columns], data.dtype, data.device).normal_();
                    var isWide = rows < columns;
                    var (q, r) = Aten.linalg_qr.Call2(isWide ? drawn.t() : drawn);

                    // The signs of R's diagonal make the factorisation, and so the distribution, unique.
                    q.mul_(Aten.diagonal.Call(r).sign());
                    if (isWide) q = q.t();
                    data.copy_(q.reshape(shape)).mul_(gain);
                });
            }

            /// <summary>Draws a matrix normally and sets a part of each column, chosen at random, to zero (Martens 2010).</summary>
            /// <param name="tensor">The matrix.</param>
            /// <param name="sparsity">The part of each column that is zero, rounded up to whole rows.</param>
            /// <param name="std">The standard deviation of the rest.</param>
            /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                var shape = tensor.shape;
                if (shape.Length != 2) throw new ArgumentException($"sparse_ needs a matrix; this tensor has {shape.Length} dimensions.", nameof(tensor));
                var zeros = (long)Math.Ceiling(sparsity * shape[0]);
                return Fill(tensor, data =>
                {
                    data.normal_(0, std);
                    for (var column = 0L; column < shape[1]; column++)
                    {
                        using var scope = NewDisposeScope();
                        var chosen = Aten.slice_Tensor.Call(randperm(shape[0], device: data.device), 0, 0, zeros);
                        Aten.index_fill__int_Scalar.CallInPlace(Aten.select_int.Call(data, 1, column), 0, chosen, 0);
                    }
                });
            }

            private static Tensor Fill(Tensor tensor, Action<Tensor> fill)
            {
                using (no_grad()) fill(tensor);
                return tensor;
            }

            private static bool HasNoElements(Tensor tensor) => tensor.numel() == 0;

            private static long Fan(Tensor tensor, FanInOut mode)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return mode == FanInOut.FanIn ? fanIn : fanOut;
            }

            /// <summary>The standard normal distribution function.</summary>
            private static double NormalDistribution(double x)
            {
                using var scope = NewDisposeScope();
                var argument = tensor(x / Math.Sqrt(2), ScalarType.Float64, CPU);
                return (1 + argument.erf().item<double>()) / 2;
            }
        }
    }
}
