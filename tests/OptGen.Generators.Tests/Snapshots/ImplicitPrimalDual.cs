[Update("""
    u_<k+1> = proxF[s](u_k + s*K(x_<k+1>))
    x_<k+1> = proxG[t](x_k - t*K^T(u_<k+1>))
    """, Layers = 4)]
public partial class ImplicitPrimalDual
{
    const double s = 0.25;
    [Learnable(0.5, Min = 0)] public partial Parameter t { get; }
    static Linear K(int width) => Linear(width, width, hasBias: false);
    static Tensor proxF(Tensor u, double s) => u;
    Tensor proxG(Tensor x, Tensor t) => x;
}
