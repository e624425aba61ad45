namespace OptGen.Networks;

/// <summary>
/// Nesterov's accelerated gradient descent with the momentum k/(k + 3): y_k = x_k + k/(k+3) (x_k - x_(k-1)); x_(k+1) = y_k - b_k T_k(y_k).
/// </summary>
/// <remarks>
/// <para>
/// Consistent. The momentum tends to 1, so no condition on constant coefficients applies: what is injected at layer j is amplified about j/2 times. For a
/// finite number of layers that is harmless.
/// </para>
/// Source: Nesterov (1983); as a network Li et al. (ACML 2018), equation 17.
/// </remarks>
[Update("y_k = x_k + (k/(k+3))*(x_k - x_<k-1>); x_<k+1> = y_k - b*T(y_k)")]
public sealed partial class Agd
{
    /// <summary>The step of each layer, trained; 0.5 at first.</summary>
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
