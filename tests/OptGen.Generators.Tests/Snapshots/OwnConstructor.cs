[Update("x_<k+1> = x_k - c*T(x_k)")]
public partial class OwnConstructor
{
    public OwnConstructor(int width, int layers) : base("OwnConstructor") => Initialize(width, layers);
    [Learnable(0.5)] public partial Parameter c { get; }
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
