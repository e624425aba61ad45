namespace OptGen.Networks;

/// <summary>
/// Accelerated gradient descent with all its history, connected like a DenseNet: y_(k+1) = y_k - sum over j up to k of h_(k+1,j) T_j(y_j).
/// </summary>
/// <remarks>
/// <para>
/// With the table of <see cref="Weights"/>, which it has unless another is given, it computes what <see cref="Agd"/> does. The factors of the iterates add up to 1;
/// since operators of all layers are summed, no condition on constant coefficients is stated for the table.
/// </para>
/// Source: Li et al. (ACML 2018), equations 4, 5 and 18.
/// </remarks>
[Update("y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))")]
public sealed partial class AgdFull
{
    private readonly double[,] h;

    /// <summary>Makes the network.</summary>
    /// <param name="block">Makes the operator of each layer.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="weights">
    /// The table h with layers + 1 rows, the first of which nothing reads, and as many columns as layers; that of <see cref="Weights"/> when null.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is below 1.</exception>
    /// <exception cref="ArgumentException">The table is too small.</exception>
    public AgdFull(Func<int, Module<Tensor, Tensor>> block, int layers, double[,]? weights = null)
        : base(nameof(AgdFull))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        h = weights ?? Weights(layers);
        if (h.GetLength(0) <= layers || h.GetLength(1) < layers)
        {
            throw new ArgumentException(
                $"The table of weights has {h.GetLength(0)} rows and {h.GetLength(1)} columns; {layers} layers need {layers + 1} and {layers}.", nameof(weights));
        }
        Initialize(block, layers);
    }

    /// <summary>
    /// The table with which the network computes y of x_(k+1) = y_k - step*T(y_k), y_k = x_k + momentum(k)*(x_k - x_(k-1)): h_(k+1,j) = step*a_(j+1)*…*a_(k+1) for
    /// j below k, and step*(1 + a_(k+1)) for j = k.
    /// </summary>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="momentum">a_k; k/(k + 3) when null.</param>
    /// <param name="step">The step.</param>
    /// <param name="endsWithX">Whether the last layer gives x_L, as <see cref="Agd"/> does; otherwise y_L.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is below 1.</exception>
    public static double[,] Weights(int layers, Func<int, double>? momentum = null, double step = 0.5, bool endsWithX = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        momentum ??= k => k / (k + 3.0);
        var table = new double[layers + 1, layers];
        for (int k = 0; k < layers; k++)
        {
            double next = endsWithX && k == layers - 1 ? 0 : momentum(k + 1), product = next;
            table[k + 1, k] = step * (1 + next);
            for (int j = k - 1; j >= 0; j--)
                table[k + 1, j] = step * (product *= momentum(j + 1));
        }
        return table;
    }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
