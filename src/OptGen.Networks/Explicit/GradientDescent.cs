namespace OptGen.Networks;

/// <summary>Gradient descent, which is the residual network: x_(k+1) = x_k - b_k T_k(x_k).</summary>
/// <remarks>
/// <para>The sign is absorbed by the operator. Consistent and zero-stable, rho = z - 1, of order 1 (forward Euler), effective step b.</para>
/// Source: He et al., "Deep Residual Learning" (2016), read as an optimiser.
/// </remarks>
[Update("x_<k+1> = x_k - b*T(x_k)")]
public sealed partial class GradientDescent
{
    /// <summary>The step of each layer, trained; 1 at first.</summary>
    [Learnable(1, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
