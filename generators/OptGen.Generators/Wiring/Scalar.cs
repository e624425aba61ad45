using System.Globalization;
using System.Text;
using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>An atom to a whole power, which is negative below a fraction bar and never 0.</summary>
internal sealed record AtomPower(Atom Atom, int Exponent)
{
    public override string ToString() =>
        Math.Abs(Exponent) == 1 ? Atom.Text : Atom.Text + "^" + Math.Abs(Exponent).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A number times powers of different atoms, in the order of their texts.</summary>
internal sealed record Monomial(Rational Factor, EquatableArray<AtomPower> Powers)
{
    /// <summary>The powers as text; equal for monomials that add up.</summary>
    public string Key => _key ??= string.Join("*", Powers.Select(p => p.Atom.Text + "^" + p.Exponent.ToString(CultureInfo.InvariantCulture)));

    // Copied along by a with-expression, which may therefore change the factor only.
    private string? _key;

    public bool Equals(Monomial? other) => other is not null && Factor == other.Factor && Key == other.Key;

    public override int GetHashCode() => Factor.GetHashCode() ^ StringComparer.Ordinal.GetHashCode(Key);
}

/// <summary>
/// A coefficient of the plan in normal form: a sum of monomials in coefficients, k, L and what does not expand, with exact numbers,
/// like terms collected. Two scalars with the same normal form are equal.
/// </summary>
internal sealed record Scalar
{
    /// <summary>
    /// A product that would hold more atoms is kept as a product. What is multiplied out repeats its factors, and without a bound a short
    /// text could repeat them without end.
    /// </summary>
    private const int MostAtoms = 256;

    private Scalar(EquatableArray<Monomial> terms)
    {
        Terms = terms;
        Size = terms.Sum(t => 1 + t.Powers.Sum(p => p.Atom.Size));
    }

    public static Scalar Zero { get; } = new(EquatableArray<Monomial>.Empty);

    public static Scalar One { get; } = Constant(Rational.One);

    /// <summary>The terms in the order of their keys, the constant first.</summary>
    public EquatableArray<Monomial> Terms { get; }

    /// <summary>The number of atoms and terms in it, those inside atoms included.</summary>
    public int Size { get; }

    public bool IsZero => Terms.Count == 0;

    public bool IsOne => TryConstant(out Rational value) && value.IsOne;

    public static Scalar Constant(Rational value) => value.IsZero ? Zero : new([new Monomial(value, [])]);

    public static Scalar Of(Atom atom) => new([new Monomial(Rational.One, [new AtomPower(atom, 1)])]);

    /// <summary>An index as a number.</summary>
    public static Scalar Of(AffineIndex index) =>
        (Constant(index.Layer) * Of(SymbolAtom.Layer)) + (Constant(index.End) * Of(SymbolAtom.Layers))
        + (Constant(index.Variable) * Of(SymbolAtom.Variable)) + Constant(index.Offset);

    public bool TryConstant(out Rational value)
    {
        value = IsZero ? Rational.Zero : Terms[0].Factor;
        return IsZero || (Terms.Count == 1 && Terms[0].Powers.Count == 0);
    }

    public static Scalar operator +(Scalar a, Scalar b)
    {
        if (a.IsZero || b.IsZero)
            return a.IsZero ? b : a;
        return a.TryConstant(out Rational x) && b.TryConstant(out Rational y) ? Constant(x + y) : Collect(a.Terms.Concat(b.Terms));
    }

    public static Scalar operator -(Scalar a) => a.Scale(-1);

    public static Scalar operator -(Scalar a, Scalar b) => a + -b;

    public static Scalar operator *(Scalar a, Scalar b)
    {
        if (a.IsOne || b.IsZero)
            return b;
        if (b.IsOne || a.IsZero)
            return a;
        if (a.TryConstant(out Rational x))
            return b.Scale(x);
        if (b.TryConstant(out Rational y))
            return a.Scale(y);
        if (a.Terms.Count * b.Terms.Count > 1 && (a.Terms.Count * b.Size) + (b.Terms.Count * a.Size) > MostAtoms)
            return new([Multiply(Whole(a), Whole(b))]);
        return Collect(a.Terms.SelectMany(_ => b.Terms, Multiply));
    }

    /// <summary>The quotient. Division by zero stays in it as written and has the value it has in floating point.</summary>
    public static Scalar operator /(Scalar a, Scalar b) => a * b.Reciprocal();

    public Scalar Reciprocal()
    {
        if (IsZero)
            return new([new Monomial(Rational.One, [new AtomPower(new GroupAtom(this), -1)])]);
        Monomial whole = Whole(this);
        return new([new Monomial(whole.Factor.Reciprocal(), whole.Powers.Select(p => p with { Exponent = -p.Exponent }).ToEquatableArray())]);
    }

    public Scalar Power(int exponent)
    {
        if (Terms.Count <= 1)
        {
            return IsZero
                ? exponent == 0 ? One : Zero
                : Collect([new Monomial(
                    Terms[0].Factor.Power(exponent), Terms[0].Powers.Select(p => p with { Exponent = p.Exponent * exponent }).Where(p => p.Exponent != 0).ToEquatableArray())]);
        }
        // The number of terms of an expanded power grows quickly; this bound keeps squares and cubes of sums readable.
        const int MostExpanded = 4;
        if (exponent > MostExpanded)
            return new([new Monomial(Rational.One, [new AtomPower(new GroupAtom(this), exponent)])]);
        Scalar product = One;
        for (int i = 0; i < exponent; i++)
            product *= this;
        return product;
    }

    /// <summary>Puts other indices in place of k and of j.</summary>
    public Scalar Substitute(AffineIndex layer, AffineIndex variable)
    {
        if (Terms.All(t => t.Powers.Count == 0))
            return this;
        Scalar sum = Zero;
        foreach (Monomial term in Terms)
        {
            Scalar product = Constant(term.Factor);
            foreach (AtomPower power in term.Powers)
            {
                Scalar atom = Substitute(power.Atom, layer, variable);
                product *= power.Exponent > 0 ? atom.Power(power.Exponent) : atom.Power(-power.Exponent).Reciprocal();
            }
            sum += product;
        }
        return sum;
    }

    /// <summary>Every atom in the scalar, those inside functions and denominators included.</summary>
    public IEnumerable<Atom> Atoms()
    {
        foreach (AtomPower power in Terms.SelectMany(t => t.Powers))
        {
            yield return power.Atom;
            IEnumerable<Scalar> inner = power.Atom switch
            {
                FunctionAtom function => function.Arguments,
                GroupAtom group => [group.Content],
                _ => []
            };
            foreach (Atom atom in inner.SelectMany(i => i.Atoms()))
                yield return atom;
        }
    }

    /// <summary>Whether the value changes with the layer: it holds k or a coefficient at an index that does.</summary>
    public bool DependsOnLayer => Atoms().Any(a => a == SymbolAtom.Layer || a is CoefficientAtom c && c.Indices.Any(i => i.Layer != 0));

    public bool DependsOnVariable => Atoms().Any(a => a == SymbolAtom.Variable || a is CoefficientAtom c && c.Indices.Any(i => i.Variable != 0));

    public bool Equals(Scalar? other) => other is not null && Terms == other.Terms;

    public override int GetHashCode() => Terms.GetHashCode();

    /// <summary>Canonical text; equal scalars have equal text.</summary>
    public string Text => ScalarText.Write(this);

    /// <summary>As a reader would write it, without the marks that keep a coefficient's name apart in canonical text.</summary>
    public override string ToString() => Text.Replace(CoefficientAtom.Mark, "");

    private static Scalar Substitute(Atom atom, AffineIndex layer, AffineIndex variable) => atom switch
    {
        _ when atom == SymbolAtom.Layer => Of(layer),
        _ when atom == SymbolAtom.Variable => Of(variable),
        CoefficientAtom coefficient => Of(new CoefficientAtom(
            coefficient.Name, coefficient.Indices.Select(i => Replace(i, layer, variable)).ToEquatableArray())),
        FunctionAtom function => ScalarFunctions.Apply(
            function.Function, function.Arguments.Select(a => a.Substitute(layer, variable)).ToEquatableArray()),
        GroupAtom group => group.Content.Substitute(layer, variable),
        _ => Of(atom)
    };

    private static AffineIndex Replace(AffineIndex index, AffineIndex layer, AffineIndex variable)
    {
        // Both at once: what is put in place of k may itself hold a j, and the other way round.
        AffineIndex rest = index with { Layer = 0, Variable = 0 };
        AffineIndex withLayer = new AffineIndex(1, 0, 0, 0).WithLayer(layer);
        AffineIndex withVariable = new AffineIndex(0, 0, 1, 0).WithVariable(variable);
        return new AffineIndex(
            rest.Layer + (index.Layer * withLayer.Layer) + (index.Variable * withVariable.Layer),
            rest.End + (index.Layer * withLayer.End) + (index.Variable * withVariable.End),
            rest.Variable + (index.Layer * withLayer.Variable) + (index.Variable * withVariable.Variable),
            rest.Offset + (index.Layer * withLayer.Offset) + (index.Variable * withVariable.Offset));
    }

    private Scalar Scale(Rational factor) => new(Terms.Select(t => t with { Factor = t.Factor * factor }).ToEquatableArray());

    /// <summary>The scalar as one monomial, a sum becoming a group whose first sign is +.</summary>
    private static Monomial Whole(Scalar scalar)
    {
        if (scalar.Terms.Count == 1)
            return scalar.Terms[0];
        // A sign is taken out, so that 1-a and a-1 are one group; other factors stay, for k+3 reads better than 1+k/3.
        bool minus = scalar.Terms[0].Factor.Sign < 0;
        return new Monomial(minus ? -1 : Rational.One, [new AtomPower(new GroupAtom(minus ? -scalar : scalar), 1)]);
    }

    internal static Monomial Multiply(Monomial a, Monomial b)
    {
        var exponents = new SortedDictionary<string, AtomPower>(StringComparer.Ordinal);
        foreach (AtomPower power in a.Powers.Concat(b.Powers))
        {
            int exponent = power.Exponent + (exponents.TryGetValue(power.Atom.Text, out AtomPower? present) ? present.Exponent : 0);
            exponents[power.Atom.Text] = power with { Exponent = exponent };
        }
        return new Monomial(a.Factor * b.Factor, exponents.Values.Where(p => p.Exponent != 0).ToEquatableArray());
    }

    private static Scalar Collect(IEnumerable<Monomial> terms)
    {
        var sums = new SortedDictionary<string, Monomial>(StringComparer.Ordinal);
        foreach (Monomial term in terms)
            sums[term.Key] = sums.TryGetValue(term.Key, out Monomial? present) ? term with { Factor = present.Factor + term.Factor } : term;
        List<Monomial> collected = [.. sums.Values.Where(t => !t.Factor.IsZero)];
        return Cancellation.TryCancel(collected) is { } cancelled ? Collect(cancelled) : new(collected.ToEquatableArray());
    }
}

/// <summary>Writes scalars for messages and documentation.</summary>
internal static class ScalarText
{
    public static string Write(Scalar scalar)
    {
        if (scalar.IsZero)
            return "0";
        var text = new StringBuilder();
        foreach (Monomial term in scalar.Terms)
        {
            bool minus = term.Factor.Sign < 0;
            text.Append(text.Length == 0 ? minus ? "-" : "" : minus ? " - " : " + ");
            Write(text, term.Factor.Abs(), term.Powers);
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, Rational factor, EquatableArray<AtomPower> powers)
    {
        var above = powers.Where(p => p.Exponent > 0).Select(p => p.ToString()).ToList();
        var below = powers.Where(p => p.Exponent < 0).Select(p => p.ToString()).ToList();
        if (!factor.IsOne || above.Count == 0)
            above.Insert(0, factor.ToString());
        text.Append(string.Join("*", above));
        if (below.Count > 0)
            text.Append('/').Append(below.Count == 1 ? below[0] : "(" + string.Join("*", below) + ")");
    }
}
