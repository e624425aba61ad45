using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A copy with the order along some dimensions reversed.</summary>
        public Tensor flip(params long[] dims) => Aten.flip.Call(this, dims);

        /// <summary>A copy with the order along the second dimension reversed.</summary>
        public Tensor fliplr() => Aten.fliplr.Call(this);

        /// <summary>A copy with the order along the first dimension reversed.</summary>
        public Tensor flipud() => Aten.flipud.Call(this);

        /// <summary>A copy moved along a dimension (or along all elements in order); what leaves at one end enters at the other.</summary>
        public Tensor roll(long shifts, long? dims = null) =>
            Aten.roll.Call(this, new long[] { shifts }, dims is { } dim ? new long[] { dim } : Array.Empty<long>());

        /// <summary>A copy moved along all elements in order.</summary>
        public Tensor roll(long[] shifts) => Aten.roll.Call(this, shifts);

        /// <summary>A copy moved along several dimensions.</summary>
        public Tensor roll(long[] shifts, long[] dims) => Aten.roll.Call(this, shifts, dims);

        /// <summary>A copy moved along several dimensions.</summary>
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Aten.roll.Call(this, shifts.ToArray(), dims.ToArray());

        /// <summary>A copy moved along two dimensions.</summary>
        public Tensor roll((long, long) shifts, (long, long) dims) =>
            Aten.roll.Call(this, new long[] { shifts.Item1, shifts.Item2 }, new long[] { dims.Item1, dims.Item2 });

        /// <summary>A copy moved along three dimensions.</summary>
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            Aten.roll.Call(this, new long[] { shifts.Item1, shifts.Item2, shifts.Item3 }, new long[] { dims.Item1, dims.Item2, dims.Item3 });

        /// <summary>A copy turned by quarters in the plane of two dimensions, from the first towards the second.</summary>
        public Tensor rot90(long k = 1, (long, long)? dims = null) =>
            Aten.rot90.Call(this, k, new long[] { dims?.Item1 ?? 0, dims?.Item2 ?? 1 });

        /// <summary>A copy repeated along every dimension, with new dimensions put before the present ones.</summary>
        public Tensor repeat(params long[] sizes) => Aten.repeat.Call(this, sizes);

        /// <summary>A copy repeated along the last dimensions.</summary>
        public Tensor tile(long[] reps) => Aten.tile.Call(this, reps);

        /// <summary>A copy with every element along a dimension (or of all in order) repeated as often.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Aten.repeat_interleave_self_int.Call(this, repeats, dim, output_size);

        /// <summary>A copy with every element along a dimension (or of all in order) repeated as often as a tensor says for it.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Aten.repeat_interleave_self_Tensor.Call(this, repeats, dim, output_size);

        /// <summary>The diagonal of a matrix as a vector, or a matrix with a vector as its diagonal.</summary>
        public Tensor diag(long diagonal = 0) => Aten.diag.Call(this, diagonal);

        /// <summary>A matrix whose diagonal holds all elements in order.</summary>
        public Tensor diagflat(long offset = 0) => Aten.diagflat.Call(this, offset);

        /// <summary>Matrices of two new dimensions, whose diagonals are the vectors of the last dimension.</summary>
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => Aten.diag_embed.Call(this, offset, dim1, dim2);

        /// <summary>The diagonals of the plane of two dimensions, as a view with the diagonal as its last dimension.</summary>
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Aten.diagonal.Call(this, offset, dim1, dim2);

        /// <summary>The lower triangle of every matrix, zeros elsewhere.</summary>
        public Tensor tril(long diagonal = 0) => Aten.tril.Call(this, diagonal);

        /// <summary>Sets what is not in the lower triangle to zero, and returns this tensor.</summary>
        public Tensor tril_(long diagonal = 0) => Aten.tril_.CallInPlace(this, diagonal);

        /// <summary>The upper triangle of every matrix, zeros elsewhere.</summary>
        public Tensor triu(long diagonal = 0) => Aten.triu.Call(this, diagonal);

        /// <summary>Sets what is not in the upper triangle to zero, and returns this tensor.</summary>
        public Tensor triu_(long diagonal = 0) => Aten.triu_.CallInPlace(this, diagonal);

        /// <summary>The channels (dimension 1) dealt into groups, and the groups interleaved.</summary>
        public Tensor channel_shuffle(long groups) => Aten.channel_shuffle.Call(this, groups);

        /// <summary>The real parts, as a view; of a real tensor, itself as another object.</summary>
        public Tensor real => Aten.real.Call(this);

        /// <summary>The imaginary parts of a complex tensor, as a view.</summary>
        public Tensor imag => Aten.imag.Call(this);

        /// <summary>Lets this tensor use the memory, shape and type of another one, and returns it.</summary>
        public Tensor set_(Tensor source) => Aten.set__source_Tensor.CallInPlace(this, source);

        /// <summary>Matrices put into one large matrix along its diagonal, zeros elsewhere.</summary>
        public static Tensor block_diag(params Tensor[] tensors) => Aten.block_diag.Call(tensors);
    }
}
