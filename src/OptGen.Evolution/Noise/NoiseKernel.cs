using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OptGen.Evolution;

/// <summary>Sums with noise, in vectors. A product is rounded before it is added, on every machine.</summary>
internal static class NoiseKernel
{
    /// <summary>destination = origin + factor*noise.</summary>
    public static void Add(ReadOnlySpan<float> origin, ReadOnlySpan<float> noise, float factor, Span<float> destination)
    {
        RequireLength(noise.Length, origin.Length);
        RequireLength(noise.Length, destination.Length);
        ref float from = ref MemoryMarshal.GetReference(origin), by = ref MemoryMarshal.GetReference(noise), to = ref MemoryMarshal.GetReference(destination);
        Vector256<float> factors = Vector256.Create(factor);
        int i = 0;
        for (; noise.Length - i >= Vector256<float>.Count; i += Vector256<float>.Count)
            (Vector256.LoadUnsafe(ref from, (nuint)i) + factors * Vector256.LoadUnsafe(ref by, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < noise.Length; i++)
            destination[i] = origin[i] + factor * noise[i];
    }

    /// <summary>destination = origin + factor*noise, in double precision.</summary>
    public static void Add(ReadOnlySpan<double> origin, ReadOnlySpan<float> noise, double factor, Span<double> destination)
    {
        RequireLength(noise.Length, origin.Length);
        RequireLength(noise.Length, destination.Length);
        for (int i = 0; i < noise.Length; i++)
            destination[i] = origin[i] + factor * noise[i];
    }

    /// <summary>sum += factor*noise.</summary>
    public static void Accumulate(ReadOnlySpan<float> noise, float factor, Span<float> sum) => Add(sum, noise, factor, sum);

    /// <summary>total += sum, then sum = 0.</summary>
    public static void Carry(Span<float> sum, Span<double> total)
    {
        RequireLength(sum.Length, total.Length);
        for (int i = 0; i < sum.Length; i++)
            total[i] += sum[i];
        sum.Clear();
    }

    private static void RequireLength(int expected, int length)
    {
        if (length != expected)
            throw new ArgumentException($"Noise of length {expected} does not fit numbers of length {length}.", nameof(length));
    }
}
