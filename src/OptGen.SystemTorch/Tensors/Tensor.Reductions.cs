using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The sum over all elements or over dimensions. Integers and truth values are summed as int64 unless a type is given.
        /// </summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Aten.sum_dim_IntList.Call(this, dim.ToArray(), keepdim, type);

        /// <summary>
        /// The sum over all elements or over dimensions. Integers and truth values are summed as int64 unless a type is given.
        /// </summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            Aten.sum_dim_IntList.Call(this, new[] { dim }, keepdim, type);

        /// <summary>
        /// The sum over all elements or over dimensions. Integers and truth values are summed as int64 unless a type is given.
        /// </summary>
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            Aten.sum_dim_IntList.Call(this, new[] { dim0, dim1 }, keepdim, type);

        /// <summary>
        /// The sum over all elements or over dimensions. Integers and truth values are summed as int64 unless a type is given.
        /// </summary>
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            Aten.sum_dim_IntList.Call(this, new[] { dim0, dim1, dim2 }, keepdim, type);

        /// <summary>
        /// The sum over all elements or over dimensions. Integers and truth values are summed as int64 unless a type is given.
        /// </summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Aten.sum_dim_IntList.Call(this, dim, keepdim, type);

        /// <summary>
        /// The sum over all elements or over dimensions. Integers and truth values are summed as int64 unless a type is given.
        /// </summary>
        public Tensor sum(ScalarType? type = null) => Aten.sum.Call(this, type);

        /// <summary>The sum of all elements that are not NaN.</summary>
        public Tensor nansum() => Aten.nansum.Call(this);

        /// <summary>The mean over all elements or over dimensions; floating-point elements only, unless a type is given.</summary>
        public Tensor mean() => Aten.mean.Call(this);

        /// <summary>The mean over all elements or over dimensions; floating-point elements only, unless a type is given.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Aten.mean_dim.Call(this, dimensions, keepdim, type);

        /// <summary>The mean of the elements that are not NaN, of all or along a dimension.</summary>
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            Aten.nanmean.Call(this, dim is { } one ? new long[] { one } : null, keepdim, dtype);

        /// <summary>The product of all elements or along a dimension. Integers are multiplied as int64 unless a type is given.</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Aten.prod_dim_int.Call(this, dim, keepdim, type);

        /// <summary>The product of all elements or along a dimension. Integers are multiplied as int64 unless a type is given.</summary>
        public Tensor prod(ScalarType? type = null) => Aten.prod.Call(this, type);

        /// <summary>
        /// The largest element over dimensions; over all where none is given. Gradients are shared equally among equal elements.
        /// </summary>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Aten.amax.Call(this, dims.ToArray(), keepdim));

        /// <summary>
        /// The largest element over dimensions; over all where none is given. Gradients are shared equally among equal elements.
        /// </summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Aten.amax.Call(this, dims, keepdim));

        /// <summary>
        /// The largest element over dimensions; over all where none is given. Gradients are shared equally among equal elements.
        /// </summary>
        public Tensor amax(params long[] dims) => Aten.amax.Call(this, dims);

        /// <summary>
        /// The smallest element over dimensions; over all where none is given. Gradients are shared equally among equal elements.
        /// </summary>
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Aten.amin.Call(this, dims.ToArray(), keepdim));

        /// <summary>
        /// The smallest element over dimensions; over all where none is given. Gradients are shared equally among equal elements.
        /// </summary>
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Aten.amin.Call(this, dims, keepdim));

        /// <summary>
        /// The smallest element over dimensions; over all where none is given. Gradients are shared equally among equal elements.
        /// </summary>
        public Tensor amin(params long[] dims) => Aten.amin.Call(this, dims);

        /// <summary>The smallest and the largest element, of all or along a dimension.</summary>
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => Aten.aminmax.Call2(this, dim, keepdim);

        /// <summary>
        /// The largest of all elements; along a dimension, together with where it stands; of two tensors, element by element.
        /// </summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Aten.max_dim.Call2(this, dim, keepdim);

        /// <summary>
        /// The largest of all elements; along a dimension, together with where it stands; of two tensors, element by element.
        /// </summary>
        public Tensor max() => Aten.max.Call(this);

        /// <summary>
        /// The largest of all elements; along a dimension, together with where it stands; of two tensors, element by element.
        /// </summary>
        public Tensor max(Tensor other) => Aten.maximum.Call(this, other);

        /// <summary>
        /// The smallest of all elements; along a dimension, together with where it stands; of two tensors, element by element.
        /// </summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Aten.min_dim.Call2(this, dim, keepdim);

        /// <summary>
        /// The smallest of all elements; along a dimension, together with where it stands; of two tensors, element by element.
        /// </summary>
        public Tensor min() => Aten.min.Call(this);

        /// <summary>
        /// The smallest of all elements; along a dimension, together with where it stands; of two tensors, element by element.
        /// </summary>
        public Tensor min(Tensor other) => Aten.minimum.Call(this, other);

        /// <summary>Where the largest element stands: in the flattened tensor, or along a dimension.</summary>
        public Tensor argmax() => Aten.argmax.Call(this);

        /// <summary>Where the largest element stands: in the flattened tensor, or along a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Aten.argmax.Call(this, dim, keepdim);

        /// <summary>Where the smallest element stands: in the flattened tensor, or along a dimension.</summary>
        public Tensor argmin() => Aten.argmin.Call(this);

        /// <summary>Where the smallest element stands: in the flattened tensor, or along a dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => Aten.argmin.Call(this, dim, keepdim);

        /// <summary>Whether all elements are true, of all or along a dimension.</summary>
        public Tensor all() => Aten.all.Call(this);

        /// <summary>Whether all elements are true, of all or along a dimension.</summary>
        public Tensor all(long dim, bool keepdim = false) => Aten.all_dim.Call(this, dim, keepdim);

        /// <summary>Whether any element is true, of all or along a dimension.</summary>
        public Tensor any() => Aten.any.Call(this);

        /// <summary>Whether any element is true, of all or along a dimension.</summary>
        public Tensor any(long dim, bool keepdim = false) => Aten.any_dim.Call(this, dim, keepdim);

        /// <summary>How many elements are not 0, of all or over dimensions.</summary>
        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Aten.count_nonzero.Call(this) : Aten.count_nonzero_dim_IntList.Call(this, dims);

        /// <summary>The logarithm of the sum of exponentials along a dimension, without overflow.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => Aten.logsumexp.Call(this, new[] { dim }, keepdim);

        /// <summary>Puts a result into the tensor the caller gave for it, and returns that; the result itself where none was given.</summary>
        internal static Tensor Into(Tensor? target, Tensor result)
        {
            if (target is null) return result;
            using (result)
            {
                Aten.resize_.CallInPlace(target, result.shape);
                return Aten.copy_.CallInPlace(target, result);
            }
        }
    }
}
