[Update("v_<k+1> = g*v_k + (1-g)*T(x_k); x_<k+1> = x_k + v_<k+1>", Layers = 5)]
public partial class BoundedPerLayer
{
    [Learnable(0.9, Min = 0, Max = 1, PerLayer = true)] internal partial Parameter g { get; }
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
