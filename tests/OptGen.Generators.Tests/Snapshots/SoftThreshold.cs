[Update("x_0 = A0(y); x_<k+1> = soft(x_k - W(A(x_k) - y), s_k); out = x_L", Layers = 4, Inputs = "y")]
public partial class SoftThreshold
{
    [Learnable(0.05, PerLayer = true)] public partial Parameter s { get; }
    static Module<Tensor, Tensor> A0(int width) => Linear(width, width);
    [Shared] static Module<Tensor, Tensor> A(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> W(int k, int width) => Linear(width, width);
}
