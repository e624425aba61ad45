namespace OptGen.FixedPoint;

/// <summary>
/// GMRES's small problem for one sample: the y with which a Hessenberg matrix times y comes nearest to a multiple of the first unit vector, kept
/// triangular by Givens rotations while columns are added.
/// </summary>
internal sealed class GivensLeastSquares
{
    private readonly double norm;
    private readonly List<double[]> columns = [];
    private readonly List<(double Cosine, double Sine)> rotations = [];
    private readonly double[] right;
    private bool isComplete;

    /// <summary>Begins with no column.</summary>
    /// <param name="capacity">The most columns.</param>
    /// <param name="norm">The multiple.</param>
    public GivensLeastSquares(int capacity, double norm)
    {
        this.norm = norm;
        right = new double[capacity + 1];
        right[0] = norm;
        isComplete = !(norm > 0) || !double.IsFinite(norm);
    }

    /// <summary>What remains of the right side, as a share of it; 0 where nothing can be gained.</summary>
    public double Error => isComplete ? 0 : Math.Abs(right[columns.Count]) / norm;

    /// <summary>Adds a column, one element longer than the last one.</summary>
    public void Add(ReadOnlySpan<double> column)
    {
        if (isComplete)
            return;
        double[] own = column.ToArray();
        int n = columns.Count;
        if (own.Any(x => !double.IsFinite(x)))
        {
            isComplete = true;
            return;
        }
        double size = Math.Sqrt(own.Sum(x => x * x));
        for (int i = 0; i < n; i++)
        {
            (double c, double s) = rotations[i];
            (own[i], own[i + 1]) = ((c * own[i]) + (s * own[i + 1]), (c * own[i + 1]) - (s * own[i]));
        }
        double radius = double.Hypot(own[n], own[n + 1]);
        // A column of nothing: the matrix is singular on this space, and its weight stays 0.
        if (!(radius > 1e-14 * size))
        {
            isComplete = true;
            return;
        }
        (double cosine, double sine) = (own[n] / radius, own[n + 1] / radius);
        own[n] = radius;
        rotations.Add((cosine, sine));
        columns.Add(own);
        right[n + 1] = -sine * right[n];
        right[n] *= cosine;
        isComplete = Math.Abs(right[n + 1]) <= 1e-16 * norm;
    }

    /// <summary>y; shorter than the space where columns were of no use.</summary>
    public double[] Solve()
    {
        int n = columns.Count;
        double[] y = right[..n];
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
                y[i] -= columns[j][i] * y[j];
            y[i] /= columns[i][i];
        }
        return y;
    }
}
