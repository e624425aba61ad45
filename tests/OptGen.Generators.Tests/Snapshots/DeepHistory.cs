[Update("x_<k+1> = x_k - b*(23/12*T(x_k) - 16/12*T(x_<k-1>) + 5/12*T(x_<k-2>))", Layers = 8)]
public partial class DeepHistory
{
    const double b = 0.1;
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
