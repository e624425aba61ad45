namespace OptGen.Networks;

/// <summary>The trapezoidal rule (AM2, Crank-Nicolson): x_(k+1) = x_k - b/2 (T(x_(k+1)) + T(x_k)), solved in each layer.</summary>
/// <remarks>
/// <para>
/// rho = z - 1: consistent and zero-stable, of order 2, effective step b. A layer has exactly one solution where b/2 times the operator's Lipschitz constant is below
/// 1. The operators have the indices 0 to L, so there is one more than layers.
/// </para>
/// Source: Crank and Nicolson (1947).
/// </remarks>
[Update("x_<k+1> = x_k - b/2*(T(x_<k+1>) + T(x_k))")]
public sealed partial class AdamsMoulton2
{
    /// <summary>The step, trained between 0 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = 0, Max = 1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
