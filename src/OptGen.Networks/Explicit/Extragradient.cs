namespace OptGen.Networks;

/// <summary>The extragradient method: u_k = x_k - b T_k(x_k); x_(k+1) = x_k - b T_k(u_k). A layer applies its module twice.</summary>
/// <remarks>
/// <para>A method of two stages, no multistep method. rho = z - 1: consistent and zero-stable, of order 1, effective step b.</para>
/// Source: Korpelevich (1976).
/// </remarks>
[Update("u_k = x_k - b*T(x_k); x_<k+1> = x_k - b*T_k(u_k)")]
public sealed partial class Extragradient
{
    /// <summary>The step, trained; 1 at first.</summary>
    [Learnable(1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));
}
