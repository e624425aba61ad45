using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Uninitialized memory in a shape, with the distance between neighbours of every dimension given.</summary>
    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.empty_strided.Call(size, strides, Real(dtype), Argument.None, Place(device)), requires_grad, names);

    /// <summary>Draws from a normal distribution with one mean and one standard deviation.</summary>
    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        var drawn = randn(size.ToArray(), dtype, device, requires_grad: false, generator);
        drawn.mul_(std).add_(mean);
        return Finish(drawn, requires_grad, names);
    }

    /// <summary>A tensor that stores only some elements.</summary>
    /// <param name="indices">Where they lie: one row for each dimension, one column for each element.</param>
    /// <param name="values">The elements.</param>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The element type; that of the values unless given.</param>
    /// <param name="device">The device; that of the values unless given.</param>
    /// <param name="requires_grad">Whether operations on the tensor are recorded.</param>
    /// <param name="names">Not supported.</param>
    public static Tensor sparse_coo_tensor(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.sparse_coo_tensor_indices_size.Call(indices, values, size, dtype, Argument.None, PlaceLike(device)), requires_grad, names);

    /// <summary>Another name of sparse_coo_tensor.</summary>
    public static Tensor sparse(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        sparse_coo_tensor(indices, values, size, dtype, device, requires_grad, names);

    /// <summary>A vector whose memory is a file's.</summary>
    /// <param name="filename">The file.</param>
    /// <param name="shared">Whether what is written to the tensor goes to the file.</param>
    /// <param name="size">The number of elements.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="device">The processor; libtorch maps files nowhere else.</param>
    /// <param name="requires_grad">Whether operations on the tensor are recorded.</param>
    public static Tensor from_file(string filename, bool? shared = null, long? size = 0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.from_file.Call(filename, shared, size, Real(dtype), Argument.None, PlaceLike(device)), requires_grad, null);

    public partial class Tensor
    {
        /// <summary>Overwrites this tensor with zeros, giving it a new shape, and returns it.</summary>
        public Tensor zeros(params long[] sizes)
        {
            Aten.zeros_out.CallVoid(sizes, this);
            return this;
        }

        /// <summary>Overwrites this tensor with ones, giving it a new shape, and returns it.</summary>
        public Tensor ones(params long[] sizes)
        {
            Aten.ones_out.CallVoid(sizes, this);
            return this;
        }

        /// <summary>Gives this tensor a new shape, with elements that are whatever its memory holds, and returns it.</summary>
        public Tensor empty(params long[] sizes)
        {
            Aten.empty_out.CallVoid(sizes, Argument.None, this);
            return this;
        }

        /// <summary>Overwrites this tensor with one value, giving it a new shape, and returns it.</summary>
        public Tensor full(long[] sizes, Scalar value)
        {
            Aten.full_out.CallVoid(sizes, value, this);
            return this;
        }

        /// <summary>Overwrites this tensor with one value, giving it a new shape, and returns it.</summary>
        public Tensor full(ReadOnlySpan<long> sizes, Scalar value) => full(sizes.ToArray(), value);

        /// <summary>Overwrites this tensor with a matrix of zeros with ones on the diagonal, and returns it.</summary>
        public Tensor eye(long rows, long columns)
        {
            Aten.eye_m_out.CallVoid(rows, columns, this);
            return this;
        }
    }
}
