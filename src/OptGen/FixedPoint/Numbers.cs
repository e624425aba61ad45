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

    /// <summary>The norm of each row.</summary>
    public static double[] RowNorms(Tensor rows)
    {
        // TorchSharp's vector_norm hands torch a number that the finalizer may free in the meantime.
        using Tensor norms = rows.norm(1);
        return Read(norms);
    }

    /// <summary>
    /// The least norm that is told from zero: below it squares of single precision, in which narrower types are summed up too, are rounded to nothing.
    /// </summary>
    public static double LeastNorm(ScalarType type) => Math.Sqrt(finfo(type == ScalarType.Float64 ? type : ScalarType.Float32).smallest_normal);

    /// <summary>The distance from 1 to the next greater number of a type.</summary>
    public static double Epsilon(ScalarType type) => finfo(type).eps;
}
