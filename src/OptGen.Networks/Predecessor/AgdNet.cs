namespace OptGen.Networks;

/// <summary>
/// AGD-Net: z_(k+1) = sum over j up to k of alpha_(k+1,j) T_j(z_j) + 0.1 (z_k - sum over j up to k of h_(k+1,j) z_j), alpha trained.
/// </summary>
/// <remarks>
/// <para>
/// Every layer reads all iterates, so no condition on constant coefficients applies. h is the table of accelerated gradient descent with step 1 and Nesterov's own
/// momentum, theta_k (1 - theta_(k-1))/theta_(k-1) where (1 - theta_k)/theta_k^2 = 1/theta_(k-1)^2 and theta_0 = 1. alpha is 1 at first, as in a DenseNet.
/// </para>
/// Source: Li et al. (ACML 2018), equations 5, 18 and 21.
/// </remarks>
[Update("z_<k+1> = sum[j=0..k](alpha_<k+1,j>*T(z_j)) + b*(z_k - sum[j=0..k](h_<k+1,j>*z_j))")]
public sealed partial class AgdNet
{
    private const double b = 0.1;

    private readonly double[,] h;

    /// <summary>Makes the network.</summary>
    /// <param name="block">Makes the operator of each layer.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is below 1.</exception>
    public AgdNet(Func<int, Module<Tensor, Tensor>> block, int layers)
        : base(nameof(AgdNet))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        h = AgdFull.Weights(layers, NesterovMomentum(layers), step: 1, endsWithX: false);
        Initialize(block, layers);
    }

    /// <summary>What each layer takes of each operator, trained; 1 at first.</summary>
    [Learnable(1, PerPair = true)]
    public partial Parameter alpha { get; }

    private static Func<int, double> NesterovMomentum(int layers)
    {
        double[] theta = new double[layers + 1];
        theta[0] = 1;
        for (int k = 1; k <= layers; k++)
        {
            double square = theta[k - 1] * theta[k - 1];
            // The root between 0 and 1 of t^2 + square*t - square = 0.
            theta[k] = (Math.Sqrt((square * square) + (4 * square)) - square) / 2;
        }
        return k => theta[k] * (1 - theta[k - 1]) / theta[k - 1];
    }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
