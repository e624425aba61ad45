namespace TorchSharp;

public static partial class torch
{
    /// <summary>A whole number as a tensor of 0 dimensions.</summary>
    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) =>
        Single(scalar, ScalarType.Int16, null, device, requires_grad);

    /// <summary>A tensor of 1 dimension that holds a copy of numbers.</summary>
    public static Tensor tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<short>(rawArray, ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of numbers, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the array.</exception>
    public static Tensor tensor(short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<short>(rawArray, dimensions, ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(short[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(short[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(short[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor of 1 dimension that holds a copy of a list.</summary>
    public static Tensor tensor(IList<short> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of a list, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the list.</exception>
    public static Tensor tensor(IList<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), dimensions, ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<short> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [rows, columns], ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<short> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2], ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<short> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of a piece of memory, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the memory.</exception>
    public static Tensor tensor(Memory<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<short>(rawArray.Span, dimensions, ScalarType.Int16, dtype, device, requires_grad, names);

    /// <summary>A copy of a tensor as 16-bit integers; the tensor itself where it holds them already, as another object.</summary>
    public static Tensor ShortTensor(Tensor t) => t.to(ScalarType.Int16);
}
