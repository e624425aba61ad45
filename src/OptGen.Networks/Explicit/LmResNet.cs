namespace OptGen.Networks;

/// <summary>The linear multistep residual network: x_(k+1) = (1 - c_k) x_k + c_k x_(k-1) + T_k(x_k), c learned.</summary>
/// <remarks>
/// <para>
/// For a constant c rho = (z - 1)(z + c), zero-stable for -1 &lt; c &lt;= 1; its coefficients are learned without bounds, so no condition is needed. The factors of
/// the iterates add up to 1 by construction. The paper's k is 1 - c, drawn uniformly between 1 and 1.1.
/// </para>
/// Source: Lu et al., "Beyond Finite Layer Neural Networks" (2018), and its code.
/// </remarks>
[Update("x_<k+1> = (1-c_k)*x_k + c_k*x_<k-1> + T(x_k)")]
public sealed partial class LmResNet
{
    /// <summary>Makes the network, its c drawn from the default generator.</summary>
    /// <param name="block">Makes the operator of each layer.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is below 1.</exception>
    public LmResNet(Func<int, Module<Tensor, Tensor>> block, int layers)
        : base(nameof(LmResNet))
    {
        Initialize(block, layers);
        using IDisposable off = no_grad();
        init.uniform_(c, -0.1, 0);
    }

    /// <summary>How much of the iterate before the last each layer takes, trained; between -0.1 and 0 at first.</summary>
    [Learnable(0, PerLayer = true)]
    public partial Parameter c { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
