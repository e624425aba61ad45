using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// The order of accuracy. With every operator T(x) = t*x, t small, the recurrence has one root near 1, z(t) = 1 + c t + …; its order is
/// the highest p for which z(t) and exp(c t) agree up to t^p. For linear multistep methods that is the classical order. Coefficients
/// that are not known take values without pattern, which an order holding for all values must survive.
/// </summary>
internal static class OrderOfAccuracy
{
    /// <summary>Most methods show their order in few powers; only those that agree so far are expanded further.</summary>
    private static readonly int[] Lengths = [3, 8];

    public static int? Find(Plan plan, Knowledge knowledge, LinearModel model)
    {
        if (model.HasDenseOperators || !IsWithoutCompositions(plan, out bool multistep))
            return null;
        List<string> operators = [.. model.Slopes.Keys];
        int? order = null;
        for (int trial = 0; trial < (operators.Count > 1 ? 3 : 2); trial++)
        {
            var strengths = operators.Select((name, i) => (name, value: Strength(i, trial))).ToDictionary(s => s.name, s => s.value);
            if (FindOnce(plan, knowledge, model, strengths, trial) is not { } found)
                return null;
            order = Math.Min(found, order ?? found);
            // Every method that moves at all has order 1.
            if (order == 1)
                break;
        }
        // An operator at a mean of iterates, or inside another, agrees with its linear model to second order only.
        return multistep ? order : order is null ? null : Math.Min(order.Value, 2);
    }

    private static int? FindOnce(Plan plan, Knowledge knowledge, LinearModel model, Dictionary<string, Rational> strengths, int trial)
    {
        int? order = null;
        foreach (int length in Lengths)
        {
            order = SeriesModel.Expand(plan, knowledge, model, strengths, trial, length) is { } map ? OrderOf(map) : null;
            if (order is null || order < length - 1)
                break;
        }
        return order;
    }

    private static Rational Strength(int number, int trial) => new((number * 7) + (trial * 5) + 3, (number * number) + (trial * 3) + 2);

    private static bool IsWithoutCompositions(Plan plan, out bool multistep)
    {
        multistep = true;
        foreach (EvaluationPlan evaluation in plan.Evaluations.Where(e => !e.Evaluation.IsConstant && e.Newest is not null))
        {
            EquatableArray<LinearCombination> arguments = evaluation.Evaluation.Arguments;
            bool composed = arguments.All(a => !a.Values().Any(v => v.Value is StateValue));
            if (composed && !LinearModel.IsResolvent(evaluation.Evaluation))
                return false;
            multistep &= arguments.Count == 1 && !LinearModel.IsResolvent(evaluation.Evaluation) && arguments[0].Terms.Count == 1
                && arguments[0].Terms[0] is { Coefficient.IsOne: true, Value: StateValue { State: int state } } && plan.States[state].Role == StateRole.Carried;
        }
        return true;
    }

    /// <summary>The order of a map given as a power series of matrices; null when 1 is no simple root or does not move.</summary>
    private static int? OrderOf(Rational[][,] map)
    {
        int size = map[0].GetLength(0);
        if (!TryEigenvectors(map[0], out Rational[] right, out Rational[] left))
            return null;
        Rational scale = Dot(left, right).Reciprocal();
        var vectors = new List<Rational[]> { right };
        var root = new List<Rational> { Rational.One };
        for (int m = 1; m < map.Length; m++)
        {
            var forced = new Rational[size];
            for (int i = 1; i <= m; i++)
                Add(forced, Apply(map[i], vectors[m - i]), Rational.One);
            root.Add(Dot(left, forced) * scale);
            var rest = new Rational[size];
            Add(rest, forced, -1);
            for (int i = 1; i <= m; i++)
                Add(rest, vectors[m - i], root[i]);
            if (Correction(map[0], left, rest) is not { } next)
                return null;
            vectors.Add(next);
        }
        if (root[1].IsZero)
            return null;
        Rational exponential = root[1];
        for (int m = 2; m < map.Length; m++)
        {
            exponential = exponential * root[1] / m;
            if (root[m] != exponential)
                return m - 1;
        }
        return map.Length - 1;
    }

    /// <summary>The vectors that the map keeps, from the right and from the left; false when 1 is not a simple root.</summary>
    private static bool TryEigenvectors(Rational[,] map, out Rational[] right, out Rational[] left)
    {
        int size = map.GetLength(0);
        var scalars = new Scalar[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                scalars[i, j] = Scalar.Constant(map[i, j]);
        }
        // At a simple root the adjugate is a product of the two vectors, and its trace is not zero.
        Scalar[,] adjugate = CharacteristicPolynomial.Of(scalars).AdjugateAtOne;
        right = new Rational[size];
        left = new Rational[size];
        int pivot = Enumerable.Range(0, size).Where(i => !adjugate[i, i].IsZero).DefaultIfEmpty(-1).First();
        if (pivot < 0)
            return false;
        for (int i = 0; i < size; i++)
        {
            adjugate[i, pivot].TryConstant(out right[i]);
            adjugate[pivot, i].TryConstant(out left[i]);
        }
        return !Dot(left, right).IsZero && Apply(map, right).SequenceEqual(right);
    }

    /// <summary>Solves (M - I) v = rest with v orthogonal to the left vector.</summary>
    private static Rational[]? Correction(Rational[,] map, Rational[] left, Rational[] rest)
    {
        int size = left.Length;
        var matrix = new Rational[size + 1, size];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < size; i++)
                matrix[i, j] = map[i, j] - (i == j ? Rational.One : Rational.Zero);
            matrix[size, j] = left[j];
        }
        return RationalMatrix.Solve(matrix, [.. rest, Rational.Zero]);
    }

    private static Rational[] Apply(Rational[,] matrix, Rational[] vector)
    {
        var product = new Rational[vector.Length];
        for (int i = 0; i < vector.Length; i++)
        {
            for (int j = 0; j < vector.Length; j++)
                product[i] += matrix[i, j] * vector[j];
        }
        return product;
    }

    private static Rational Dot(Rational[] a, Rational[] b) => a.Zip(b, (x, y) => x * y).Aggregate(Rational.Zero, (sum, x) => sum + x);

    private static void Add(Rational[] target, Rational[] source, Rational factor)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] += source[i] * factor;
    }
}
