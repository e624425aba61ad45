namespace TorchSharp;

public static partial class torch
{
    /// <summary>A copy with the order along some dimensions reversed.</summary>
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);

    /// <summary>A copy with the order along the second dimension reversed.</summary>
    public static Tensor fliplr(Tensor input) => input.fliplr();

    /// <summary>A copy with the order along the first dimension reversed.</summary>
    public static Tensor flipud(Tensor input) => input.flipud();

    /// <summary>A copy moved along a dimension (or along all elements in order); what leaves at one end enters at the other.</summary>
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);

    /// <summary>A copy moved along all elements in order.</summary>
    public static Tensor roll(Tensor input, long[] shifts) => input.roll(shifts);

    /// <summary>A copy moved along several dimensions.</summary>
    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => input.roll(shifts, dims);

    /// <summary>A copy moved along several dimensions.</summary>
    public static Tensor roll(Tensor input, ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => input.roll(shifts, dims);

    /// <summary>A copy moved along a dimension (or along all elements in order); what leaves at one end enters at the other.</summary>
    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => input.roll(shifts, dims);

    /// <summary>A copy moved along a dimension (or along all elements in order); what leaves at one end enters at the other.</summary>
    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) => input.roll(shifts, dims);

    /// <summary>A copy turned by quarters in the plane of two dimensions, from the first towards the second.</summary>
    public static Tensor rot90(Tensor input, long k = 1, (long, long)? dims = null) => input.rot90(k, dims);

    /// <summary>A copy repeated along the last dimensions.</summary>
    public static Tensor tile(Tensor input, long[] dims) => input.tile(dims);

    /// <summary>A copy with every element along a dimension (or of all in order) repeated as often.</summary>
    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);

    /// <summary>A copy with every element along a dimension (or of all in order) repeated as often as a tensor says for it.</summary>
    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);

    /// <summary>The diagonal of a matrix as a vector, or a matrix with a vector as its diagonal.</summary>
    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);

    /// <summary>A matrix whose diagonal holds all elements in order.</summary>
    public static Tensor diagflat(Tensor input, long offset = 0) => input.diagflat(offset);

    /// <summary>Matrices of two new dimensions, whose diagonals are the vectors of the last dimension.</summary>
    public static Tensor diag_embed(Tensor input, long offset = 0, long dim1 = -2, long dim2 = -1) => input.diag_embed(offset, dim1, dim2);

    /// <summary>The diagonals of the plane of two dimensions, as a view with the diagonal as its last dimension.</summary>
    public static Tensor diagonal(Tensor input, long offset = 0, long dim1 = 0, long dim2 = 1) => input.diagonal(offset, dim1, dim2);

    /// <summary>The lower triangle of every matrix, zeros elsewhere.</summary>
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);

    /// <summary>Sets what is not in the lower triangle to zero, and returns it.</summary>
    public static Tensor tril_(Tensor input, long diagonal = 0) => input.tril_(diagonal);

    /// <summary>The upper triangle of every matrix, zeros elsewhere.</summary>
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);

    /// <summary>Sets what is not in the upper triangle to zero, and returns it.</summary>
    public static Tensor triu_(Tensor input, long diagonal = 0) => input.triu_(diagonal);

    /// <summary>The real parts, as a view; of a real tensor, itself as another object.</summary>
    public static Tensor real(Tensor input) => input.real;

    /// <summary>The imaginary parts of a complex tensor, as a view.</summary>
    public static Tensor imag(Tensor input) => input.imag;

    /// <summary>Matrices put into one large matrix along its diagonal, zeros elsewhere.</summary>
    public static Tensor block_diag(params Tensor[] tensors) => Tensor.block_diag(tensors);
}
