using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The greatest element in each window that slides over one dimension.</summary>
    public sealed class MaxPool1d : ParameterLessModule<Tensor, Tensor>
    {
        internal MaxPool1d(long kernel_size, long? stride, long? padding, long? dilation, bool ceil_mode)
            : base(nameof(MaxPool1d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.dilation = dilation;
            this.ceil_mode = ceil_mode;
        }

        /// <summary>The window's size.</summary>
        public long kernel_size { get; set; }

        /// <summary>How far the window moves; its size where null.</summary>
        public long? stride { get; set; }

        /// <summary>How many places without elements go around the input; none where null.</summary>
        public long? padding { get; set; }

        /// <summary>How far apart the window's elements lie; 1 where null.</summary>
        public long? dilation { get; set; }

        /// <summary>Whether windows that stick out at the end count.</summary>
        public bool ceil_mode { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => nn.functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The result, with each greatest element's place in the input.</summary>
        public (Tensor output, Tensor indices) forward_with_indices(Tensor input) =>
            nn.functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    /// <summary>The greatest element in each window that slides over two dimensions.</summary>
    public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal MaxPool2d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode)
            : base(nameof(MaxPool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.dilation = dilation;
            this.ceil_mode = ceil_mode;
        }

        /// <summary>The window's size.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>How far the window moves; its size where null.</summary>
        public long[]? stride { get; set; }

        /// <summary>How many places without elements go around the input; none where null.</summary>
        public long[]? padding { get; set; }

        /// <summary>How far apart the window's elements lie; 1 where null.</summary>
        public long[]? dilation { get; set; }

        /// <summary>Whether windows that stick out at the end count.</summary>
        public bool ceil_mode { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => nn.functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The result, with each greatest element's place in the input.</summary>
        public (Tensor output, Tensor indices) forward_with_indices(Tensor input) =>
            nn.functional.max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    /// <summary>The mean of each window that slides over one dimension.</summary>
    public sealed class AvgPool1d : ParameterLessModule<Tensor, Tensor>
    {
        internal AvgPool1d(long kernel_size, long? stride, long? padding, bool ceil_mode, bool count_include_pad)
            : base(nameof(AvgPool1d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.ceil_mode = ceil_mode;
            this.count_include_pad = count_include_pad;
        }

        /// <summary>The window's size.</summary>
        public long kernel_size { get; set; }

        /// <summary>How far the window moves; its size where null.</summary>
        public long? stride { get; set; }

        /// <summary>How many zeros go around the input; none where null.</summary>
        public long? padding { get; set; }

        /// <summary>Whether windows that stick out at the end count.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>Whether the zeros of the padding count.</summary>
        public bool count_include_pad { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => nn.functional.avg_pool1d(input, kernel_size, stride, padding, ceil_mode, count_include_pad);
    }

    /// <summary>The mean of each window that slides over two dimensions.</summary>
    public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AvgPool2d(long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override)
            : base(nameof(AvgPool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.ceil_mode = ceil_mode;
            this.count_include_pad = count_include_pad;
            this.divisor_override = divisor_override;
        }

        /// <summary>The window's size.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>How far the window moves; its size where null.</summary>
        public long[]? stride { get; set; }

        /// <summary>How many zeros go around the input; none where null.</summary>
        public long[]? padding { get; set; }

        /// <summary>Whether windows that stick out at the end count.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>Whether the zeros of the padding count.</summary>
        public bool count_include_pad { get; set; }

        /// <summary>What the sum is divided by; the number of elements where null.</summary>
        public long? divisor_override { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => nn.functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }

    /// <summary>The p-norm of each window that slides over one dimension.</summary>
    public sealed class LPPool1d : ParameterLessModule<Tensor, Tensor>
    {
        internal LPPool1d(double norm_type, long kernel_size, long? stride, bool ceil_mode)
            : base(nameof(LPPool1d))
        {
            this.norm_type = norm_type;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.ceil_mode = ceil_mode;
        }

        /// <summary>The p of the norm.</summary>
        public double norm_type { get; set; }

        /// <summary>The window's size.</summary>
        public long kernel_size { get; set; }

        /// <summary>How far the window moves; its size where null.</summary>
        public long? stride { get; set; }

        /// <summary>Whether windows that stick out at the end count.</summary>
        public bool ceil_mode { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => nn.functional.lp_pool1d(input, norm_type, kernel_size, stride, ceil_mode);
    }

    /// <summary>The p-norm of each window that slides over two dimensions.</summary>
    public sealed class LPPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal LPPool2d(double norm_type, long[] kernel_size, long[]? stride, bool ceil_mode)
            : base(nameof(LPPool2d))
        {
            this.norm_type = norm_type;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.ceil_mode = ceil_mode;
        }

        /// <summary>The p of the norm.</summary>
        public double norm_type { get; set; }

        /// <summary>The window's size.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>How far the window moves; its size where null.</summary>
        public long[]? stride { get; set; }

        /// <summary>Whether windows that stick out at the end count.</summary>
        public bool ceil_mode { get; set; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => nn.functional.lp_pool2d(input, norm_type, kernel_size, stride, ceil_mode);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The greatest element in each window that slides over one dimension.</summary>
            public static MaxPool1d MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new(kernel_size, stride, padding, dilation, ceil_mode);

            /// <summary>The greatest element in each window that slides over two dimensions.</summary>
            public static MaxPool2d MaxPool2d(
                long kernel_size,
                long? stride = null,
                long? padding = null,
                long? dilation = null,
                bool ceil_mode = false) =>
                new(Pair(kernel_size), PairOrNull(stride), PairOrNull(padding), PairOrNull(dilation), ceil_mode);

            /// <summary>The greatest element in each window that slides over two dimensions.</summary>
            public static MaxPool2d MaxPool2d(
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? dilation = null,
                bool ceil_mode = false) =>
                new(Pair(kernel_size), PairOrNull(stride), PairOrNull(padding), PairOrNull(dilation), ceil_mode);

            /// <summary>The greatest element in each window that slides over two dimensions.</summary>
            public static MaxPool2d MaxPool2d(
                long[] kernel_size,
                long[]? stride = null,
                long[]? padding = null,
                long[]? dilation = null,
                bool ceil_mode = false) => new(kernel_size, stride, padding, dilation, ceil_mode);

            /// <summary>The mean of each window that slides over one dimension.</summary>
            public static AvgPool1d AvgPool1d(
                long kernel_size,
                long? stride = null,
                long padding = 0,
                bool ceil_mode = false,
                bool count_include_pad = true) => new(kernel_size, stride, padding, ceil_mode, count_include_pad);

            /// <summary>The mean of each window that slides over two dimensions.</summary>
            public static AvgPool2d AvgPool2d(
                long kernel_size,
                long? stride = null,
                long? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                new(Pair(kernel_size), PairOrNull(stride), PairOrNull(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window that slides over two dimensions.</summary>
            public static AvgPool2d AvgPool2d(
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                new(Pair(kernel_size), PairOrNull(stride), PairOrNull(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window that slides over two dimensions.</summary>
            public static AvgPool2d AvgPool2d(
                long[] kernel_size,
                long[]? stride = null,
                long[]? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            /// <summary>The p-norm of each window that slides over one dimension.</summary>
            public static LPPool1d LPPool1d(double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                new(norm_type, kernel_size, stride, ceil_mode);

            /// <summary>The p-norm of each window that slides over two dimensions.</summary>
            public static LPPool2d LPPool2d(double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false) =>
                new(norm_type, kernel_size, stride, ceil_mode);

            /// <summary>The p-norm of each window that slides over two dimensions.</summary>
            public static LPPool2d LPPool2d(double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                new(norm_type, Pair(kernel_size), PairOrNull(stride), ceil_mode);

            private static long[] Pair(long both) => [both, both];

            private static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];

            private static long[]? PairOrNull(long? both) => both is { } given ? Pair(given) : null;

            private static long[]? PairOrNull((long, long)? pair) => pair is { } given ? Pair(given) : null;
        }
    }
}
