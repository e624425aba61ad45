using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Takes a sum out of a fraction whose numerator it divides: a/(a + b) + b/(a + b) is 1.</summary>
internal static class Cancellation
{
    /// <summary>Quotients of recurrences' coefficients have few terms; a division that needs more does not come out even.</summary>
    private const int MostTerms = 32;

    /// <summary>The terms with what cancels taken out; null when nothing does.</summary>
    public static IEnumerable<Monomial>? TryCancel(IReadOnlyCollection<Monomial> terms)
    {
        foreach (AtomPower denominator in terms.SelectMany(t => t.Powers).Where(p => p is { Exponent: < 0, Atom: GroupAtom }).Distinct().ToList())
        {
            List<Monomial> above = [.. terms.Where(t => t.Powers.Contains(denominator))];
            if (above.Count < 2)
                continue;
            IEnumerable<Monomial> numerator = above.Select(t => new Monomial(t.Factor, t.Powers.Where(p => p != denominator).ToEquatableArray()));
            if (TryDivide(numerator, ((GroupAtom)denominator.Atom).Content.Terms) is not { } quotient)
                continue;
            IEnumerable<Monomial> rest = terms.Where(t => !t.Powers.Contains(denominator));
            AtomPower? left = denominator.Exponent == -1 ? null : denominator with { Exponent = denominator.Exponent + 1 };
            return rest.Concat(quotient.Select(q => left is null ? q : Scalar.Multiply(q, new Monomial(Rational.One, [left]))));
        }
        return null;
    }

    /// <summary>Long division by the leading terms, in the lexical order of exponents; null when there is a remainder.</summary>
    private static List<Monomial>? TryDivide(IEnumerable<Monomial> numerator, IReadOnlyList<Monomial> divisor)
    {
        var rest = numerator.ToDictionary(t => t.Key, StringComparer.Ordinal);
        string[] atoms = [.. rest.Values.Concat(divisor).SelectMany(t => t.Powers).Select(p => p.Atom.Text).Distinct().OrderBy(t => t, StringComparer.Ordinal)];
        Monomial lead = Leading(divisor, atoms);
        var inverse = new Monomial(lead.Factor.Reciprocal(), lead.Powers.Select(p => p with { Exponent = -p.Exponent }).ToEquatableArray());
        var quotient = new List<Monomial>();
        while (rest.Count > 0)
        {
            if (quotient.Count == MostTerms)
                return null;
            Monomial next = Scalar.Multiply(Leading(rest.Values, atoms), inverse);
            quotient.Add(next);
            foreach (Monomial term in divisor)
            {
                Monomial product = Scalar.Multiply(term, next);
                Rational factor = (rest.TryGetValue(product.Key, out Monomial? present) ? present.Factor : Rational.Zero) - product.Factor;
                if (factor.IsZero)
                    rest.Remove(product.Key);
                else
                    rest[product.Key] = product with { Factor = factor };
            }
        }
        return quotient;
    }

    private static Monomial Leading(IEnumerable<Monomial> terms, string[] atoms) => terms.Aggregate((a, b) => Compare(a, b, atoms) >= 0 ? a : b);

    private static int Compare(Monomial a, Monomial b, string[] atoms) =>
        atoms.Select(atom => Exponent(a, atom).CompareTo(Exponent(b, atom))).FirstOrDefault(order => order != 0);

    private static int Exponent(Monomial term, string atom) => term.Powers.FirstOrDefault(p => p.Atom.Text == atom)?.Exponent ?? 0;
}
