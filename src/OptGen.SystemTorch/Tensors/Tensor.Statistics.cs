using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The standard deviation over all elements or over dimensions; unbiased divides by the number of elements less one.
        /// </summary>
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Deviation(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>
        /// The standard deviation over all elements or over dimensions; unbiased divides by the number of elements less one.
        /// </summary>
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Deviation(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);

        /// <summary>
        /// The standard deviation over all elements or over dimensions; unbiased divides by the number of elements less one.
        /// </summary>
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Deviation(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);

        /// <summary>
        /// The standard deviation over all elements or over dimensions; unbiased divides by the number of elements less one.
        /// </summary>
        public Tensor std(bool unbiased = true) => Aten.std.Call(this, unbiased);

        /// <summary>
        /// The standard deviation over all elements or over dimensions; unbiased divides by the number of elements less one.
        /// </summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Deviation(new[] { dim }, unbiased, keepdim, type);

        /// <summary>
        /// The standard deviation over all elements or over dimensions; unbiased divides by the number of elements less one.
        /// </summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Deviation(dimensions, unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean over all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            DeviationAndMean(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean over all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(
            (long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            DeviationAndMean(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean over all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            DeviationAndMean(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean over all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Aten.std_mean.Call2(this, unbiased);

        /// <summary>The standard deviation and the mean over all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            DeviationAndMean(new[] { dim }, unbiased, keepdim, type);

        /// <summary>The standard deviation and the mean over all elements or over dimensions.</summary>
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            DeviationAndMean(dimensions, unbiased, keepdim, type);

        /// <summary>The variance over all elements or over dimensions; unbiased divides by the number of elements less one.</summary>
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Variance(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>The variance over all elements or over dimensions; unbiased divides by the number of elements less one.</summary>
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Variance(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);

        /// <summary>The variance over all elements or over dimensions; unbiased divides by the number of elements less one.</summary>
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Variance(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);

        /// <summary>The variance over all elements or over dimensions; unbiased divides by the number of elements less one.</summary>
        public Tensor var(bool unbiased = true) => Aten.var.Call(this, unbiased);

        /// <summary>The variance over all elements or over dimensions; unbiased divides by the number of elements less one.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Variance(new[] { dim }, unbiased, keepdim, type);

        /// <summary>The variance over all elements or over dimensions; unbiased divides by the number of elements less one.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Variance(dimensions, unbiased, keepdim, type);

        /// <summary>The variance and the mean over all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarianceAndMean(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>The variance and the mean over all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean(
            (long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarianceAndMean(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);

        /// <summary>The variance and the mean over all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarianceAndMean(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);

        /// <summary>The variance and the mean over all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true) => Aten.var_mean.Call2(this, unbiased);

        /// <summary>The variance and the mean over all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarianceAndMean(new[] { dim }, unbiased, keepdim, type);

        /// <summary>The variance and the mean over all elements or over dimensions.</summary>
        public (Tensor @var, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarianceAndMean(dimensions, unbiased, keepdim, type);

        private Tensor Deviation(long[] dimensions, bool unbiased, bool keepdim, ScalarType? type)
        {
            using var converted = type is { } other && other != dtype ? Aten._to_copy.Call(this, other) : null;
            return Aten.std_dim.Call(converted ?? this, dimensions, unbiased, keepdim);
        }

        private Tensor Variance(long[] dimensions, bool unbiased, bool keepdim, ScalarType? type)
        {
            using var converted = type is { } other && other != dtype ? Aten._to_copy.Call(this, other) : null;
            return Aten.var_dim.Call(converted ?? this, dimensions, unbiased, keepdim);
        }

        private (Tensor, Tensor) DeviationAndMean(long[] dimensions, bool unbiased, bool keepdim, ScalarType? type)
        {
            using var converted = type is { } other && other != dtype ? Aten._to_copy.Call(this, other) : null;
            return Aten.std_mean_dim.Call2(converted ?? this, dimensions, unbiased, keepdim);
        }

        private (Tensor, Tensor) VarianceAndMean(long[] dimensions, bool unbiased, bool keepdim, ScalarType? type)
        {
            using var converted = type is { } other && other != dtype ? Aten._to_copy.Call(this, other) : null;
            return Aten.var_mean_dim.Call2(converted ?? this, dimensions, unbiased, keepdim);
        }
    }
}
