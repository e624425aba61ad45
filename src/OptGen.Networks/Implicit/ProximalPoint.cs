namespace OptGen.Networks;

/// <summary>The proximal point method, which is backward Euler: x_(k+1) = x_k - b T(x_(k+1)), solved in each layer.</summary>
/// <remarks>
/// <para>
/// rho = z - 1: consistent and zero-stable, of order 1, effective step b. A layer has exactly one solution where b times the operator's Lipschitz constant is below 1;
/// since b stays below 1, an operator that <c>Lipschitz.Bound</c> holds at most at 1 is enough. The operators have the indices 1 to L.
/// </para>
/// Source: Rockafellar (1976).
/// </remarks>
[Update("x_<k+1> = x_k - b*T(x_<k+1>)")]
public sealed partial class ProximalPoint
{
    /// <summary>The step, trained between 0 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = 0, Max = 1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
