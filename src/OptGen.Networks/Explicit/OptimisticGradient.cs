namespace OptGen.Networks;

/// <summary>Optimistic gradient descent: x_(k+1) = x_k - 2 b T_k(x_k) + b T_(k-1)(x_(k-1)).</summary>
/// <remarks>
/// <para>rho = z(z - 1): consistent and zero-stable, of order 1, effective step b. The value of the operator at the iterate before is kept.</para>
/// Source: Popov (1980); Daskalakis et al. (2018).
/// </remarks>
[Update("x_<k+1> = x_k - 2*b*T(x_k) + b*T(x_<k-1>)")]
public sealed partial class OptimisticGradient
{
    /// <summary>The step, trained; 1 at first.</summary>
    [Learnable(1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
