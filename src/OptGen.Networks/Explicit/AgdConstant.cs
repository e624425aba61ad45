namespace OptGen.Networks;

/// <summary>
/// Nesterov's accelerated gradient descent with the constant momentum 1/2: y_k = x_k + 1/2 (x_k - x_(k-1)); x_(k+1) = y_k - b_k T_k(y_k).
/// </summary>
/// <remarks>
/// <para>rho = (z - 1)(z - 1/2): consistent and zero-stable, a one-leg method of order 1, effective step b/(1 - a) = 2 b.</para>
/// Source: Nesterov (1983); as a network Li et al. (ACML 2018), equation 17.
/// </remarks>
[Update("y_k = x_k + a*(x_k - x_<k-1>); x_<k+1> = y_k - b*T(y_k)")]
public sealed partial class AgdConstant
{
    private const double a = 0.5;

    /// <summary>The step of each layer, trained; 0.5 at first, so that a layer goes 1.</summary>
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
