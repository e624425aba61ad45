[Update("""
    y_0 = stem(u)
    z = 0.5*z + 0.5*T(z, y) - a*(u + W(u))
    y = S(z, u + 0.25*y)
    """, Inputs = "u")]
public partial class EquilibriumSystem
{
    readonly double a = 0.5;
    static Module<Tensor, Tensor> stem(int width) => Linear(width, width);
    static Module<Tensor, Tensor, Tensor> T(int width) => Bilinear(width, width, width);
    static Module<Tensor, Tensor, Tensor> S(int width) => Bilinear(width, width, width);
    static Module<Tensor, Tensor> W(int width) => Linear(width, width);
}
