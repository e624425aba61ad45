[Update("x_<k+1> = x_k - b*T(x_<k+1>)", Layers = 4)]
public partial class ProximalPoint
{
    const double b = 0.25;
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
