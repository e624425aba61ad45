using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

// The gallery of the notation: every network of it is compiled by the generator when this project is built.

[Update("x_<k+1> = x_k - b*T(x_k)", Layers = 5)]
public partial class GradientDescent
{
    private const double b = 0.25;

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Layers = 6)]
public partial class HeavyBall
{
    private const double a = 0.5;

    [Learnable(1.0, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("y_k = x_k + (k/(k+3))*(x_k - x_<k-1>)")]
[Update("x_<k+1> = y_k - b*T(y_k)")]
public partial class Nesterov
{
    private readonly double b = 0.5;

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("y_<k+1> = (1+a)*(y_k - b*T(y_k)) - a*(y_<k-1> - b*T(y_<k-1>))", Layers = 5)]
public partial class AcceleratedProximalGradient
{
    private const double a = 0.5;
    private const double b = 0.25;

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j))", Layers = 5)]
public partial class FullAccelerated
{
    private static double h(int k, int j) => 1.0 / (k + j + 1);

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("x_<k+1> = x_k - 3/2*b*T(x_k) + 1/2*b*T(x_<k-1>)", Layers = 5)]
public partial class AdamsBashforth
{
    [Learnable(0.3, Min = 0, Max = 1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("""
    z_<k+1> = (z_k + y_k - T1(z_k) - l_k)/2
    y_<k+1> = (y_k + z_<k+1> - T2(y_k) + l_k)/2
    l_<k+1> = l_k + z_<k+1> - y_<k+1>
    """, Layers = 4)]
public partial class LinearizedAlternatingDirections
{
    private static Module<Tensor, Tensor> T1(int k, int width) => Operators.TwoLayer(width);

    private static Module<Tensor, Tensor> T2(int k, int width) => Operators.TwoLayer(width);
}

[Update("v_<k+1> = g*v_k + (1-g)*T(x_k); x_<k+1> = x_k + v_<k+1>", Layers = 5)]
public partial class MomentumNet
{
    [Learnable(0.9, Min = 0, Max = 1, PerLayer = true)]
    public partial Parameter g { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("x_<k+1> = (1-c_k)*x_k + c_k*x_<k-1> + T(x_k)", Layers = 5)]
public partial class LinearMultistep
{
    [Learnable(-0.1, PerLayer = true)]
    public partial Parameter c { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("u_k = x_k - b*T(x_k); x_<k+1> = x_k - b*T_k(u_k)", Layers = 3)]
public partial class Extragradient
{
    private const double b = 0.5;

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("""
    u_<k+1> = proxF[s](u_k + s*K(z_k))
    x_<k+1> = proxG[t](x_k - t*K^T(u_<k+1>))
    z_<k+1> = x_<k+1> + w*(x_<k+1> - x_k)
    """, Layers = 4)]
public partial class PrimalDual
{
    private const double s = 0.25;
    private const double t = 0.5;
    private const double w = 1;

    private static Linear K(int width) => Linear(width, width, hasBias: false);

    private static Tensor proxF(Tensor u, double s) => u.clamp(-1 - s, 1 + s);

    private static Tensor proxG(Tensor x, double t) => x / (1 + t);
}

[Update("y_<k+1> = y_k - sum[j=0..k](h_<k+1,j>*T(y_j)) + c_<k,k>*T(y_k)/2 - h_<k,0>*y_k/4", Layers = 5)]
public partial class LearnedTable
{
    [Learnable(0.4, Min = 0, PerPair = true)]
    public partial Parameter h { get; }

    [Learnable(-0.2, PerPair = true, Channels = GeneratedModuleTests.Width)]
    public partial Parameter c { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("x_0 = A0(y); x_<k+1> = soft(x_k - W(A(x_k) - y), s_k); out = x_L", Layers = 4, Inputs = "y")]
public partial class LearnedShrinkage
{
    [Learnable(0.05, PerLayer = true)]
    public partial Parameter s { get; }

    private static Module<Tensor, Tensor> A0(int width) => Linear(width, width);

    [Shared]
    private static Module<Tensor, Tensor> A(int k, int width) => Linear(width, width);

    private static Module<Tensor, Tensor> W(int k, int width) => Linear(width, width);
}

[Update("x_0 = stem(u); x_<k+1> = x_k + a_k*(x_k - x_<k-1>) - T(x_k); out = head(x_L)", Inputs = "u")]
[Stage(Layers = 2)]
[Stage(Layers = 3)]
[Stage(Layers = 2, History = StageHistory.Project)]
public partial class Staged
{
    private static double a(int k) => k / (k + 3.0);

    private static Module<Tensor, Tensor> stem(int width) => Linear(width, width);

    private static Module<Tensor, Tensor> head(int width) => Linear(width, 2);

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);

    private static Module<Tensor, Tensor> D(int stage, int width) => Linear(width, width);
}

internal static class Operators
{
    public static Module<Tensor, Tensor> TwoLayer(int width) => Sequential(("fc1", Linear(width, 2 * width)), ("act", Tanh()), ("fc2", Linear(2 * width, width)));
}
