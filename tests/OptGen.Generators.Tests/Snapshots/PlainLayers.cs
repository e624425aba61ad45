[Update("x_<k+1> = T(x_k)", Layers = 3)]
public partial class PlainLayers
{
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
