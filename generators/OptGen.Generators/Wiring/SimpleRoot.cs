using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>The root 1 of a map of iterates that has it once, and how the map's powers move along it.</summary>
internal static class SimpleRoot
{
    /// <summary>The vectors that the map keeps, from the right and from the left; false when 1 is not a simple root.</summary>
    public static bool TryEigenvectors(Rational[,] map, out Rational[] right, out Rational[] left)
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

    /// <summary>Solves (M - I) v = rest with v orthogonal to a vector, which is not orthogonal to what the map keeps; null when there is no solution.</summary>
    public static Rational[]? Solve(Rational[,] map, Rational[] orthogonal, Rational[] rest)
    {
        int size = orthogonal.Length;
        var matrix = new Rational[size + 1, size];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < size; i++)
                matrix[i, j] = map[i, j] - (i == j ? Rational.One : Rational.Zero);
            matrix[size, j] = orthogonal[j];
        }
        return RationalMatrix.Solve(matrix, [.. rest, Rational.Zero]);
    }

    public static Rational[] Apply(Rational[,] matrix, Rational[] vector)
    {
        var product = new Rational[vector.Length];
        for (int i = 0; i < vector.Length; i++)
        {
            for (int j = 0; j < vector.Length; j++)
                product[i] += matrix[i, j] * vector[j];
        }
        return product;
    }

    public static Rational Dot(Rational[] a, Rational[] b) => a.Zip(b, (x, y) => x * y).Aggregate(Rational.Zero, (sum, x) => sum + x);
}
