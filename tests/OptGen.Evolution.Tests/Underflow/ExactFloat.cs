using System.Numerics;

namespace OptGen.Evolution.Tests.Underflow;

/// <summary>One operation on floats by its definition: the true result as a fraction of whole numbers, rounded once, to even.</summary>
internal static class ExactFloat
{
    private const int Bits = 24, LeastExponent = -149, GreatestExponent = 104;

    public static float Compute(char operation, float a, float b, DenormalMode mode)
    {
        if (mode == DenormalMode.FlushToZeroAndDenormalsAreZero)
        {
            a = float.IsSubnormal(a) ? MathF.CopySign(0, a) : a;
            b = float.IsSubnormal(b) ? MathF.CopySign(0, b) : b;
        }
        return operation switch
        {
            '+' => Sum(a, b, mode),
            '-' => Sum(a, float.IsNaN(b) ? b : BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(b) ^ 0x80000000u), mode),
            '*' => Product(a, b, mode),
            '/' => Quotient(a, b, mode),
            _ => throw new ArgumentOutOfRangeException(nameof(operation))
        };
    }

    private static float Sum(float a, float b, DenormalMode mode)
    {
        if (float.IsNaN(a) || float.IsNaN(b)) return float.NaN;
        if (float.IsInfinity(a)) return float.IsInfinity(b) && float.IsNegative(a) != float.IsNegative(b) ? float.NaN : a;
        if (float.IsInfinity(b)) return b;
        var (m, e) = Parts(a);
        var (n, f) = Parts(b);
        int least = Math.Min(e, f);
        BigInteger sum = (m << (e - least)) + (n << (f - least));
        // Zero is positive, unless both are negative zeros.
        return sum.IsZero ? (float.IsNegative(a) && float.IsNegative(b) ? -0f : 0f) : Round(sum.Sign < 0, BigInteger.Abs(sum), 1, least, mode);
    }

    private static float Product(float a, float b, DenormalMode mode)
    {
        bool isNegative = float.IsNegative(a) != float.IsNegative(b);
        if (float.IsNaN(a) || float.IsNaN(b) || (float.IsInfinity(a) && b == 0) || (a == 0 && float.IsInfinity(b))) return float.NaN;
        if (float.IsInfinity(a) || float.IsInfinity(b)) return Signed(float.PositiveInfinity, isNegative);
        var (m, e) = Parts(a);
        var (n, f) = Parts(b);
        return Round(isNegative, BigInteger.Abs(m * n), 1, e + f, mode);
    }

    private static float Quotient(float a, float b, DenormalMode mode)
    {
        bool isNegative = float.IsNegative(a) != float.IsNegative(b);
        if (float.IsNaN(a) || float.IsNaN(b) || (float.IsInfinity(a) && float.IsInfinity(b)) || (a == 0 && b == 0)) return float.NaN;
        if (float.IsInfinity(a) || b == 0) return Signed(float.PositiveInfinity, isNegative);
        if (float.IsInfinity(b)) return Signed(0, isNegative);
        var (m, e) = Parts(a);
        var (n, f) = Parts(b);
        return Round(isNegative, BigInteger.Abs(m), BigInteger.Abs(n), e - f, mode);
    }

    /// <summary>numerator/denominator*2^exponent.</summary>
    private static float Round(bool isNegative, BigInteger numerator, BigInteger denominator, int exponent, DenormalMode mode)
    {
        if (numerator.IsZero) return Signed(0, isNegative);
        // The unit of 24 bits: the quotient in it is from 2^23 to 2^24 - 1, before it is rounded.
        int unit = exponent + (int)(numerator.GetBitLength() - denominator.GetBitLength()) - Bits;
        while (InUnits(unit) >= BigInteger.One << Bits)
            unit++;
        if (mode == DenormalMode.Ieee)
            unit = Math.Max(unit, LeastExponent);
        BigInteger whole = InUnits(unit), rest = Scaled(numerator, exponent - unit) - whole * Scaled(denominator, unit - exponent);
        int half = (rest * 2).CompareTo(Scaled(denominator, unit - exponent));
        if (half > 0 || (half == 0 && !whole.IsEven))
            whole++;
        if (mode != DenormalMode.Ieee && whole.GetBitLength() + unit <= -126)
            return Signed(0, isNegative);
        if (whole.GetBitLength() + unit > Bits + GreatestExponent)
            return Signed(float.PositiveInfinity, isNegative);
        // Exact: whole has 24 bits at most, or is 2^24.
        return Signed((float)Math.ScaleB((double)whole, unit), isNegative);

        BigInteger InUnits(int of) => Scaled(numerator, exponent - of) / Scaled(denominator, of - exponent);
    }

    private static BigInteger Scaled(BigInteger number, int power) => power > 0 ? number << power : number;

    private static float Signed(float magnitude, bool isNegative) => isNegative ? -magnitude : magnitude;

    private static (BigInteger Mantissa, int Exponent) Parts(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        int exponent = (int)(bits >> 23 & 0xFF);
        BigInteger mantissa = bits & 0x7FFFFF;
        if (exponent > 0)
            mantissa += 1 << 23;
        return (float.IsNegative(value) ? -mantissa : mantissa, Math.Max(exponent, 1) - 150);
    }
}
