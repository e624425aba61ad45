[Update("x_<k+1> = x_k - sqrt(abs(b))*exp(-k/L)*T(x_k) - min(g, 0.5)^2*relu(x_k)")]
public partial class ScalarFunctions
{
    const double b = 0.1;
    [Learnable(0.1)] public partial Parameter g { get; }
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
