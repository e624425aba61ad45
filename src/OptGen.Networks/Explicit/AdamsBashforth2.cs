namespace OptGen.Networks;

/// <summary>The Adams-Bashforth method of two steps: x_(k+1) = x_k - 3/2 b T_k(x_k) + 1/2 b T_(k-1)(x_(k-1)).</summary>
/// <remarks>
/// <para>rho = z(z - 1): consistent and zero-stable, of order 2, effective step b. The value of the operator at the iterate before is kept.</para>
/// Source: Hairer, Norsett and Wanner, "Solving Ordinary Differential Equations I" (1993).
/// </remarks>
[Update("x_<k+1> = x_k - 3/2*b*T(x_k) + 1/2*b*T(x_<k-1>)")]
public sealed partial class AdamsBashforth2
{
    /// <summary>The step, trained; 1 at first.</summary>
    [Learnable(1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
