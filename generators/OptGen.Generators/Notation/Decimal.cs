using System.Globalization;
using System.Numerics;

namespace OptGen.Notation;

/// <summary>Fractions as decimal literals.</summary>
internal static class Decimal
{
    /// <summary>The literal that reads back as this non-negative fraction, or an empty text when no finite decimal does.</summary>
    public static string Text(Rational value)
    {
        int places = Places(value.Denominator);
        if (places < 0)
            return "";
        BigInteger digits = value.Numerator * BigInteger.Pow(10, places) / value.Denominator;
        int exponent = -places;
        while (!digits.IsZero && (digits % 10).IsZero)
        {
            digits /= 10;
            exponent++;
        }
        string text = digits.ToString(CultureInfo.InvariantCulture);
        if (exponent is > 15 or < -30)
            return text + "e" + exponent.ToString(CultureInfo.InvariantCulture);
        if (exponent >= 0)
            return text + (digits.IsZero ? "" : new string('0', exponent));
        text = text.PadLeft(1 - exponent, '0');
        return text.Insert(text.Length + exponent, ".");
    }

    /// <summary>How many decimal places a fraction with this denominator has; -1 when it never ends.</summary>
    private static int Places(BigInteger denominator)
    {
        int twos = 0;
        int fives = 0;
        while ((denominator % 2).IsZero)
        {
            denominator /= 2;
            twos++;
        }
        while ((denominator % 5).IsZero)
        {
            denominator /= 5;
            fives++;
        }
        return denominator.IsOne ? Math.Max(twos, fives) : -1;
    }
}
