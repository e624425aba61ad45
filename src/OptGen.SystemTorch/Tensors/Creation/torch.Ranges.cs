using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The numbers start, start + step, … below stop (above it for a negative step); whole numbers where all three are, unless a type is given.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentNullException.ThrowIfNull(step);
        var whole = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var type = dtype ?? (whole ? ScalarType.Int64 : defaultType);
        return Finish(Aten.arange_start_step.Call(start, stop, step, type, Argument.None, Place(device)), requires_grad, null);
    }

    /// <summary>The numbers start, start + 1, … below stop.</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>The numbers 0, 1, … below stop.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Evenly spaced numbers from start to end, both included.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.linspace.Call(start, end, steps, Real(dtype), Argument.None, Place(device)), requires_grad, null);

    /// <summary>Powers of a base whose exponents are evenly spaced from start to end, both included.</summary>
    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.logspace.Call(start, end, steps, @base, Real(dtype), Argument.None, Place(device)), requires_grad, null);

    /// <summary>A matrix of zeros with ones on the diagonal; square unless the number of columns is given.</summary>
    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Aten.eye_m.Call(rows, columns == -1 ? rows : columns, Real(dtype), Argument.None, Place(device)), requires_grad, names);

    /// <summary>The row and column numbers of a matrix's lower triangle, as a tensor of shape [2, count].</summary>
    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.tril_indices.Call(row, col, offset, dtype, Argument.None, Place(device));

    /// <summary>The row and column numbers of a matrix's upper triangle, as a tensor of shape [2, count].</summary>
    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Aten.triu_indices.Call(row, col, offset, dtype, Argument.None, Place(device));
}
