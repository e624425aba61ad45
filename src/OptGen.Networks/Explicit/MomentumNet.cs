namespace OptGen.Networks;

/// <summary>The momentum residual network: v_(k+1) = g v_k + (1 - g) T_k(x_k); x_(k+1) = x_k + v_(k+1), with v_0 = 0.</summary>
/// <remarks>
/// <para>
/// It is the heavy ball with a = g and b = -(1 - g). rho = (z - 1)(z - g): consistent and zero-stable for every g that it can learn, of order 1, and a layer goes
/// 1 for every g.
/// </para>
/// Source: Sander et al., "Momentum Residual Neural Networks" (2021).
/// </remarks>
[Update("v_<k+1> = g*v_k + (1-g)*T(x_k); x_<k+1> = x_k + v_<k+1>")]
public sealed partial class MomentumNet
{
    /// <summary>The momentum, trained between 0 and 1; 0.9 at first.</summary>
    [Learnable(0.9, Min = 0, Max = 1)]
    public partial Parameter g { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
