using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>All numbers from one fraction to another, both included.</summary>
internal readonly record struct Interval(Rational Low, Rational High)
{
    public static Interval Of(Rational value) => new(value, value);

    public bool Contains(Rational value) => Low <= value && value <= High;

    public static Interval operator +(Interval a, Interval b) => new(a.Low + b.Low, a.High + b.High);

    public static Interval operator -(Interval a, Interval b) => new(a.Low - b.High, a.High - b.Low);

    public static Interval operator *(Interval a, Interval b)
    {
        Rational[] products = [a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High];
        return new(products.Aggregate(Rational.Min), products.Aggregate(Rational.Max));
    }

    /// <summary>The reciprocals; null when 0 is among the numbers.</summary>
    public Interval? Reciprocal() => Contains(Rational.Zero) ? null : new Interval(High.Reciprocal(), Low.Reciprocal());

    /// <summary>The powers; an even one never goes below 0.</summary>
    public Interval Power(int exponent)
    {
        Interval power = new(Low.Power(exponent), High.Power(exponent));
        if (exponent % 2 != 0)
            return power;
        Rational most = Rational.Max(power.Low, power.High);
        return new(Contains(Rational.Zero) ? Rational.Zero : Rational.Min(power.Low, power.High), most);
    }
}

/// <summary>Encloses the values of scalars over boxes of coefficients.</summary>
internal static class Enclosure
{
    /// <summary>An interval that holds every value over the box; null when none can be told.</summary>
    public static Interval? Of(Scalar scalar, IReadOnlyDictionary<string, Interval> box)
    {
        if (IsMultiAffine(scalar) && box.Count <= 6)
            return OverCorners(scalar, box);
        Interval sum = Interval.Of(Rational.Zero);
        foreach (Monomial term in scalar.Terms)
        {
            Interval product = Interval.Of(term.Factor);
            foreach (AtomPower power in term.Powers)
            {
                if (Of(power.Atom, box) is not { } atom)
                    return null;
                Interval raised = atom.Power(Math.Abs(power.Exponent));
                if ((power.Exponent > 0 ? raised : raised.Reciprocal()) is not { } factor)
                    return null;
                product *= factor;
            }
            sum += product;
        }
        return sum;
    }

    /// <summary>Whether the scalar is affine in each coefficient by itself; its extremes over a box are then at corners.</summary>
    public static bool IsMultiAffine(Scalar scalar) =>
        scalar.Terms.SelectMany(t => t.Powers).All(p => p.Exponent == 1 && p.Atom is CoefficientAtom);

    public static IEnumerable<Dictionary<string, Rational>> Corners(IReadOnlyDictionary<string, Interval> box)
    {
        string[] names = [.. box.Keys.OrderBy(n => n, StringComparer.Ordinal)];
        for (int corner = 0; corner < 1 << names.Length; corner++)
        {
            int bits = corner;
            yield return names.Select((name, i) => (name, value: (bits >> i & 1) == 0 ? box[name].Low : box[name].High)).ToDictionary(c => c.name, c => c.value);
        }
    }

    private static Interval? OverCorners(Scalar scalar, IReadOnlyDictionary<string, Interval> box)
    {
        Interval? hull = null;
        foreach (Dictionary<string, Rational> corner in Corners(box))
        {
            if (!Knowledge.TryEvaluate(scalar, corner, out Rational value))
                return null;
            hull = hull is { } h ? new Interval(Rational.Min(h.Low, value), Rational.Max(h.High, value)) : Interval.Of(value);
        }
        return hull;
    }

    private static Interval? Of(Atom atom, IReadOnlyDictionary<string, Interval> box) => atom switch
    {
        GroupAtom group => Of(group.Content, box),
        FunctionAtom { Function: ScalarFunction.Abs } function when Of(function.Arguments[0], box) is { } inside =>
            inside.Contains(Rational.Zero)
                ? new Interval(Rational.Zero, Rational.Max(inside.Low.Abs(), inside.High.Abs()))
                : new Interval(Rational.Min(inside.Low.Abs(), inside.High.Abs()), Rational.Max(inside.Low.Abs(), inside.High.Abs())),
        FunctionAtom { Function: ScalarFunction.Min or ScalarFunction.Max } function => Extreme(function, box),
        // The remaining functions have no exact values; what holds them is left undecided.
        FunctionAtom => null,
        _ => box.TryGetValue(atom.Text, out Interval interval) ? interval : null
    };

    private static Interval? Extreme(FunctionAtom function, IReadOnlyDictionary<string, Interval> box)
    {
        Func<Rational, Rational, Rational> choose = function.Function == ScalarFunction.Min ? Rational.Min : Rational.Max;
        Interval? extreme = null;
        foreach (Scalar argument in function.Arguments)
        {
            if (Of(argument, box) is not { } next)
                return null;
            extreme = extreme is { } e ? new Interval(choose(e.Low, next.Low), choose(e.High, next.High)) : next;
        }
        return extreme;
    }
}
