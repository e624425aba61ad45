using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Judges plans.</summary>
internal static class VerdictMaker
{
    /// <summary>Numbers that are no fractions count as equal when they are closer than this.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>With coefficients in place of numbers, what is computed grows much faster with the number of iterates.</summary>
    private const int MostSymbolicSlots = 6;

    /// <summary>The verdict on a plan; coefficients of which nothing is said are learned without bounds.</summary>
    public static Verdict Judge(Plan plan, IReadOnlyDictionary<string, CoefficientKnowledge> coefficients)
    {
        var knowledge = new Knowledge(coefficients, plan.Scalars);
        LinearModel model = LinearModel.Of(plan, knowledge);
        if (model.Reason != NoVerdictReason.None)
            return None(plan, model.Reason, consistent: null, [], []);
        NoVerdictReason reason = model.Matrix.Cast<Scalar>().Select(knowledge.ReasonAgainst).DefaultIfEmpty(NoVerdictReason.None).Max();
        if (model.Slots.Count > MostSymbolicSlots && model.Matrix.Cast<Scalar>().Any(m => !m.TryConstant(out _)))
            return None(plan, reason == NoVerdictReason.None ? NoVerdictReason.TooLarge : reason, consistent: null, [], []);
        var polynomial = CharacteristicPolynomial.Of(model.Matrix);
        EquatableArray<EffectiveStep> steps = EffectiveSteps(model, polynomial);
        if (reason != NoVerdictReason.None)
        {
            bool identically = polynomial.AtOne.IsZero;
            return None(plan, reason, identically ? true : null, polynomial.Coefficients.ToEquatableArray(), steps);
        }
        return polynomial.Coefficients.SelectMany(c => c.Atoms()).Concat(model.Matrix.Cast<Scalar>().SelectMany(c => c.Atoms())).OfType<CoefficientAtom>().Any()
            ? JudgeRange(plan, knowledge, model, polynomial, steps)
            : JudgeNumbers(plan, knowledge, model, polynomial, steps);
    }

    private static Verdict JudgeNumbers(
        Plan plan, Knowledge knowledge, LinearModel model, CharacteristicPolynomial polynomial, EquatableArray<EffectiveStep> steps)
    {
        double[] coefficients = [.. polynomial.Coefficients.Select(c => Knowledge.Evaluate(c, NoValues))];
        IReadOnlyList<Root> roots = polynomial.Exact is { } fractions ? ComplexRoots.Find(fractions) : ComplexRoots.Find(coefficients);
        bool exact = model.Matrix.Cast<Scalar>().All(m => m.TryConstant(out _));
        bool consistent = exact ? polynomial.AtOne.IsZero : Math.Abs(coefficients.Sum()) <= Tolerance;
        // A multiple root does harm only where it is one of the minimal polynomial, too.
        Polynomial? minimal = exact ? MinimalPolynomial(model.Matrix, NoFractions) : null;
        Stability stability = minimal is null ? JudgeApproximately(roots) : RootCondition.Holds(minimal) ? Stability.Stable : Stability.Unstable;
        int? order = consistent && exact ? OrderOfAccuracy.Find(plan, knowledge, model) : null;
        OffendingRoot? offending = stability == Stability.Unstable ? FindOffending(minimal is null ? roots : ComplexRoots.Find(minimal)) : null;
        return VerdictText.Complete(plan, new Verdict(
            consistent, stability, NoVerdictReason.None, polynomial.Coefficients.ToEquatableArray(), roots.ToEquatableArray(), offending, [], order,
            steps, exact, "", []));
    }

    private static Verdict JudgeRange(
        Plan plan, Knowledge knowledge, LinearModel model, CharacteristicPolynomial polynomial, EquatableArray<EffectiveStep> steps)
    {
        var ranges = model.Matrix.Cast<Scalar>().SelectMany(m => m.Atoms()).OfType<CoefficientAtom>().Select(a => a.Name).Distinct()
            .ToDictionary(n => n, n => (BoundedCoefficient)knowledge.Of(n));
        bool identically = polynomial.AtOne.IsZero;
        Interval? atOne = Enclosure.Of(polynomial.AtOne, ranges.ToDictionary(r => r.Key, r => new Interval(r.Value.Minimum, r.Value.Maximum)));
        bool? consistent = identically ? true : atOne is { } values && !values.Contains(Rational.Zero) ? false : null;
        BoxAnswer answer = BoxStability.Decide(model.Matrix, polynomial.Coefficients, identically, ranges);
        int? order = identically ? OrderOfAccuracy.Find(plan, knowledge, model) : null;
        return VerdictText.Complete(plan, new Verdict(
            consistent, answer.Stability, NoVerdictReason.None, polynomial.Coefficients.ToEquatableArray(), [],
            answer.Witness is { } witness ? FindOffending(ComplexRoots.Find(MinimalPolynomial(model.Matrix, witness))) : null,
            (answer.Witness ?? new Dictionary<string, Rational>()).OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => new CoefficientValue(w.Key, w.Value)).ToEquatableArray(),
            order, steps, true, "", []));
    }

    private static IReadOnlyDictionary<string, double> NoValues { get; } = new Dictionary<string, double>();

    private static IReadOnlyDictionary<string, Rational> NoFractions { get; } = new Dictionary<string, Rational>();

    private static Polynomial MinimalPolynomial(Scalar[,] scalars, IReadOnlyDictionary<string, Rational> values)
    {
        int size = scalars.GetLength(0);
        var matrix = new Rational[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                Knowledge.TryEvaluate(scalars[i, j], values, out matrix[i, j]);
        }
        return RationalMatrix.MinimalPolynomial(matrix);
    }

    private static Stability JudgeApproximately(IReadOnlyList<Root> roots)
    {
        // A multiple root is found to half the digits or fewer: what lies close together on the circle cannot be told apart, nor said to be outside.
        const double Blurred = 0.01;
        if (roots.Any(r => r.Modulus > 1 + (HasNear(r) ? Blurred : Tolerance)))
            return Stability.Unstable;
        return roots.Where(r => r.Modulus > 1 - Tolerance).Any(HasNear) ? Stability.Undecided : Stability.Stable;

        bool HasNear(Root root)
        {
            const double Near = 1e-4;
            return roots.Count(r => Distance(r, root) < Near) > 1;
        }
    }

    private static double Distance(Root a, Root b) => Math.Abs(a.Real - b.Real) + Math.Abs(a.Imaginary - b.Imaginary);

    /// <summary>The root farthest outside; when none is, one on the circle that is there twice.</summary>
    private static OffendingRoot FindOffending(IReadOnlyList<Root> roots)
    {
        double greatest = roots.Max(r => r.Modulus);
        if (greatest <= 1 + Tolerance)
        {
            foreach (Root root in roots)
            {
                if (root.Modulus > 1 - Tolerance && roots.Count(r => Distance(r, root) < Tolerance) > 1)
                    return new OffendingRoot(root, IsMultiple: true);
            }
        }
        // Numbers beyond a double's range have no modulus to compare.
        return new OffendingRoot(roots.Where(r => r.Modulus >= greatest - Tolerance).DefaultIfEmpty(roots[0]).First(), IsMultiple: false);
    }

    /// <summary>
    /// How fast the root at 1 moves with the strength of each operator: the trace of the adjugate with what the operator adds, over the
    /// derivative of the polynomial. For one state that is sigma(1)/rho'(1).
    /// </summary>
    private static EquatableArray<EffectiveStep> EffectiveSteps(LinearModel model, CharacteristicPolynomial polynomial)
    {
        Scalar derivative = CharacteristicPolynomial.Trace(polynomial.AdjugateAtOne);
        if (derivative.IsZero || !polynomial.AtOne.IsZero || model.HasDenseOperators)
            return [];
        bool constant = !derivative.DependsOnLayer;
        if (!constant)
            return [];
        var flows = model.Slopes
            .Select(s => (s.Key, Flow: CharacteristicPolynomial.Trace(CharacteristicPolynomial.Multiply(polynomial.AdjugateAtOne, s.Value)) / derivative))
            .Where(s => !s.Flow.IsZero).ToList();
        bool descends = flows.Exists(f => f.Flow.Terms[0].Factor.Sign < 0);
        return flows.Select(f => new EffectiveStep(f.Key, f.Flow, descends ? -f.Flow : f.Flow)).ToEquatableArray();
    }

    private static Verdict None(
        Plan plan, NoVerdictReason reason, bool? consistent, EquatableArray<Scalar> polynomial, EquatableArray<EffectiveStep> steps) =>
        VerdictText.Complete(plan, new Verdict(
            consistent, Stability.NotApplicable, reason, polynomial, [], null, [], null, steps, true, "", []));
}
