using System.Runtime.CompilerServices;

namespace OptGen.Masking;

/// <summary>From a fraction of weights to their number.</summary>
internal static class KeptFraction
{
    /// <summary>The nearest whole number to fraction*count, halves up; at least one.</summary>
    public static long Of(long count, double fraction) => Math.Clamp((long)Math.Round(count * fraction, MidpointRounding.AwayFromZero), 1, count);

    public static void Require(double fraction, [CallerArgumentExpression(nameof(fraction))] string name = "")
    {
        if (!(fraction > 0 && fraction <= 1))
            throw new ArgumentOutOfRangeException(name, fraction, "A kept fraction must be above 0 and at most 1.");
    }
}
