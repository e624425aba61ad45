using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Views of equal length along a dimension, at most as many as asked for; the last may be shorter.</summary>
        public Tensor[] chunk(long chunks, long dim = 0) => Aten.chunk.CallList(this, chunks, dim);

        /// <summary>Views of a length along a dimension; the last may be shorter.</summary>
        public Tensor[] split(long size, int dim = 0) => Aten.split_Tensor.CallList(this, size, dim);

        /// <summary>Views of given lengths along a dimension, which must add up to the dimension's.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Aten.split_with_sizes.CallList(this, sizes, dim);

        /// <summary>Views of given lengths along a dimension, which must add up to the dimension's.</summary>
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Aten.split_with_sizes.CallList(this, sizes.ToArray(), dim);

        /// <summary>Views of given lengths along the first dimension, which must add up to the dimension's.</summary>
        public Tensor[] split(params long[] sizes) => Aten.split_with_sizes.CallList(this, sizes, 0);

        /// <summary>A number of views along a dimension, whose lengths differ by 1 at most.</summary>
        public Tensor[] tensor_split(long size, long dim = 0) => Aten.tensor_split_sections.CallList(this, size, dim);

        /// <summary>Views along a dimension, cut before each of the positions given.</summary>
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => Aten.tensor_split_indices.CallList(this, sizes, dim);

        /// <summary>Views along a dimension: as many as a tensor of 0 dimensions says, or cut before each position that a tensor of 1 dimension lists.</summary>
        /// <exception cref="ArgumentException">The tensor does not hold 64-bit integers.</exception>
        public Tensor[] tensor_split(Tensor indices, long dim = 0)
        {
            ArgumentNullException.ThrowIfNull(indices);
            if (indices.dtype != ScalarType.Int64)
                throw new ArgumentException($"The positions to split at must be of type Int64, not {indices.dtype}.", nameof(indices));
            return Aten.tensor_split_tensor_indices_or_sections.CallList(this, indices, dim);
        }

        /// <summary>A number of views of equal length along the first dimension.</summary>
        public Tensor[] vsplit(long size) => Aten.vsplit_int.CallList(this, size);

        /// <summary>Views along the first dimension, cut before each of the positions given.</summary>
        public Tensor[] vsplit(params long[] sizes) => Aten.vsplit_array.CallList(this, sizes);

        /// <summary>Views along the first dimension, cut before each of the positions given.</summary>
        public Tensor[] vsplit(Tensor indices) => tensor_split(indices, 0);

        /// <summary>A number of views of equal length along the second dimension (the first of a vector).</summary>
        public Tensor[] hsplit(long size) => Aten.hsplit_int.CallList(this, size);

        /// <summary>Views along the second dimension (the first of a vector), cut before each of the positions given.</summary>
        public Tensor[] hsplit(params long[] sizes) => Aten.hsplit_array.CallList(this, sizes);

        /// <summary>Views along the second dimension (the first of a vector), cut before each of the positions given.</summary>
        public Tensor[] hsplit(Tensor indices) => tensor_split(indices, Dimensions == 1 ? 0 : 1);

        /// <summary>A number of views of equal length along the third dimension.</summary>
        public Tensor[] dsplit(long size) => Aten.dsplit_int.CallList(this, size);

        /// <summary>Views along the third dimension, cut before each of the positions given.</summary>
        public Tensor[] dsplit(params long[] sizes) => Aten.dsplit_array.CallList(this, sizes);

        /// <summary>Views along the third dimension, cut before each of the positions given.</summary>
        public Tensor[] dsplit((long, long) indices_or_sections) => dsplit(indices_or_sections.Item1, indices_or_sections.Item2);

        /// <summary>Views along the third dimension, cut before each of the positions given.</summary>
        public Tensor[] dsplit((long, long, long) indices_or_sections) =>
            dsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3);

        /// <summary>Views along the third dimension, cut before each of the positions given.</summary>
        public Tensor[] dsplit((long, long, long, long) indices_or_sections) =>
            dsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4);

        /// <summary>Views along the third dimension, cut before each of the positions given.</summary>
        public Tensor[] dsplit(Tensor indices) => tensor_split(indices, 2);

        /// <summary>One view for each position of a dimension, which disappears.</summary>
        public Tensor[] unbind(long dimension = 0) => Aten.unbind_int.CallList(this, dimension);
    }
}
