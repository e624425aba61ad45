namespace OptGen.Networks;

/// <summary>
/// Davis-Yin splitting for f + g + h, h smooth: u_k = F_k(z_k, b); v_k = G_k(2 u_k - z_k - b T_k(u_k), b); z_(k+1) = z_k + v_k - u_k.
/// </summary>
/// <remarks>
/// <para>
/// F_k and G_k are resolvents, modules of an argument and a step, such as <see cref="LearnedResolvent"/>; T stands for the gradient of h. The input is z_0, the
/// result z_L.
/// </para>
/// <para>Resolvents count as the identity: consistent and zero-stable, of order 1, effective step b along all three.</para>
/// Source: Davis and Yin (2017).
/// </remarks>
[Update("u_k = first[b, k](z_k); v_k = second[b, k](2*u_k - z_k - b*T(u_k)); z_<k+1> = z_k + v_k - u_k")]
public sealed partial class DavisYin
{
    [TorchSharp.Utils.ComponentName(Name = "F")]
    private readonly ModuleList<Module<Tensor, Tensor, Tensor>> firsts;

    [TorchSharp.Utils.ComponentName(Name = "G")]
    private readonly ModuleList<Module<Tensor, Tensor, Tensor>> seconds;

    /// <summary>Makes the network.</summary>
    /// <param name="firstResolvent">Makes each layer's F.</param>
    /// <param name="secondResolvent">Makes each layer's G.</param>
    /// <param name="block">Makes each layer's T.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is below 1.</exception>
    public DavisYin(
        Func<int, Module<Tensor, Tensor, Tensor>> firstResolvent, Func<int, Module<Tensor, Tensor, Tensor>> secondResolvent,
        Func<int, Module<Tensor, Tensor>> block, int layers)
        : base(nameof(DavisYin))
    {
        firsts = Operators.MakeAll(firstResolvent, layers, nameof(firstResolvent));
        seconds = Operators.MakeAll(secondResolvent, layers, nameof(secondResolvent));
        Initialize(block, layers);
    }

    /// <summary>The step, trained above 0; 1 at first.</summary>
    [Learnable(1, Min = 0)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> block) => Operators.Make(block, k, nameof(block));

    [PyTorch("self.F[k](z, step)")]
    private Tensor first(Tensor z, Tensor step, double k) => firsts[(int)k].call(z, step);

    [PyTorch("self.G[k](z, step)")]
    private Tensor second(Tensor z, Tensor step, double k) => seconds[(int)k].call(z, step);
}
