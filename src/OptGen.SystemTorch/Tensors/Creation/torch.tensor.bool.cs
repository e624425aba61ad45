namespace TorchSharp;

public static partial class torch
{
    /// <summary>A truth value as a tensor of 0 dimensions.</summary>
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Single(scalar, ScalarType.Bool, dtype, device, requires_grad);

    /// <summary>A tensor of 1 dimension that holds a copy of truth values.</summary>
    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<bool>(rawArray, ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of truth values, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the array.</exception>
    public static Tensor tensor(bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<bool>(rawArray, dimensions, ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(bool[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(bool[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A tensor of 1 dimension that holds a copy of a list.</summary>
    public static Tensor tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of a list, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the list.</exception>
    public static Tensor tensor(IList<bool> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), dimensions, ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<bool> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [rows, columns], ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<bool> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2], ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<bool> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Bool, dtype, device, requires_grad, names);

    /// <summary>A copy of a tensor as truth values; the tensor itself where it holds them already, as another object.</summary>
    public static Tensor BoolTensor(Tensor t) => t.to(ScalarType.Bool);
}
