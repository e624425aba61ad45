using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements in order along a dimension, and where each came from; stable keeps equal ones in their order.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Aten.sort_stable.Call2(this, stable, dim, descending);

        /// <summary>The elements in order along the first dimension.</summary>
        public Tensor msort() => Aten.msort.Call(this);

        /// <summary>Where each element in order along a dimension comes from.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Aten.argsort.Call(this, dim, descending);

        /// <summary>The k largest (or smallest) elements along a dimension, and where they stand; in order if sorted.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Aten.topk.Call2(this, k, dim, largest, sorted);

        /// <summary>The k-th smallest element along a dimension (the last one for null), counted from 1, and where it stands.</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Aten.kthvalue.Call2(this, k, dim ?? -1, keepdim);

        /// <inheritdoc cref="kthvalue(long, long?, bool)"/>
        public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) =>
            input.kthvalue(k, dim, keepdim);

        /// <summary>The most frequent element along a dimension, and where it stands.</summary>
        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) => Aten.mode.Call2(this, dim, keepdim);

        /// <summary>
        /// The distinct elements (or slices along a dimension); for each element the position of its like among them, and how often
        /// each occurs, where asked for and null otherwise.
        /// </summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var found = dim is { } along
                ? Aten.unique_dim.Call3(this, along, sorted, return_inverse, return_counts)
                : Aten._unique2.Call3(this, sorted, return_inverse, return_counts);
            return OnlyWanted(found, return_inverse, return_counts);
        }

        /// <summary>
        /// The elements (or slices along a dimension) without those that equal their predecessor; positions and counts where asked for
        /// and null otherwise.
        /// </summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(
            bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            OnlyWanted(Aten.unique_consecutive.Call3(this, return_inverse, return_counts, dim), return_inverse, return_counts);

        /// <summary>For each element, the position of the bucket between sorted boundaries that it falls into.</summary>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Aten.bucketize_Tensor.Call(this, boundaries, outInt32, right);

        private static (Tensor Output, Tensor? Inverse, Tensor? Counts) OnlyWanted((Tensor, Tensor, Tensor) found, bool inverse, bool counts)
        {
            if (!inverse) found.Item2.Dispose();
            if (!counts) found.Item3.Dispose();
            return (found.Item1, inverse ? found.Item2 : null, counts ? found.Item3 : null);
        }
    }
}
