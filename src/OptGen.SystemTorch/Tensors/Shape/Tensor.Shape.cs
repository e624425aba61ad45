using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The dimensions in reverse order: the transpose of a matrix.</summary>
        public Tensor T => Reversed();

        /// <summary>The last two dimensions exchanged: every matrix of a batch transposed.</summary>
        public Tensor mT => Aten.mT.Call(this);

        /// <summary>The transpose of a matrix, its elements conjugated.</summary>
        public Tensor H => Aten.matrix_H.Call(this);

        /// <summary>The last two dimensions exchanged, the elements conjugated.</summary>
        public Tensor mH => Aten.mH.Call(this);

        /// <summary>The same elements in another shape; a view where the strides allow it, a copy otherwise. One length may be -1: whatever is left.</summary>
        public Tensor reshape(params long[] shape) => Aten.reshape.Call(this, shape);

        /// <summary>The same elements in another shape, always a view. One length may be -1: whatever is left.</summary>
        /// <exception cref="OptGen.SystemTorch.TorchException">The strides allow no such view; reshape copies then.</exception>
        public Tensor view(params long[] shape) => Aten.view.Call(this, shape);

        /// <summary>A view in the shape of another tensor.</summary>
        public Tensor view_as(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return view(other.shape);
        }

        /// <summary>A complex tensor as real numbers with a last dimension of length 2: the real and the imaginary part.</summary>
        public Tensor view_as_real() => Aten.view_as_real.Call(this);

        /// <summary>A real tensor whose last dimension has length 2 as complex numbers.</summary>
        public Tensor view_as_complex() => Aten.view_as_complex.Call(this);

        /// <summary>A run of dimensions made one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.flatten_using_ints.Call(this, start_dim, end_dim);

        /// <summary>All dimensions made one.</summary>
        public Tensor ravel() => Aten.ravel.Call(this);

        /// <summary>One dimension split into several, the last varying fastest. One length may be -1: whatever is left.</summary>
        public Tensor unflatten(long dim, params long[] sizes)
        {
            ArgumentNullException.ThrowIfNull(sizes);
            var lengths = shape;
            var at = (int)(dim < 0 ? dim + lengths.Length : dim);
            if (at < 0 || at >= lengths.Length)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"A tensor of {lengths.Length} dimensions has no dimension {dim}.");
            if (sizes.Length == 0) throw new ArgumentException("A dimension cannot be split into none.", nameof(sizes));
            return Aten.reshape.Call(this, (long[])[.. lengths[..at], .. Completed(sizes, lengths[at]), .. lengths[(at + 1)..]]);
        }

        /// <summary>One dimension split into several, the last varying fastest.</summary>
        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        /// <summary>Without the dimensions of length 1, or without one of them.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } one ? Aten.squeeze_dim.Call(this, one) : Aten.squeeze.Call(this);

        /// <summary>Takes the dimensions of length 1, or one of them, out of this tensor, and returns it.</summary>
        public Tensor squeeze_(long? dim = null) => dim is { } one ? Aten.squeeze__dim.CallInPlace(this, one) : Aten.squeeze_.CallInPlace(this);

        /// <summary>With a new dimension of length 1.</summary>
        public Tensor unsqueeze(long dim) => Aten.unsqueeze.Call(this, dim);

        /// <summary>Gives this tensor a new dimension of length 1, and returns it.</summary>
        public Tensor unsqueeze_(long dim) => Aten.unsqueeze_.CallInPlace(this, dim);

        /// <summary>The transpose of a matrix; a vector or number as it is.</summary>
        public Tensor t() => Aten.t.Call(this);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => Aten.transpose_int.Call(this, dim0, dim1);

        /// <summary>Exchanges two dimensions of this tensor, and returns it.</summary>
        public Tensor transpose_(long dim0, long dim1) => Aten.transpose_.CallInPlace(this, dim0, dim1);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>The last two dimensions exchanged, the elements conjugated.</summary>
        public Tensor adjoint() => Aten.adjoint.Call(this);

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => Aten.permute.Call(this, permutation);

        /// <summary>The dimensions in another order.</summary>
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        /// <summary>Dimensions moved to other places; the rest keep their order.</summary>
        public Tensor movedim(long[] source, long[] destination) => Aten.movedim_intlist.Call(this, source, destination);

        /// <summary>Dimensions moved to other places; the rest keep their order.</summary>
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);

        /// <summary>Dimensions of length 1 stretched, and new ones put before them, without copying; -1 leaves a length as it is.</summary>
        public Tensor expand(params long[] sizes) => Aten.expand.Call(this, sizes);

        /// <summary>Dimensions of length 1 stretched without copying; -1 leaves a length as it is.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.expand.Call(this, sizes, isImplicit);

        /// <summary>Dimensions of length 1 stretched without copying; -1 leaves a length as it is.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Aten.expand.Call(this, sizes.ToArray(), isImplicit);

        /// <summary>Dimensions of length 1 stretched without copying; -1 leaves a length as it is.</summary>
        public Tensor expand(Size sizes, bool isImplicit = false) => Aten.expand.Call(this, sizes.Shape, isImplicit);

        /// <summary>Stretched to the shape of another tensor without copying.</summary>
        public Tensor expand_as(Tensor other) => Aten.expand_as.Call(this, other);

        /// <summary>Stretched to a shape without copying, as arithmetic does.</summary>
        public Tensor broadcast_to(params long[] shape) => Aten.broadcast_to.Call(this, shape);

        /// <summary>A view with a shape, strides and an offset of its own on this tensor's memory.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => Aten.as_strided.Call(this, size, strides, storageOffset);

        /// <summary>Windows along a dimension, as a view with a new last dimension of the windows' size.</summary>
        public Tensor unfold(long dimension, long size, long step) => Aten.unfold.Call(this, dimension, size, step);

        /// <summary>With at least 1 dimension.</summary>
        public Tensor atleast_1d() => Aten.atleast_1d.Call(this);

        /// <summary>With at least 2 dimensions.</summary>
        public Tensor atleast_2d() => Aten.atleast_2d.Call(this);

        /// <summary>With at least 3 dimensions.</summary>
        public Tensor atleast_3d() => Aten.atleast_3d.Call(this);

        private Tensor Reversed()
        {
            var order = new long[Dimensions];
            for (var i = 0; i < order.Length; i++) order[i] = order.Length - 1 - i;
            return permute(order);
        }

        private static long[] Completed(long[] sizes, long whole)
        {
            var open = Array.IndexOf(sizes, -1L);
            var completed = (long[])sizes.Clone();
            if (open >= 0)
            {
                completed[open] = 1;
                var rest = completed.TotalSize();
                completed[open] = rest > 0 ? whole / rest : 0;
            }

            if (completed.Any(length => length < 0) || completed.TotalSize() != whole)
                throw new ArgumentException($"A dimension of length {whole} cannot be split into {Describe(sizes)}.", nameof(sizes));
            return completed;
        }
    }
}
