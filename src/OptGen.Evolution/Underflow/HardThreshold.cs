using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>What division by 2^125 and multiplication back make of float32 numbers: with flushing a threshold, without it a rounding.</summary>
internal static class HardThreshold
{
    // hardshrink makes zero of magnitudes up to this one, and the next float is one half.
    private const float BelowHalf = 0.49999997f;

    private static readonly Scalar Half = 0.5, StepsInOne = 16777216.0, Step = 1 / 16777216.0;

    /// <summary>z where |z| is at least one half, and 0 elsewhere, a new tensor; what is not a number stays.</summary>
    /// <remarks>A power of two leaves the mantissa of a float as it is, and 2^-126*2^125 is one half. So this is exact, but for the sign of the zeros.</remarks>
    public static Tensor Flush(Tensor z) => nn.functional.hardshrink(z, BelowHalf);

    /// <summary>z where |z| is at least one half, and the nearest multiple of 2^-24 elsewhere, ties to the even one: a new tensor.</summary>
    /// <remarks>Denormals are the multiples of 2^-149 below 2^-126, and 2^-149*2^125 is 2^-24.</remarks>
    public static Tensor Round(Tensor z)
    {
        using DisposeScope scope = NewDisposeScope();
        // Multiples overflow where z is beyond 2^103, and are not taken there.
        Tensor rounded = z.mul(StepsInOne).round_().mul_(Step);
        return where(z.abs().lt(Half), rounded, z).MoveToOuterDisposeScope();
    }
}
