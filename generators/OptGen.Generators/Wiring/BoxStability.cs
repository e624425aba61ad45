using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>What a search over ranges of coefficients has found.</summary>
internal sealed record BoxAnswer(Stability Stability, IReadOnlyDictionary<string, Rational>? Witness);

/// <summary>
/// Decides zero-stability over ranges of coefficients. Stability of a whole box is proved with intervals that enclose every value, a
/// counterexample is a point judged exactly, and boxes that are neither are halved until a proof, a counterexample or the end of patience.
/// </summary>
internal sealed class BoxStability
{
    /// <summary>For two iterates tied together; judging a point takes longer the more there are.</summary>
    private const int MostBoxes = 600;

    private readonly Scalar[,] _matrix;
    private readonly Scalar[] _quotient;
    private readonly bool _consistent;
    private readonly IReadOnlyDictionary<string, BoundedCoefficient> _ranges;

    private BoxStability(Scalar[,] matrix, Scalar[] polynomial, bool consistent, IReadOnlyDictionary<string, BoundedCoefficient> ranges)
    {
        _matrix = matrix;
        _consistent = consistent;
        _ranges = ranges;
        _quotient = consistent ? WithoutRootAtOne(polynomial) : polynomial;
    }

    public static BoxAnswer Decide(
        Scalar[,] matrix, Scalar[] polynomial, bool consistent, IReadOnlyDictionary<string, BoundedCoefficient> ranges) =>
        new BoxStability(matrix, polynomial, consistent, ranges).Decide();

    private BoxAnswer Decide()
    {
        var whole = _ranges.ToDictionary(r => r.Key, r => new Interval(r.Value.Minimum, r.Value.Maximum));
        var pending = new Queue<Dictionary<string, Interval>>([whole]);
        int most = MostBoxes / Math.Max(1, _matrix.Length / 4);
        for (int visited = 0; pending.Count > 0; visited++)
        {
            Dictionary<string, Interval> box = pending.Dequeue();
            if (IsStable(box, visited == 0))
                continue;
            if (FindWitness(box) is { } witness)
                return new BoxAnswer(Stability.UnstableInRange, witness);
            if (visited >= most)
                return new BoxAnswer(Stability.Undecided, null);
            string widest = box.OrderByDescending(b => b.Value.High - b.Value.Low).ThenBy(b => b.Key, StringComparer.Ordinal).First().Key;
            Interval side = box[widest];
            Rational middle = (side.Low + side.High) / 2;
            pending.Enqueue(new Dictionary<string, Interval>(box) { [widest] = new Interval(side.Low, middle) });
            pending.Enqueue(new Dictionary<string, Interval>(box) { [widest] = new Interval(middle, side.High) });
        }
        return new BoxAnswer(Stability.StableInRange, null);
    }

    /// <summary>The corners that belong to the range, and the middle.</summary>
    private Dictionary<string, Rational>? FindWitness(Dictionary<string, Interval> box)
    {
        var middle = box.ToDictionary(b => b.Key, b => (b.Value.Low + b.Value.High) / 2);
        IEnumerable<Dictionary<string, Rational>> corners = box.Count <= 4 ? Enclosure.Corners(box).Where(Belongs) : [];
        return corners.Append(middle).FirstOrDefault(point => IsUnstableAt(point));
    }

    private bool Belongs(Dictionary<string, Rational> point) =>
        point.All(p => !_ranges[p.Key].Open || (p.Value > _ranges[p.Key].Minimum && p.Value < _ranges[p.Key].Maximum));

    private bool IsUnstableAt(IReadOnlyDictionary<string, Rational> point)
    {
        int size = _matrix.GetLength(0);
        var matrix = new Rational[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                if (!Knowledge.TryEvaluate(_matrix[i, j], point, out matrix[i, j]))
                    return false;
            }
        }
        return !RootCondition.Holds(RationalMatrix.MinimalPolynomial(matrix));
    }

    /// <summary>Whether the roots apart from the one at 1 are proved to be harmless for all values in the box.</summary>
    private bool IsStable(Dictionary<string, Interval> box, bool whole)
    {
        int degree = _quotient.Length - 1;
        if (degree == 0)
            return true;
        if (degree == 1)
        {
            // The root is -c: from -1 up to 1, and not 1 again when 1 is a root already.
            return Holds(Scalar.One + _quotient[0], strict: _consistent, box, whole) && Holds(Scalar.One - _quotient[0], strict: false, box, whole);
        }
        return degree == 2 ? IsStableSquare(box, whole) : IsInside([.. _quotient.Select(c => Enclosure.Of(c, box))]);
    }

    /// <summary>z^2 + p z + r has its roots in the closed disc when r is at most 1 and it is not negative at 1 and -1.</summary>
    private bool IsStableSquare(Dictionary<string, Interval> box, bool whole)
    {
        Scalar atOne = Scalar.One + _quotient[1] + _quotient[0];
        Scalar atMinusOne = Scalar.One - _quotient[1] + _quotient[0];
        Scalar product = Scalar.One - _quotient[0];
        if (!Holds(atOne, strict: _consistent, box, whole) || !Holds(atMinusOne, false, box, whole) || !Holds(product, false, box, whole))
            return false;
        // A double root on the circle is 1 twice or -1 twice: then the product is 1 and the value there 0.
        return Holds(product, true, box, whole) || (Holds(atMinusOne, true, box, whole) && Holds(atOne, true, box, whole));
    }

    /// <summary>Whether a scalar is proved to be positive, or not negative, over the box.</summary>
    private bool Holds(Scalar scalar, bool strict, Dictionary<string, Interval> box, bool whole)
    {
        if (Enclosure.Of(scalar, box) is not { } values || values.Low.Sign < 0)
            return false;
        // A multi-affine function that is 0 inside a box where it is never negative is 0 throughout; so over a range without its ends
        // it is positive unless it is constant.
        bool ends = whole && _ranges.Values.All(r => r.Open) && Enclosure.IsMultiAffine(scalar) && !scalar.TryConstant(out _);
        return !strict || values.Low.Sign > 0 || ends;
    }

    /// <summary>Schur and Cohn's recursion with intervals: all roots strictly inside the circle for every choice of coefficients.</summary>
    private static bool IsInside(Interval?[] enclosures)
    {
        if (enclosures.Any(e => e is null))
            return false;
        Interval[] p = [.. enclosures.Select(e => e!.Value)];
        while (p.Length > 1)
        {
            int degree = p.Length - 1;
            // |p_0| < |p_n|, with p_n kept at 1 by division.
            if (p[0].Low <= -1 || p[0].High >= 1)
                return false;
            Interval lead = Interval.Of(Rational.One) - p[0].Power(2);
            Interval inverse = lead.Reciprocal()!.Value;
            var next = new Interval[degree];
            for (int i = 1; i < degree; i++)
                next[i - 1] = Coarse((p[i] - (p[0] * p[degree - i])) * inverse);
            next[degree - 1] = Interval.Of(Rational.One);
            p = next;
        }
        return true;
    }

    /// <summary>Widens to ends with few digits; exact ends would double in length at every step.</summary>
    private static Interval Coarse(Interval interval)
    {
        const long Grid = 1L << 40;
        System.Numerics.BigInteger low = Floor(interval.Low * new Rational(Grid, 1));
        System.Numerics.BigInteger high = -Floor(-interval.High * new Rational(Grid, 1));
        return new Interval(new Rational(low, Grid), new Rational(high, Grid));
    }

    private static System.Numerics.BigInteger Floor(Rational value)
    {
        var quotient = System.Numerics.BigInteger.DivRem(value.Numerator, value.Denominator, out System.Numerics.BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    private static Scalar[] WithoutRootAtOne(Scalar[] polynomial)
    {
        var quotient = new Scalar[polynomial.Length - 1];
        Scalar carried = Scalar.Zero;
        for (int i = polynomial.Length - 1; i > 0; i--)
        {
            carried += polynomial[i];
            quotient[i - 1] = carried;
        }
        return quotient;
    }
}
