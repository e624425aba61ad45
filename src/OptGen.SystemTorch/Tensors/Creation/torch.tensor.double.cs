namespace TorchSharp;

public static partial class torch
{
    /// <summary>A real number as a tensor of 0 dimensions, in double precision unless a type is given.</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Single(scalar, ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A complex number, given by its parts, as a tensor of 0 dimensions.</summary>
    public static Tensor tensor(double real, double imaginary, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Single(new System.Numerics.Complex(real, imaginary), ScalarType.ComplexFloat64, dtype, device, requires_grad);

    /// <summary>A complex number, given by its parts, as a tensor of 0 dimensions.</summary>
    public static Tensor tensor((double Real, double Imaginary) scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Single(new System.Numerics.Complex(scalar.Real, scalar.Imaginary), ScalarType.ComplexFloat64, dtype, device, requires_grad);

    /// <summary>A tensor of 1 dimension that holds a copy of numbers.</summary>
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<double>(rawArray, ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of numbers, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the array.</exception>
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<double>(rawArray, dimensions, ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(double[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of an array.</summary>
    public static Tensor tensor(double[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(rawArray, ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A tensor of 1 dimension that holds a copy of a list.</summary>
    public static Tensor tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A tensor of 2 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<double> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [rows, columns], ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A tensor of 3 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<double> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2], ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A tensor of 4 dimensions that holds a copy of a list.</summary>
    /// <exception cref="ArgumentException">The lengths do not multiply to the list's length.</exception>
    public static Tensor tensor(IList<double> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf(ListSpan(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A tensor that holds a copy of a piece of memory, row by row, in a shape.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as the memory.</exception>
    public static Tensor tensor(Memory<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopyOf<double>(rawArray.Span, dimensions, ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A copy of a tensor as double-precision numbers; the tensor itself where it holds them already, as another object.</summary>
    public static Tensor DoubleTensor(Tensor t) => t.to(ScalarType.Float64);
}
