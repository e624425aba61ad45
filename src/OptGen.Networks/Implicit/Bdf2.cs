namespace OptGen.Networks;

/// <summary>
/// The backward differentiation formula of two steps: x_(k+1) = 4/3 x_k - 1/3 x_(k-1) - 2/3 b T(x_(k+1)), solved in each layer.
/// </summary>
/// <remarks>
/// <para>
/// rho = (z - 1)(z - 1/3): consistent and zero-stable, of order 2, effective step b. A layer has exactly one solution where 2/3 b times the operator's Lipschitz
/// constant is below 1. The operators have the indices 1 to L.
/// </para>
/// Source: Curtiss and Hirschfelder (1952).
/// </remarks>
[Update("x_<k+1> = 4/3*x_k - 1/3*x_<k-1> - 2/3*b*T(x_<k+1>)")]
public sealed partial class Bdf2
{
    /// <summary>The step, trained between 0 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = 0, Max = 1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
