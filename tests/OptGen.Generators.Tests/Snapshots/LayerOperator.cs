[Update("u_k = x_k - b*T(x_k); x_<k+1> = x_k - b*T_k(u_k)", Layers = 3)]
public partial class LayerOperator
{
    const double b = 0.5;
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
