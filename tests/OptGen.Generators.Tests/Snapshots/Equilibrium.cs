[Update("z = T(z, u); out = head(z)", Inputs = "u")]
public partial class Equilibrium
{
    static Module<Tensor, Tensor, Tensor> T(int width) => Bilinear(width, width, width);
    static Module<Tensor, Tensor> head(int width) => Linear(width, 10);
}
