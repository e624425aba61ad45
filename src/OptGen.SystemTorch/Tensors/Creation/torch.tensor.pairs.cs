namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of 1 dimension that holds a copy of complex numbers given by their parts.</summary>
    public static Tensor tensor((float Real, float Imaginary)[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<(float Real, float Imaginary)>(rawArray, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of complex numbers given by their parts, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the array.</exception>
    public static Tensor tensor((float Real, float Imaginary)[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<(float Real, float Imaginary)>(rawArray, dimensions, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor((float Real, float Imaginary)[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor((float Real, float Imaginary)[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor((float Real, float Imaginary)[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    /// <summary>A tensor of 1 dimension that holds a copy of a list.</summary>
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of a list, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the list.</exception>
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), dimensions, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [rows, columns], ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2], ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2, dim3], ScalarType.ComplexFloat32, dtype, device, requires_grad, names);
}
