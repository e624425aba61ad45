namespace Gallery;

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k); out = head(x_L)", Layers = 12, Memory = Memory.Reversible)]
public partial class ReversibleHeavyBall
{
    const double a = 0.5;
    [Learnable(1.0, PerLayer = true)] public partial Parameter b { get; }
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> head(int width, int classes) => Linear(width, classes);
}
