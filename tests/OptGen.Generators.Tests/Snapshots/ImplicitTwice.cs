[Update("""
    y_k = x_k - a*T(y_k)
    x_<k+1> = y_k + 0.5*S(x_<k+1>) - sum[j=0..k+1](h_<k,j>*R(x_j))
    """, Layers = 4)]
[Implicit(Gradient = OptGen.FixedPoint.GradientMode.Phantom, PhantomSteps = 3)]
public partial class ImplicitTwice
{
    [Learnable(0.5, PerLayer = true)] public partial Parameter a { get; }
    static double h(int k, int j) => 0.1 / (k + j + 1);
    static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> S(int k, int width) => Linear(width, width);
    static Module<Tensor, Tensor> R(int k, int width) => Linear(width, width);
}
