[Update("x_<k+1> = x_k - b*T(x_k)", Layers = 5)]
public partial class GradientDescent
{
    const double b = 0.25;
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
