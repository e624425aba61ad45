using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>The characteristic polynomial of a matrix of scalars (Faddeev and Le Verrier's recursion, which divides by whole numbers only).</summary>
internal sealed class CharacteristicPolynomial
{
    private CharacteristicPolynomial(Scalar[] coefficients, Scalar[,] adjugateAtOne)
    {
        Coefficients = coefficients;
        AdjugateAtOne = adjugateAtOne;
    }

    /// <summary>The coefficients of det(zI - M), the constant one first; the last is 1.</summary>
    public Scalar[] Coefficients { get; }

    /// <summary>The adjugate of I - M: its trace is the derivative at 1, and it holds how a root at 1 moves when M does.</summary>
    public Scalar[,] AdjugateAtOne { get; }

    public Scalar AtOne => Coefficients.Aggregate(Scalar.Zero, (sum, c) => sum + c);

    /// <summary>The polynomial in fractions; null where a coefficient is not a known number, or no fraction.</summary>
    public Polynomial? Exact
    {
        get
        {
            var exact = new Rational[Coefficients.Length];
            for (int i = 0; i < exact.Length; i++)
            {
                if (!Coefficients[i].TryConstant(out exact[i]))
                    return null;
            }
            return new Polynomial(exact);
        }
    }

    public static CharacteristicPolynomial Of(Scalar[,] matrix)
    {
        int size = matrix.GetLength(0);
        var coefficients = new Scalar[size + 1];
        coefficients[size] = Scalar.One;
        Scalar[,] adjugate = Zero(size);
        Scalar[,] current = Zero(size);
        for (int step = 1; step <= size; step++)
        {
            // B_1 = I, B_{n+1} = M B_n + c I, and the adjugate of zI - M is the sum of B_n z^{size-n}.
            current = step == 1 ? current : Multiply(matrix, current);
            for (int i = 0; i < size; i++)
                current[i, i] += coefficients[size - step + 1];
            Scalar trace = Trace(Multiply(matrix, current));
            coefficients[size - step] = trace * Scalar.Constant(new Rational(-1, step));
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                    adjugate[i, j] += current[i, j];
            }
        }
        return new CharacteristicPolynomial(coefficients, adjugate);
    }

    public static Scalar[,] Multiply(Scalar[,] a, Scalar[,] b)
    {
        int size = a.GetLength(0);
        Scalar[,] product = Zero(size);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int k = 0; k < size; k++)
                {
                    if (!a[i, k].IsZero && !b[k, j].IsZero)
                        product[i, j] += a[i, k] * b[k, j];
                }
            }
        }
        return product;
    }

    public static Scalar Trace(Scalar[,] matrix) =>
        Enumerable.Range(0, matrix.GetLength(0)).Aggregate(Scalar.Zero, (sum, i) => sum + matrix[i, i]);

    private static Scalar[,] Zero(int size)
    {
        var matrix = new Scalar[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                matrix[i, j] = Scalar.Zero;
        }
        return matrix;
    }
}
