[Update("x_<k+1> = x_k - b*T(x_k)")]
public partial class Mistake
{
    [Learnable(0.1)] public partial Parameter c { get; }
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
