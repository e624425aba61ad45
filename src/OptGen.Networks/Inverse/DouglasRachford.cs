namespace OptGen.Networks;

/// <summary>Douglas-Rachford splitting for f + g: u_k = F_k(z_k, b); v_k = G_k(2 u_k - z_k, b); z_(k+1) = z_k + v_k - u_k.</summary>
/// <remarks>
/// <para>F_k and G_k are resolvents, modules of an argument and a step, such as <see cref="LearnedResolvent"/>. The input is z_0, the result z_L.</para>
/// <para>Resolvents count as the identity: consistent and zero-stable, of order 1, effective step b along both.</para>
/// Source: Lions and Mercier (1979).
/// </remarks>
[Update("u_k = first[b, k](z_k); v_k = second[b, k](2*u_k - z_k); z_<k+1> = z_k + v_k - u_k")]
public sealed partial class DouglasRachford
{
    [TorchSharp.Utils.ComponentName(Name = "F")]
    private readonly ModuleList<Module<Tensor, Tensor, Tensor>> firsts;

    [TorchSharp.Utils.ComponentName(Name = "G")]
    private readonly ModuleList<Module<Tensor, Tensor, Tensor>> seconds;

    /// <summary>Makes the network.</summary>
    /// <param name="firstResolvent">Makes each layer's F.</param>
    /// <param name="secondResolvent">Makes each layer's G.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is below 1.</exception>
    public DouglasRachford(Func<int, Module<Tensor, Tensor, Tensor>> firstResolvent, Func<int, Module<Tensor, Tensor, Tensor>> secondResolvent, int layers)
        : base(nameof(DouglasRachford))
    {
        firsts = Operators.MakeAll(firstResolvent, layers, nameof(firstResolvent));
        seconds = Operators.MakeAll(secondResolvent, layers, nameof(secondResolvent));
        Initialize(layers);
    }

    /// <summary>The step, trained above 0; 1 at first.</summary>
    [Learnable(1, Min = 0)]
    public partial Parameter b { get; }

    [PyTorch("self.F[k](z, step)")]
    private Tensor first(Tensor z, Tensor step, double k) => firsts[(int)k].call(z, step);

    [PyTorch("self.G[k](z, step)")]
    private Tensor second(Tensor z, Tensor step, double k) => seconds[(int)k].call(z, step);
}
