using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>The way of the few numbers per sample that are worked on here and not by torch.</summary>
internal static class Numbers
{
    /// <summary>Copies a tensor's elements, in order.</summary>
    public static double[] Read(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor local = tensor.cpu().contiguous();
        if (local.dtype == ScalarType.Float32)
        {
            ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(local.bytes);
            var widened = new double[numbers.Length];
            for (int i = 0; i < widened.Length; i++)
                widened[i] = numbers[i];
            return widened;
        }
        return MemoryMarshal.Cast<byte, double>(local.to_type(ScalarType.Float64).bytes).ToArray();
    }

    /// <summary>Makes a tensor of the type and on the device of another.</summary>
    public static Tensor Write(double[] values, long[] shape, Tensor like) => like.dtype == ScalarType.Float64
        ? tensor(values, shape, device: like.device)
        : tensor(Array.ConvertAll(values, x => (float)x), shape, like.dtype, like.device);

    /// <summary>The norm of each row, also where squares would leave the range of the type.</summary>
    public static double[] RowNorms(Tensor rows)
    {
        if (rows.shape[1] == 0)
            return new double[rows.shape[0]];
        // TorchSharp's vector_norm hands torch a number that the finalizer may free in the meantime.
        using Tensor norms = rows.norm(1);
        double[] found = Read(norms);
        (double least, double greatest) = ExactNorms(rows.dtype);
        bool IsExact(double n) => (n >= least && n <= greatest) || double.IsNaN(n);
        if (Array.TrueForAll(found, IsExact))
            return found;
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = rows.to_type(ScalarType.Float64);
        double[] sizes = Read(wide.abs().amax([1]));
        double[] scales = Array.ConvertAll(sizes, s => double.IsFinite(1 / s) && s < double.PositiveInfinity ? 1 / s : 1);
        double[] scaled = Read(wide.mul(Write(scales, [scales.Length, 1], wide)).norm(1));
        // A row's norm must not depend on the other rows, not by a bit.
        return found.Select((n, i) => IsExact(n) ? n : scaled[i] / scales[i]).ToArray();
    }

    /// <summary>One over each norm; 0 where that is not finite in the type.</summary>
    public static double[] Inverse(IReadOnlyList<double> norms, ScalarType type)
    {
        double least = finfo(type).smallest_normal;
        return norms.Select(n => n >= least && double.IsFinite(n) ? 1 / n : 0).ToArray();
    }

    /// <summary>The least normal number of a type; types narrower than single precision are computed in that.</summary>
    public static double LeastNormal(ScalarType type) => finfo(type == ScalarType.Float64 ? type : ScalarType.Float32).smallest_normal;

    /// <summary>Between which norms squares neither vanish nor overflow.</summary>
    public static (double Least, double Greatest) ExactNorms(ScalarType type) => type switch
    {
        ScalarType.Float64 => (1e-145, 1e150),
        ScalarType.Float16 => (1e-3, 6e4),
        _ => (1e-15, 1e18)
    };

    /// <summary>The distance from 1 to the next greater number of a type.</summary>
    public static double Epsilon(ScalarType type) => finfo(type).eps;
}
