using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

// Forms of the notation beside those of the gallery, each in a network of its own.

/// <summary>The dual iterate has the shape of K(x_0), which no other has.</summary>
[Update("""
    p_0 = 0*K(x_0)
    p_<k+1> = p_k/2 + s*K(2*x_k - x_<k-1>)
    x_<k+1> = x_k - t*K^T(p_<k+1>)
    """, Layers = 4)]
public partial class DualOfOtherShape
{
    private const double s = 0.5;
    private const double t = 0.25;

    private static Linear K(int width) => Linear(width, width + 2, hasBias: false);
}

/// <summary>FISTA with its own momentum, by scalar lines.</summary>
[Update("""
    t_0 = 1
    t_<k+1> = (1 + sqrt(1 + 4*t_k^2))/2
    c_k = (t_k - 1)/t_<k+1>
    y_k = x_k + c_k*(x_k - x_<k-1>)
    x_<k+1> = y_k - 0.9^k*b*T(y_k)
    """, Layers = 6)]
public partial class Fista
{
    private const double b = 0.25;

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

/// <summary>Numbers of every kind, and trained ones, compute each other.</summary>
[Update("""
    t_<-1> = 0.5; t_0 = g
    t_<k+1> = t_k/(1 + b_k) + d_<k+1>*t_<k-1>/(k+1) + 0.1*w^(k+1)
    s_<k+1> = 1/(k + n)
    c_k = t_<k+1>*s_<k+1> - t_<k-1>
    x_<k+1> = x_k + c_k*(x_k - x_<k-1>) - (1 - c_k)*T(x_k) + sum[j=0..k](t_j*s_<j+1>*S(x_j)) + s_<k+1>*c_<k-1>*x_0
    """, Layers = 5)]
public partial class TrainedNumbers
{
    private const int n = 2;

    private readonly double w = 0.5;

    [Learnable(0.4, Min = 0, Max = 1)]
    public partial Parameter g { get; }

    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    private static double d(int k) => 1.0 / (k + 1);

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);

    private static Module<Tensor, Tensor> S(int k, int width) => Linear(width, width);
}

/// <summary>Gates, products of iterates, and numbers that are added to tensors: constant, by layer, trained, for each channel.</summary>
[Update("""
    s_k = sigmoid(G(x_k))
    x_<k+1> = (1 - s_k)*x_k + s_k*T(x_k) - 0.1*c_k*x_k*x_<k-1> + T_k(a + x_<k-1>)*(b_k - x_k) + 0.1*(1 + x_k)*(c_k - tanh(x_k)) - 0.1*(g + tanh(x_k))*T(x_k)
    """, Layers = 4)]
public partial class Gated
{
    private const int a = 1;

    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    [Learnable(0.5, Channels = GeneratedModuleTests.Width)]
    public partial Parameter g { get; }

    private static double c(int k) => 1.0 / (k + 2);

    private static Module<Tensor, Tensor> G(int width) => Linear(width, width);

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}
