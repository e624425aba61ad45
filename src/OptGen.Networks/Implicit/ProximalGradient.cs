namespace OptGen.Networks;

/// <summary>
/// Proximal gradient descent: x_(k+1) = x_k - b T1(x_k) - b T2(x_(k+1)), solved in each layer. It is x_(k+1) = prox(x_k - b T1(x_k)), the resolvent that of b T2.
/// </summary>
/// <remarks>
/// <para>
/// rho = z - 1: consistent and zero-stable, of order 1, effective step b along both. A layer has exactly one solution where b times the Lipschitz constant of T2 is
/// below 1. T1 has the indices 0 to L - 1, T2 1 to L.
/// </para>
/// Source: Lions and Mercier (1979).
/// </remarks>
[Update("x_<k+1> = x_k - b*T1(x_k) - b*T2(x_<k+1>)")]
public sealed partial class ProximalGradient
{
    /// <summary>The step, trained between 0 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = 0, Max = 1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T1(int k, Func<int, Module<Tensor, Tensor>> explicitBlock) => Operators.Make(explicitBlock, k, nameof(explicitBlock));

    private static Module<Tensor, Tensor> T2(int k, Func<int, Module<Tensor, Tensor>> implicitBlock) => Operators.Make(implicitBlock, k, nameof(implicitBlock));
}
