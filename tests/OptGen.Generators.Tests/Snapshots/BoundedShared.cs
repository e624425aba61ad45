[Update("x_<k+1> = x_k - 3/2*b*T(x_k) + 1/2*b*T(x_<k-1>)", Layers = 5)]
public partial class BoundedShared
{
    [Learnable(0.3, Min = 0)] public partial Parameter b { get; }
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
