namespace OptGen.Networks;

/// <summary>The leapfrog: x_(k+1) = x_(k-1) - 2 b T_k(x_k).</summary>
/// <remarks>
/// <para>rho = z^2 - 1: consistent and zero-stable, but weakly, for its root -1 lies on the circle; of order 2, effective step b.</para>
/// Source: the midpoint rule of two steps; Hairer, Norsett and Wanner (1993).
/// </remarks>
[Update("x_<k+1> = x_<k-1> - 2*b*T(x_k)")]
public sealed partial class Leapfrog
{
    /// <summary>The step, trained; 1 at first.</summary>
    [Learnable(1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
