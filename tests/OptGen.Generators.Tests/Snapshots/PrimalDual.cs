[Update("""
    u_<k+1> = proxF[s](u_k + s*K(z_k))
    x_<k+1> = proxG[t](x_k - t*K^T(u_<k+1>))
    z_<k+1> = x_<k+1> + w*(x_<k+1> - x_k)
    """, Layers = 4)]
public partial class PrimalDual
{
    const double s = 0.25;
    const double t = 0.5;
    const double w = 1;
    static Linear K(int width) => Linear(width, width);
    static Tensor proxF(Tensor u, double s) => u;
    static Tensor proxG(Tensor x, double t) => x;
}
