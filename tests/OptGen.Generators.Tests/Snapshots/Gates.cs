[Update("x_<k+1> = (1 - sigmoid(G(x_k)))*x_k + sigmoid(G(x_k))*T(b - x_k) + a_k*(g + x_k)*(2 - tanh(x_k))", Layers = 3)]
public partial class Gates
{
    const double b = 0.5;
    [Learnable(0.5)] public partial Parameter g { get; }
    static double a(int k) => 1.0 / (k + 1);
    static Module<Tensor, Tensor> G(int width) => Linear(width, width);
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}
