namespace OptGen.Evolution.Tests.Underflow;

/// <summary>Floats at which arithmetic that flushes is likely to be wrong, and random ones.</summary>
internal static class FloatCases
{
    /// <summary>Zeros, denormals, all about 2^-126 and its multiples by small powers of two, one half, one, the greatest, infinities, and what is not a number; both signs.</summary>
    public static float[] Adversarial { get; } = [.. Magnitudes().SelectMany(m => new[] { m, -m }).Distinct(SameBits.Instance)];

    private static IEnumerable<float> Magnitudes()
    {
        foreach (float special in new[] { 0, float.Epsilon, 2 * float.Epsilon, 3 * float.Epsilon, float.MaxValue, float.PositiveInfinity, float.NaN, 0.1f, 1 / 3f, 2 / 3f, 1e-20f, 1e20f })
            yield return special;
        foreach (int exponent in new[] { -149, -148, -140, -128, -127, -126, -125, -124, -103, -102, -101, -64, -63, -62, -25, -24, -23, -2, -1, 0, 1, 24, 62, 63, 64, 124, 125, 126, 127 })
        {
            float power = MathF.ScaleB(1, exponent);
            foreach (float value in new[] { power, MathF.BitIncrement(power), MathF.BitDecrement(power), MathF.BitIncrement(MathF.BitIncrement(power)), power * 1.5f, power * 1.9f })
                yield return value;
        }
        foreach (float part in new[] { 0.4f, 0.5f, 0.6f, 0.9f, 1.6f, 1.9f, 2.5f })
            yield return part * FlushedArithmetic.MinNormal;
    }

    /// <summary>Any bits.</summary>
    public static float Any(Random random) => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32));

    /// <summary>A pair whose sum, difference, product or quotient is near 2^-126.</summary>
    public static (float A, float B) NearTheBorder(Random random)
    {
        float mantissa = 1 + random.NextSingle(), other = random.Next(4) == 0 ? Near(2 / mantissa) : Near(1 + random.NextSingle());
        int sign = random.Next(2) * 2 - 1;
        switch (random.Next(3))
        {
            case 0: // a product
                int e = random.Next(-126, 1);
                return (sign * MathF.ScaleB(mantissa, e), MathF.ScaleB(other, -126 - e - random.Next(0, 3)));
            case 1: // a quotient
                int f = random.Next(-20, 100);
                return (sign * MathF.ScaleB(mantissa, f - 126 + random.Next(0, 2)), MathF.ScaleB(random.Next(4) == 0 ? Near(mantissa) : other, f));
            default: // a sum
                return (sign * MathF.ScaleB(mantissa, -126 + random.Next(-2, 3)), -sign * MathF.ScaleB(other, -126 + random.Next(-2, 3)));
        }

        float Near(float value) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) + random.Next(-2, 3));
    }

    /// <summary>Equal bits; everything that is not a number is one.</summary>
    public static bool AreSame(float a, float b) => BitConverter.SingleToUInt32Bits(a) == BitConverter.SingleToUInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    private sealed class SameBits : IEqualityComparer<float>
    {
        public static readonly SameBits Instance = new();

        public bool Equals(float x, float y) => AreSame(x, y);

        public int GetHashCode(float obj) => float.IsNaN(obj) ? 0 : BitConverter.SingleToInt32Bits(obj);
    }
}
