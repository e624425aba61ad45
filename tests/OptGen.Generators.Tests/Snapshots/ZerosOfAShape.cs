[Update("p_0 = 0*K(x_0); p_<k+1> = p_k + s*K(2*x_k - x_<k-1>); x_<k+1> = x_k - s*K^T(p_<k+1>)", Layers = 3)]
public partial class ZerosOfAShape
{
    const double s = 0.5;
    static Linear K(int width, int rows) => Linear(width, rows, hasBias: false);
}
