namespace TorchSharp;

public static partial class torch
{
    /// <summary>A whole number as a tensor of 0 dimensions.</summary>
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        Single(scalar, ScalarType.Byte, null, device, requires_grad);

    /// <summary>A tensor of 1 dimension that holds a copy of numbers.</summary>
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<byte>(rawArray, ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of numbers, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the array.</exception>
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<byte>(rawArray, dimensions, ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(byte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(byte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor of 1 dimension that holds a copy of a list.</summary>
    public static Tensor tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of a list, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the list.</exception>
    public static Tensor tensor(IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), dimensions, ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<byte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [rows, columns], ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<byte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2], ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<byte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of a piece of memory, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the memory.</exception>
    public static Tensor tensor(Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<byte>(rawArray.Span, dimensions, ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A copy of a tensor as unsigned 8-bit integers; the tensor itself where it holds them already, as another object.</summary>
    public static Tensor ByteTensor(Tensor t) => t.to(ScalarType.Byte);
}
