using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>A polynomial in one variable with exact coefficients.</summary>
internal sealed class Polynomial
{
    private readonly Rational[] _coefficients;

    /// <param name="coefficients">The constant coefficient first.</param>
    public Polynomial(IEnumerable<Rational> coefficients)
    {
        List<Rational> kept = [.. coefficients];
        while (kept.Count > 0 && kept[kept.Count - 1].IsZero)
            kept.RemoveAt(kept.Count - 1);
        _coefficients = [.. kept];
    }

    /// <summary>The degree; -1 for the zero polynomial.</summary>
    public int Degree => _coefficients.Length - 1;

    public bool IsZero => Degree < 0;

    public Rational Lead => this[Degree];

    public Rational this[int power] => power >= 0 && power < _coefficients.Length ? _coefficients[power] : Rational.Zero;

    public IReadOnlyList<Rational> Coefficients => _coefficients;

    public Rational At(Rational point)
    {
        Rational value = Rational.Zero;
        for (int i = Degree; i >= 0; i--)
            value = (value * point) + this[i];
        return value;
    }

    public Polynomial Derivative() => new(Enumerable.Range(1, Math.Max(0, Degree)).Select(i => this[i] * i));

    /// <summary>The polynomial whose roots are the reciprocals of these.</summary>
    public Polynomial Reversed() => new(Enumerable.Reverse(_coefficients));

    public Polynomial Monic() => IsZero ? this : Times(Lead.Reciprocal());

    public Polynomial Times(Rational factor) => new(_coefficients.Select(c => c * factor));

    public static Polynomial operator -(Polynomial a, Polynomial b) =>
        new(Enumerable.Range(0, Math.Max(a.Degree, b.Degree) + 1).Select(i => a[i] - b[i]));

    public static Polynomial operator *(Polynomial a, Polynomial b)
    {
        if (a.IsZero || b.IsZero)
            return new Polynomial([]);
        var product = new Rational[a.Degree + b.Degree + 1];
        for (int i = 0; i <= a.Degree; i++)
        {
            for (int j = 0; j <= b.Degree; j++)
                product[i + j] += a[i] * b[j];
        }
        return new Polynomial(product);
    }

    public static (Polynomial Quotient, Polynomial Remainder) Divide(Polynomial dividend, Polynomial divisor)
    {
        Rational[] rest = [.. dividend._coefficients];
        var quotient = new Rational[Math.Max(0, dividend.Degree - divisor.Degree + 1)];
        for (int i = quotient.Length - 1; i >= 0; i--)
        {
            Rational factor = rest[i + divisor.Degree] / divisor.Lead;
            quotient[i] = factor;
            for (int j = 0; j <= divisor.Degree; j++)
                rest[i + j] -= factor * divisor[j];
        }
        return (new Polynomial(quotient), new Polynomial(rest));
    }

    /// <summary>The greatest common divisor, with leading coefficient 1.</summary>
    public static Polynomial Gcd(Polynomial a, Polynomial b)
    {
        while (!b.IsZero)
            (a, b) = (b, Divide(a, b).Remainder.Monic());
        return a.Monic();
    }
}
