using System.Globalization;
using System.Numerics;

namespace OptGen.Notation;

/// <summary>An exact fraction in lowest terms with a positive denominator.</summary>
internal readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    // Zero only in default(Rational), which is the number 0.
    private readonly BigInteger _denominator;

    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException("A fraction's denominator is 0; it must be another number.");
        if (denominator.IsOne)
        {
            Numerator = numerator;
            _denominator = denominator;
            return;
        }
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0)
            divisor = -divisor;
        Numerator = numerator / divisor;
        _denominator = denominator / divisor;
    }

    private Rational(BigInteger whole)
    {
        Numerator = whole;
        _denominator = BigInteger.One;
    }

    public static Rational Zero => default;

    public static Rational One { get; } = new(BigInteger.One);

    public BigInteger Numerator { get; }

    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;

    public bool IsZero => Numerator.IsZero;

    public bool IsOne => Numerator.IsOne && Denominator.IsOne;

    public bool IsWhole => Denominator.IsOne;

    public int Sign => Numerator.Sign;

    public Rational Abs() => Sign < 0 ? -this : this;

    public Rational Reciprocal() => new(Denominator, Numerator);

    public Rational Power(int exponent) =>
        exponent < 0
            ? Reciprocal().Power(-exponent)
            : new Rational(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent));

    /// <summary>The value of a decimal literal such as <c>12</c>, <c>0.5</c> or <c>1.5e-3</c>, exactly.</summary>
    public static bool TryParseDecimal(string text, out Rational value)
    {
        value = default;
        int mark = text.IndexOfAny(['e', 'E']);
        string mantissa = mark < 0 ? text : text.Substring(0, mark);
        int exponent = 0;
        if (mark >= 0 && !int.TryParse(text.Substring(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;
        int point = mantissa.IndexOf('.');
        if (point >= 0)
        {
            exponent -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }
        // Beyond a double's range no coefficient makes sense, and powers of ten would grow without bound.
        if (Math.Abs((long)exponent) > 400 || mantissa.Length > 200)
            return false;
        if (!BigInteger.TryParse(mantissa, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger digits))
            return false;
        BigInteger scale = BigInteger.Pow(10, Math.Abs(exponent));
        value = exponent < 0 ? new Rational(digits, scale) : new Rational(digits * scale);
        return true;
    }

    /// <summary>The shortest decimal that reads back as this double: 0.1 is one tenth, not its binary neighbour.</summary>
    public static bool TryFromDouble(double number, out Rational value) =>
        TryParseDecimal(number.ToString("R", CultureInfo.InvariantCulture), out value);

    /// <summary>The nearest double, the even one of two; infinite beyond the greatest.</summary>
    public double ToDouble()
    {
        const long Exact = 1L << 53;
        if (Denominator <= Exact && BigInteger.Abs(Numerator) <= Exact)
            return (double)Numerator / (double)Denominator;
        // As a whole number of at least 65 bits times a power of 2.
        BigInteger above = BigInteger.Abs(Numerator);
        int exponent = Math.Max(BitLength(above) - BitLength(Denominator) - 74, -1100);
        BigInteger quotient = exponent <= 0
            ? BigInteger.DivRem(above << -exponent, Denominator, out BigInteger rest)
            : BigInteger.DivRem(above, Denominator << exponent, out rest);
        // The bits that a double has no room for are rounded away; below its normal range it has room for fewer.
        int dropped = Math.Max(Bits(quotient) - 53, -1074 - exponent);
        BigInteger kept = quotient >> dropped;
        BigInteger half = BigInteger.One << (dropped - 1);
        BigInteger lost = quotient - (kept << dropped);
        if (lost > half || (lost == half && (!rest.IsZero || !kept.IsEven)))
            kept += 1;
        exponent += dropped;
        // In two steps, for the power alone may lie beyond a double's range.
        double size = (double)kept * Math.Pow(2, exponent / 2) * Math.Pow(2, exponent - (exponent / 2));
        return Sign < 0 ? -size : size;
    }

    /// <summary>A decimal literal where one is exact and short, else a fraction: <c>0.25</c>, <c>1/3</c>.</summary>
    public override string ToString()
    {
        if (IsWhole)
            return Numerator.ToString(CultureInfo.InvariantCulture);
        string text = Sign < 0 ? "-" + Decimal.Text(-this) : Decimal.Text(this);
        return text.Length is > 0 and <= 12 && text != "-"
            ? text
            : Numerator.ToString(CultureInfo.InvariantCulture) + "/" + Denominator.ToString(CultureInfo.InvariantCulture);
    }

    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    public override int GetHashCode() => unchecked((Numerator.GetHashCode() * 31) + Denominator.GetHashCode());

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public static implicit operator Rational(int whole) => new(new BigInteger(whole));

    public static Rational operator +(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    public static Rational Min(Rational a, Rational b) => a <= b ? a : b;

    public static Rational Max(Rational a, Rational b) => a >= b ? a : b;

    private static int BitLength(BigInteger value) => value.ToByteArray().Length * 8;

    private static int Bits(BigInteger value)
    {
        int bits = BitLength(value) - 16;
        while (!(value >> Math.Max(bits, 0)).IsZero)
            bits++;
        return Math.Max(bits, 0);
    }
}
