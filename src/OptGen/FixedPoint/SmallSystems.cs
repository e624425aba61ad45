namespace OptGen.FixedPoint;

/// <summary>Systems of a few equations, one for each sample: too small to be worth torch's calls.</summary>
internal static class SmallSystems
{
    /// <summary>Solves A x = b for a symmetric positive definite A by its Cholesky factor.</summary>
    /// <param name="a">A by rows, its lower triangle read; overwritten.</param>
    /// <param name="x">b, and then x.</param>
    /// <returns>False where A is not positive definite in double precision.</returns>
    public static bool SolveDefinite(Span<double> a, Span<double> x)
    {
        int n = x.Length;
        for (int j = 0; j < n; j++)
        {
            double pivot = a[(j * n) + j];
            for (int k = 0; k < j; k++)
                pivot -= a[(j * n) + k] * a[(j * n) + k];
            if (!(pivot > 0) || !double.IsFinite(pivot))
                return false;
            double root = Math.Sqrt(pivot);
            a[(j * n) + j] = root;
            for (int i = j + 1; i < n; i++)
            {
                double sum = a[(i * n) + j];
                for (int k = 0; k < j; k++)
                    sum -= a[(i * n) + k] * a[(j * n) + k];
                a[(i * n) + j] = sum / root;
            }
        }
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++)
                x[i] -= a[(i * n) + k] * x[k];
            x[i] /= a[(i * n) + i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
                x[i] -= a[(k * n) + i] * x[k];
            x[i] /= a[(i * n) + i];
        }
        return true;
    }

    /// <summary>Solves A x = b by Gaussian elimination with partial pivoting.</summary>
    /// <param name="a">A by rows; overwritten.</param>
    /// <param name="x">b, and then x.</param>
    /// <param name="leastPivot">A pivot below this times the greatest element of A counts as zero.</param>
    /// <returns>False where A is singular, or has an element that is not finite.</returns>
    public static bool Solve(Span<double> a, Span<double> x, double leastPivot)
    {
        int n = x.Length;
        double greatest = 0;
        foreach (double element in a)
        {
            if (!double.IsFinite(element))
                return false;
            greatest = Math.Max(greatest, Math.Abs(element));
        }
        for (int j = 0; j < n; j++)
        {
            int best = j;
            for (int i = j + 1; i < n; i++)
            {
                if (Math.Abs(a[(i * n) + j]) > Math.Abs(a[(best * n) + j]))
                    best = i;
            }
            if (!(Math.Abs(a[(best * n) + j]) > leastPivot * greatest))
                return false;
            if (best != j)
            {
                for (int k = 0; k < n; k++)
                    (a[(j * n) + k], a[(best * n) + k]) = (a[(best * n) + k], a[(j * n) + k]);
                (x[j], x[best]) = (x[best], x[j]);
            }
            for (int i = j + 1; i < n; i++)
            {
                double factor = a[(i * n) + j] / a[(j * n) + j];
                for (int k = j; k < n; k++)
                    a[(i * n) + k] -= factor * a[(j * n) + k];
                x[i] -= factor * x[j];
            }
        }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
                x[i] -= a[(i * n) + k] * x[k];
            x[i] /= a[(i * n) + i];
        }
        return true;
    }
}
