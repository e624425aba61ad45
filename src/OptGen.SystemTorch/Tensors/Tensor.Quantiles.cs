using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The lower of the middle elements of all.</summary>
        public Tensor median() => Aten.median.Call(this);

        /// <summary>The lower of the middle elements of all that are not NaN.</summary>
        public Tensor nanmedian() => Aten.nanmedian.Call(this);

        /// <summary>The quantiles along a dimension, interpolated between the elements next to them.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Aten.quantile.Call(this, q, dim, keepdim);

        /// <summary>The quantiles along a dimension of the elements that are not NaN.</summary>
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => Aten.nanquantile.Call(this, q, dim, keepdim);

        /// <summary>
        /// How many elements fall into each of some bins of equal width; between the smallest and the largest element where min and max
        /// are equal.
        /// </summary>
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Aten.histc.Call(this, bins, min, max);

        /// <summary>How often each non-negative integer occurs in a vector, or the sum of its weights.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) => Aten.bincount.Call(this, weights, minlength);

        /// <summary>
        /// The covariance matrix of variables in rows and observations in columns; observations weighted by counts and by importance.
        /// </summary>
        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
            Aten.cov.Call(this, correction, fweights, aweights);

        /// <summary>The matrix of correlation coefficients of variables in rows and observations in columns.</summary>
        public Tensor corrcoef() => Aten.corrcoef.Call(this);
    }
}
