namespace OptGen.Masking;

/// <summary>Probabilities as logits and back, in whole numbers: the same on every machine, and in any language with whole numbers of 64 bits.</summary>
/// <remarks>A logit is ln(p/(1 - p)) in units of 1/256, from <see cref="Lowest"/> to <see cref="Highest"/>.</remarks>
internal static class Logistic
{
    public const int Lowest = -3072;
    public const int Highest = 3071;

    // exp(-1/256) in units of 2^-60.
    private const ulong Step = 1148426689630428644;

    /// <summary>The probability of each logit, from <see cref="Lowest"/> on, in units of 2^-16: from 1 to 65535.</summary>
    public static ushort[] Probabilities { get; } = MakeProbabilities();

    /// <summary>The logit of each probability, in steps of 2^-12.</summary>
    public static short[] Logits { get; } = MakeLogits();

    /// <summary>The lowest logit whose probability is at least that of <paramref name="part"/> among <paramref name="whole"/>.</summary>
    public static int Of(long part, long whole)
    {
        var wanted = part * 65536 / whole;
        int low = Lowest, high = Highest;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (Probabilities[middle - Lowest] < wanted) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static ushort[] MakeProbabilities()
    {
        var probabilities = new ushort[Highest - Lowest + 1];
        var power = 1UL << 60; // exp(-i/256)
        for (var i = 0; i <= -Lowest; i++)
        {
            // 1/(1 + exp(-i/256)), rounded to the nearest.
            var whole = ((1UL << 60) + power) >> 17;
            var upper = Math.Min(65535, ((1UL << 59) + whole / 2) / whole);
            if (i <= Highest) probabilities[i - Lowest] = (ushort)upper;
            probabilities[-i - Lowest] = (ushort)Math.Max(1, 65536 - (long)upper);
            power = Math.BigMul(power, Step << 4, out _);
        }

        return probabilities;
    }

    private static short[] MakeLogits()
    {
        var logits = new short[4096];
        var logit = Lowest;
        for (var i = 0; i < logits.Length; i++)
        {
            // The first logit whose probability reaches the middle of the step.
            while (logit < Highest && Probabilities[logit - Lowest] < 16 * i + 8) logit++;
            logits[i] = (short)logit;
        }

        return logits;
    }
}
