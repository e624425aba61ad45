using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// Decides exactly whether all roots of a polynomial lie in the closed unit disc and those on the circle are simple.
/// </summary>
internal static class RootCondition
{
    public static bool Holds(Polynomial polynomial)
    {
        // Roots at 0 are inside and would hide in the reversed polynomial.
        polynomial = WithoutZeroRoots(polynomial);
        if (polynomial.Degree <= 0)
            return true;
        // Every root on the circle is a root of the reversed polynomial too, and so is each r of a pair r, 1/r.
        Polynomial common = Polynomial.Gcd(polynomial, polynomial.Reversed());
        Polynomial others = Polynomial.Divide(polynomial, common).Quotient;
        if (others.Degree > 0 && !IsInside(others))
            return false;
        // What is left must lie on the circle altogether: a pair would have a member outside.
        bool simple = Polynomial.Gcd(common, common.Derivative()).Degree <= 0 && Polynomial.Gcd(common, others).Degree <= 0;
        return common.Degree <= 0 || (simple && IsOnCircle(common));
    }

    /// <summary>Whether all roots lie strictly inside the unit circle (Schur and Cohn's recursion).</summary>
    public static bool IsInside(Polynomial polynomial)
    {
        while (polynomial.Degree > 0)
        {
            if (polynomial[0].Abs() >= polynomial.Lead.Abs())
                return false;
            Polynomial difference = polynomial.Times(polynomial.Lead) - polynomial.Reversed(polynomial.Degree).Times(polynomial[0]);
            polynomial = new Polynomial(difference.Coefficients.Skip(1)).Monic();
        }
        return true;
    }

    /// <summary>Whether all roots of a polynomial without multiple roots, whose roots are closed under r -> 1/r, lie on the circle.</summary>
    private static bool IsOnCircle(Polynomial polynomial)
    {
        foreach (Rational real in new Rational[] { 1, -1 })
        {
            if (polynomial.At(real).IsZero)
                polynomial = Polynomial.Divide(polynomial, new Polynomial([-real, Rational.One])).Quotient;
        }
        if (polynomial.Degree <= 0)
            return true;
        // With w = z + 1/z, roots on the circle other than 1 and -1 are those with a real w between -2 and 2.
        Polynomial inW = FoldReciprocals(polynomial);
        return Sturm.CountRoots(inW, -2, 2) == inW.Degree;
    }

    /// <summary>Writes z^-m p(z), for p of degree 2m with symmetric coefficients, as a polynomial in w = z + 1/z.</summary>
    private static Polynomial FoldReciprocals(Polynomial polynomial)
    {
        int half = polynomial.Degree / 2;
        // z^n + z^-n as polynomials in w: 2, w, then w times the last minus the one before.
        var powers = new List<Polynomial> { new([2]), new([0, 1]) };
        var w = new Polynomial([0, 1]);
        Polynomial sum = new([polynomial[half]]);
        for (int n = 1; n <= half; n++)
        {
            if (n >= powers.Count)
                powers.Add((w * powers[n - 1]) - powers[n - 2]);
            sum -= powers[n].Times(-polynomial[half + n]);
        }
        return sum;
    }

    private static Polynomial WithoutZeroRoots(Polynomial polynomial) => new(polynomial.Coefficients.SkipWhile(c => c.IsZero));

    /// <summary>Reversed as a polynomial of the given degree, which a constant coefficient of 0 would lower.</summary>
    private static Polynomial Reversed(this Polynomial polynomial, int degree) =>
        new(Enumerable.Range(0, degree + 1).Select(i => polynomial[degree - i]));
}

/// <summary>Counts real roots exactly (Sturm's theorem).</summary>
internal static class Sturm
{
    /// <summary>The number of different real roots strictly between two numbers that are no roots themselves.</summary>
    public static int CountRoots(Polynomial polynomial, Rational from, Rational to)
    {
        var chain = new List<Polynomial> { polynomial, polynomial.Derivative() };
        while (!chain[chain.Count - 1].IsZero)
            chain.Add(Polynomial.Divide(chain[chain.Count - 2], chain[chain.Count - 1]).Remainder.Times(-1));
        return Changes(chain, from) - Changes(chain, to);
    }

    private static int Changes(List<Polynomial> chain, Rational point)
    {
        int changes = 0;
        int last = 0;
        foreach (int sign in chain.Select(p => p.At(point).Sign).Where(s => s != 0))
        {
            if (last != 0 && sign != last)
                changes++;
            last = sign;
        }
        return changes;
    }
}
