namespace OptGen.Networks;

/// <summary>The heavy ball: x_(k+1) = x_k + a (x_k - x_(k-1)) - b_k T_k(x_k).</summary>
/// <remarks>
/// <para>
/// rho = (z - 1)(z - a): consistent, and zero-stable for -1 &lt;= a &lt; 1, where the momentum stays by construction; of order 1. A layer goes b/(1 - a) along its
/// operator, not b.
/// </para>
/// Source: Polyak (1964); as a network Li et al., "Optimization Algorithm Inspired Deep Neural Network Structure Design" (ACML 2018), equation 16.
/// </remarks>
[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)")]
public sealed partial class HeavyBall
{
    /// <summary>The momentum, trained between -1 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = -1, Max = 1)]
    public partial Parameter a { get; }

    /// <summary>The step of each layer, trained; 0.5 at first, so that a layer goes 1.</summary>
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
