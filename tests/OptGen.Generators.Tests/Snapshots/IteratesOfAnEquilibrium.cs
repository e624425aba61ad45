[Update("z = T(z, u)", Inputs = "u, z", Iterates = true)]
public partial class IteratesOfAnEquilibrium
{
    static Module<Tensor, Tensor, Tensor> T(int width) => Bilinear(width, width, width);
}
