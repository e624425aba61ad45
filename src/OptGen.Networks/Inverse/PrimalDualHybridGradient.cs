namespace OptGen.Networks;

/// <summary>
/// The primal-dual hybrid gradient method (Chambolle-Pock) for F(K x) + G(x): u_(k+1) = F_k(u_k + s K z_k, s); x_(k+1) = G_k(x_k - t K^T u_(k+1), t);
/// z_(k+1) = x_(k+1) + w (x_(k+1) - x_k).
/// </summary>
/// <remarks>
/// <para>
/// F_k and G_k are resolvents, modules of an argument and a step: learned ones (<see cref="LearnedResolvent"/>) or known ones (<see cref="BoxProjection"/>,
/// <see cref="SoftThreshold"/>). x and z begin with the input y, u with K y. The method converges for s t |K|^2 &lt;= 1, which trained steps need not keep.
/// </para>
/// <para>Resolvents count as the identity: consistent and zero-stable, with the eigenvalue 1 for the primal and the dual state.</para>
/// Source: Chambolle and Pock (2011); as a network Adler and Öktem, "Learned Primal-Dual Reconstruction" (2018).
/// </remarks>
[Update("""
    x_0 = y
    z_0 = y
    u_0 = K(y)
    u_<k+1> = dual[s, k](u_k + s*K(z_k))
    x_<k+1> = primal[t, k](x_k - t*K^T(u_<k+1>))
    z_<k+1> = x_<k+1> + w*(x_<k+1> - x_k)
    out = x_L
    """, Inputs = "y")]
public sealed partial class PrimalDualHybridGradient
{
    private const double w = 1;

    [TorchSharp.Utils.ComponentName(Name = "F")]
    private readonly ModuleList<Module<Tensor, Tensor, Tensor>> duals;

    [TorchSharp.Utils.ComponentName(Name = "G")]
    private readonly ModuleList<Module<Tensor, Tensor, Tensor>> primals;

    /// <summary>Makes the network.</summary>
    /// <param name="linear">K, owned by this module from now on.</param>
    /// <param name="dualResolvent">Makes each layer's F.</param>
    /// <param name="primalResolvent">Makes each layer's G.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is below 1.</exception>
    public PrimalDualHybridGradient(
        LinearOperator linear, Func<int, Module<Tensor, Tensor, Tensor>> dualResolvent, Func<int, Module<Tensor, Tensor, Tensor>> primalResolvent, int layers)
        : base(nameof(PrimalDualHybridGradient))
    {
        ArgumentNullException.ThrowIfNull(linear);
        duals = Operators.MakeAll(dualResolvent, layers, nameof(dualResolvent));
        primals = Operators.MakeAll(primalResolvent, layers, nameof(primalResolvent));
        Initialize(linear, layers);
    }

    /// <summary>The dual step, trained above 0; 0.5 at first.</summary>
    [Learnable(0.5, Min = 0)]
    public partial Parameter s { get; }

    /// <summary>The primal step, trained above 0; 0.5 at first.</summary>
    [Learnable(0.5, Min = 0)]
    public partial Parameter t { get; }

    private static LinearOperator K(LinearOperator linear) => linear;

    [PyTorch("self.F[k](u, step)")]
    private Tensor dual(Tensor u, Tensor step, double k) => duals[(int)k].call(u, step);

    [PyTorch("self.G[k](x, step)")]
    private Tensor primal(Tensor x, Tensor step, double k) => primals[(int)k].call(x, step);
}
