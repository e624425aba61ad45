namespace Gallery;

[Update("x_0 = stem(u); y_0 = x_0", Inputs = "u", Memory = Memory.Reversible)]
[Update("w_k = y_k - 0.5*h*F(x_k)")]
[Update("x_<k+1> = x_k + h*w_k + B(u)")]
[Update("y_<k+1> = w_k - 0.5*h*F(x_<k+1>)")]
[Update("out = x_L - y_L")]
public partial class ReversibleCoupling
{
    [Learnable(0.4, Min = 0.1, Max = 1)] public partial Parameter h { get; }
    static Module<Tensor, Tensor> F(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> stem(int width) => Linear(width, width);
    Tensor B(Tensor u) => u.mul(0.1);
}
