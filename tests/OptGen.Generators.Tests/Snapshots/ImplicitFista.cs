[Update("y_k = x_k + (k/(k+3))*(x_k - x_<k-1>); x_<k+1> = y_k - b*T1(y_k) - b*T2(x_<k+1>)", Layers = 6)]
public partial class ImplicitFista
{
    [Learnable(0.2)] public partial Parameter b { get; }
    static Module<Tensor, Tensor> T1(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> T2(int k, int width) => Linear(width, width);
}
