using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <inheritdoc cref="Tensor.sort(long, bool, bool)"/>
    public static (Tensor values, Tensor indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) =>
        input.sort(dim, descending, stable);

    /// <inheritdoc cref="Tensor.msort()"/>
    public static Tensor msort(Tensor tensor) => tensor.msort();

    /// <inheritdoc cref="Tensor.argsort(long, bool)"/>
    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);

    /// <inheritdoc cref="Tensor.topk(int, int, bool, bool)"/>
    public static (Tensor values, Tensor indices) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) =>
        tensor.topk(k, dim, largest, sorted);

    /// <inheritdoc cref="Tensor.kthvalue(long, long?, bool)"/>
    public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) =>
        input.kthvalue(k, dim, keepdim);

    /// <inheritdoc cref="Tensor.mode(long, bool)"/>
    public static (Tensor values, Tensor indices) mode(Tensor input, long dim = -1, bool keepdim = false) => input.mode(dim, keepdim);

    /// <inheritdoc cref="Tensor.unique(bool, bool, bool, int?)"/>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
        Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);

    /// <inheritdoc cref="Tensor.unique_consecutive(bool, bool, int?)"/>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(
        Tensor input, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique_consecutive(return_inverse, return_counts, dim);

    /// <inheritdoc cref="Tensor.bucketize(Tensor, bool, bool)"/>
    public static Tensor bucketize(Tensor input, Tensor boundaries, bool outInt32 = false, bool right = false) =>
        input.bucketize(boundaries, outInt32, right);

    /// <summary>For each value, the position in a sorted sequence (or in each of its rows) where it would be inserted.</summary>
    public static Tensor searchsorted(
        Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Aten.searchsorted_Tensor.Call(sorted_sequence, values, out_int32, right, Argument.None, sorter);

    /// <summary>The position in a sorted sequence where a value would be inserted.</summary>
    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor sorter) =>
        Aten.searchsorted_Scalar.Call(sorted_sequence, values, out_int32, right, Argument.None, sorter);

    /// <summary>All combinations of one element of each vector, as rows.</summary>
    public static Tensor cartesian_prod(params Tensor[] tensors) => Aten.cartesian_prod.Call(tensors);

    /// <summary>All combinations of one element of each vector, as rows.</summary>
    public static Tensor cartesian_prod(IList<Tensor> tensors) => Aten.cartesian_prod.Call(tensors.ToArray());

    /// <summary>All combinations of one element of each vector, as rows.</summary>
    public static Tensor cartesian_prod(ReadOnlySpan<Tensor> tensors) => Aten.cartesian_prod.Call(tensors.ToArray());

    /// <summary>All choices of r elements of a vector, as rows.</summary>
    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) =>
        Aten.combinations.Call(input, r, with_replacement);
}
