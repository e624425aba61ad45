using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The view at one position of a dimension, which disappears.</summary>
        public Tensor select(long dim, long index) => Aten.select_int.Call(this, dim, index);

        /// <summary>The view of part of a dimension: from a position on, to before another, in steps.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => Aten.slice_Tensor.Call(this, dim, start, finish, step);

        /// <summary>The view of part of a dimension: a number of positions from one on.</summary>
        public Tensor narrow(long dim, long start, long length) => Aten.narrow.Call(this, dim, start, length);

        /// <summary>A copy with what lies at one position of a dimension replaced.</summary>
        public Tensor select_scatter(Tensor src, long dim, long index) => Aten.select_scatter.Call(this, src, dim, index);

        /// <summary>A copy with part of a dimension replaced.</summary>
        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            Aten.slice_scatter.Call(this, src, dim, start, end, step);

        /// <summary>A copy with a diagonal replaced.</summary>
        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) =>
            Aten.diagonal_scatter.Call(this, src, offset, dim1, dim2);

        /// <summary>A copy of what lies at the positions of a dimension that a vector lists.</summary>
        public Tensor index_select(long dim, Tensor index) => Aten.index_select.Call(this, dim, index);

        /// <summary>A copy with a multiple of a source added at the positions of a dimension that a vector lists.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Aten.index_add.Call(this, dim, index, source, alpha);

        /// <summary>Adds a multiple of a source at the positions of a dimension that a vector lists, and returns this tensor.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.index_add_.CallInPlace(this, dim, index, source, alpha);

        /// <summary>A copy with a source put at the positions of a dimension that a vector lists.</summary>
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Aten.index_copy.Call(this, dim, index, source);

        /// <summary>Puts a source at the positions of a dimension that a vector lists, and returns this tensor.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Aten.index_copy_.CallInPlace(this, dim, index, source);

        /// <summary>A copy with one number put at the positions of a dimension that a vector lists.</summary>
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Aten.index_fill_int_Scalar.Call(this, dim, index, value);

        /// <summary>Puts one number at the positions of a dimension that a vector lists, and returns this tensor.</summary>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Aten.index_fill__int_Scalar.CallInPlace(this, dim, index, value);

        /// <summary>For every place of an index tensor, the element at the position along a dimension that the index gives.</summary>
        public Tensor gather(long dim, Tensor index) => Aten.gather.Call(this, dim, index);

        /// <summary>A copy with every element of a source put at the position along a dimension that the index gives.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Aten.scatter_src.Call(this, dim, index, src);

        /// <summary>Puts every element of a source at the position along a dimension that the index gives, and returns this tensor.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Aten.scatter__src.CallInPlace(this, dim, index, src);

        /// <summary>A copy with every element of a source added at the position along a dimension that the index gives.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Aten.scatter_add.Call(this, dim, index, src);

        /// <summary>Adds every element of a source at the position along a dimension that the index gives, and returns this tensor.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Aten.scatter_add_.CallInPlace(this, dim, index, src);

        /// <summary>The elements at which a mask is true, as a vector.</summary>
        public Tensor masked_select(Tensor mask) => Aten.masked_select.Call(this, mask);

        /// <summary>A copy with the elements at which a mask is true replaced by those of a source, in order.</summary>
        public Tensor masked_scatter(Tensor mask, Tensor value) => Aten.masked_scatter.Call(this, mask, value);

        /// <summary>Replaces the elements at which a mask is true by those of a source, in order, and returns this tensor.</summary>
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Aten.masked_scatter_.CallInPlace(this, mask, value);

        /// <summary>The elements at positions in the order of all elements, in the shape of the positions.</summary>
        public Tensor take(Tensor index) => Aten.take.Call(this, index);

        /// <summary>The elements at positions in the order of all elements.</summary>
        public Tensor take_along_dim(Tensor indices) => Aten.take_along_dim.Call(this, indices);

        /// <summary>The elements at positions in the order of all elements.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices)
        {
            using var positions = Listed(indices);
            return take_along_dim(positions);
        }

        /// <summary>For every place of an index tensor, broadcast to this tensor's other dimensions, the element at that position along a dimension.</summary>
        public Tensor take_along_dim(Tensor indices, long dim) => Aten.take_along_dim.Call(this, indices, dim);

        /// <summary>For every position listed, the element there along a dimension.</summary>
        public Tensor take_along_dim(IEnumerable<long> indices, long dim)
        {
            using var positions = Listed(indices);
            return take_along_dim(positions, dim);
        }

        /// <summary>The positions of the elements that are not zero, one row each.</summary>
        public Tensor nonzero() => Aten.nonzero.Call(this);

        /// <summary>The positions of the elements that are not zero, one vector for each dimension, as an index takes them.</summary>
        public IList<Tensor> nonzero_as_list() => Aten.nonzero_numpy.CallList(this);

        /// <summary>The positions of the elements that are not zero, one row each.</summary>
        public Tensor argwhere() => Aten.argwhere.Call(this);

        /// <summary>Whether the one element is not zero.</summary>
        /// <exception cref="ArgumentException">The tensor has not exactly one element.</exception>
        public bool is_nonzero() => this.ToBoolean();

        /// <summary>The places of a sparse tensor's elements: one row for each sparse dimension, one column for each element.</summary>
        public Tensor SparseIndices => Aten._indices.Call(this);

        /// <summary>The elements that a sparse tensor stores.</summary>
        public Tensor SparseValues => Aten._values.Call(this);

        private Tensor Listed(IEnumerable<long> positions)
        {
            ArgumentNullException.ThrowIfNull(positions);
            return tensor(positions.ToArray(), device: device);
        }
    }
}
