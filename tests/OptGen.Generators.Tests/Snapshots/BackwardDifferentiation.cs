[Update("x_<k+1> = 4/3*x_k - 1/3*x_<k-1> - 2/3*b_k*T(x_<k+1>)", Layers = 5)]
public partial class BackwardDifferentiation
{
    [Learnable(0.3, PerLayer = true, Channels = 8)] public partial Parameter b { get; }
    static Module<Tensor, Tensor> T(int width) => Linear(width, width);
}
