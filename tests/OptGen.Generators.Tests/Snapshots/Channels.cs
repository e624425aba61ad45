[Update("x_<k+1> = (1-c_k)*x_k + c_k*x_<k-1> + T(x_k)", Layers = 5)]
public partial class Channels
{
    [Learnable(-0.1, PerLayer = true, Channels = 16)] public partial Parameter c { get; }
    static Module<Tensor, Tensor> T(int k) => Linear(16, 16);
}
