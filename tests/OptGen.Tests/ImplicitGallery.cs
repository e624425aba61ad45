using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

// Networks whose layers are solved: those of the notation's gallery, and one for each way in which an equation can be implicit.

[Update("x_<k+1> = x_k - b*T(x_<k+1>)", Layers = 4)]
public partial class ProximalPoint
{
    private const double b = 0.5;

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);
}

[Update("x_<k+1> = x_k - b/2*(T(x_<k+1>) + T(x_k))")]
public partial class AdamsMoulton
{
    [Learnable(0.3, Min = 0, Max = 1)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);
}

[Update("x_<k+1> = 4/3*x_k - 1/3*x_<k-1> - 2/3*b_k*T(x_<k+1>)", Layers = 5)]
public partial class BackwardDifferentiation
{
    [Learnable(0.3, PerLayer = true, Channels = ImplicitModuleTests.Width)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int width) => Contractions.Of(width);
}

[Update("x_<k+1> = x_k - b*T1(x_k) - b*T2(x_<k+1>)", Layers = 3)]
public partial class ImplicitProximalGradient
{
    [Learnable(0.4)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T1(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> T2(int k, int width) => Contractions.Of(width);
}

[Update("y_k = x_k + (k/(k+3))*(x_k - x_<k-1>); x_<k+1> = y_k - b*T1(y_k) - (1-b)*T2(x_<k+1>)", Layers = 4)]
public partial class ImplicitFista
{
    [Learnable(0.4, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T1(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> T2(int k, int width) => Contractions.Of(width);
}

[Update("z = T(z, u); out = head(z)", Inputs = "u")]
public partial class DeepEquilibrium
{
    private static Module<Tensor, Tensor, Tensor> T(int width) => new InjectedContraction(width);

    private static Module<Tensor, Tensor> head(int width) => Linear(width, 2);
}

[Update("""
    z = 0.25*z + 0.25*T(z, y) - a*(u + W(u))
    y = S(z, u + 0.25*y)
    y_0 = stem(u)
    out = z - head(y)
    """, Inputs = "u")]
public partial class EquilibriumSystem
{
    [Learnable(0.5)]
    public partial Parameter a { get; }

    private static Module<Tensor, Tensor> stem(int width) => Linear(width, width);

    private static Module<Tensor, Tensor, Tensor> T(int width) => new InjectedContraction(width);

    private static Module<Tensor, Tensor, Tensor> S(int width) => new InjectedContraction(width);

    private static Module<Tensor, Tensor> W(int width) => Linear(width, width);

    private static Module<Tensor, Tensor> head(int width) => Linear(width, width);
}

[Update("""
    z_<k+1> = (z_k + y_<k+1> - T1(z_k) - l_k)/2
    y_<k+1> = (y_k + z_<k+1> - T2(y_<k+1>) + l_k)/2
    l_<k+1> = l_k + z_<k+1> - y_<k+1>
    """, Layers = 4)]
public partial class ImplicitLadmm
{
    private static Module<Tensor, Tensor> T1(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> T2(int k, int width) => Contractions.Of(width);
}

[Update("""
    u_<k+1> = proxF[s](u_k + s*K(x_<k+1>))
    x_<k+1> = proxG[t](x_k - t*K^T(u_<k+1>))
    """, Layers = 3)]
public partial class ImplicitPrimalDual
{
    private const double s = 0.25;

    [Learnable(0.5, Min = 0)]
    public partial Parameter t { get; }

    private readonly Parameter shift = new(full(1, 0.1));

    private static Linear K(int width) => Linear(width, width, hasBias: false);

    private static Tensor proxF(Tensor u, double s) => u.clamp(-1 - s, 1 + s);

    // A method of the instance may read anything that is trained.
    [PyTorch("(x - self.shift * t) / (1 + t)")]
    private Tensor proxG(Tensor x, Tensor t) => (x - (shift * t)) / (1 + t);
}

[Update("x_0 = stem(u); y_k = x_k + 0.5*(x_k - x_<k-1>); x_<k+1> = y_k - 0.5*T(x_<k+1>); out = head(x_L)", Inputs = "u")]
[Stage(Layers = 2)]
[Stage(Layers = 2)]
[Stage(Layers = 2, History = StageHistory.Project)]
public partial class ImplicitStages
{
    private static Module<Tensor, Tensor> stem(int width) => Linear(width, width);

    private static Module<Tensor, Tensor> head(int width) => Linear(width, 2);

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> D(int stage, int width) => Linear(width, width);
}

[Update("""
    y_k = 0.9*x_k + 0.1*y_<k-1> - a*T(y_k)
    x_<k+1> = soft(y_k + 0.25*S(x_<k+1>) - sum[j=0..k+1](h_<k,j>*R(x_j)), 0.05)
    """, Layers = 4)]
public partial class SolvedTwice
{
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter a { get; }

    private static double h(int k, int j) => 0.1 / (k + j + 1);

    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> S(int k, int width) => Contractions.Of(width);

    private static Module<Tensor, Tensor> R(int k, int width) => Contractions.Of(width);
}

[Update("""
    x_<k+1> = x_k - 0.25*T(x_<k+1> + 0.5*y_k - 0.5*v_k) + 0.25*y_<k+1>
    y_<k+1> = 0.5*y_k + relu(x_<k+1> - y_<k+1>)/4
    v_<k+1> = 0.5*v_k + T_k(x_<k+1>)
    out = x_L + 0.5*v_L - y_<L-1>
    """, Layers = 3)]
public partial class MixedSystem
{
    private static Module<Tensor, Tensor> T(int k, int width) => Contractions.Of(width);
}

/// <summary>Operators with a Lipschitz bound of about 0.5, so that 60 plain iterations reach the last digit.</summary>
internal static class Contractions
{
    private const double Norm = 0.5;

    public static Module<Tensor, Tensor> Of(int width)
    {
        Linear linear = Linear(width, width);
        Shrink(linear);
        return Sequential(("linear", linear), ("act", Tanh()));
    }

    public static void Shrink(Linear linear)
    {
        using IDisposable off = no_grad();
        using Tensor norm = linalg.norm(linear.weight!, 2);
        linear.weight!.mul_(Norm / norm.to(float64).item<double>());
    }
}

internal sealed class InjectedContraction : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear state;
    private readonly Linear input;

    public InjectedContraction(int width)
        : base(nameof(InjectedContraction))
    {
        state = Linear(width, width, hasBias: false);
        input = Linear(width, width);
        Contractions.Shrink(state);
        RegisterComponents();
    }

    public override Tensor forward(Tensor z, Tensor u)
    {
        using DisposeScope scope = NewDisposeScope();
        return (state.call(z) + input.call(u)).tanh().MoveToOuterDisposeScope();
    }
}
