[Update("x_<k+1> = x_k - b/2*(T(x_<k+1>) + T(x_k))")]
public partial class AdamsMoulton
{
    [Learnable(0.3, Min = 0, Max = 1)] public partial Parameter b { get; }
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
