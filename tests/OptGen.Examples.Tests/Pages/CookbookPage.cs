using OptGen.Blocks;
using OptGen.FixedPoint;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Examples.Tests.Pages;

// The code of docs/cookbook.md, line by line.
[Update("""
    x_0 = stem(u)
    x_<k+1> = x_k + T(x_k)
    out = head(x_L)
    """, Layers = 8, Inputs = "u")]
public partial class ResidualNetwork
{
    private static Conv2d stem() => Conv2d(3, 16, 3, padding: 1L);

    private static PreActivation T(int k) => new(16, 16);

    private static Sequential head(int classes) => Sequential(AdaptiveAvgPool2d(1), Flatten(), Linear(16, classes));
}

[Update("""
    y_k = x_k + (k/(k+3))*(x_k - x_<k-1>)
    x_<k+1> = y_k - b*T(y_k)
    """, Layers = 12)]
public partial class NesterovNetwork
{
    [Learnable(0.5, Min = 0)]
    public partial Parameter b { get; }

    private static TwoLayer T(int k, int width) => new(width, 4 * width);
}

[Update("""
    z_<k+1> = (z_k + y_k - T1(z_k) - l_k)/2
    y_<k+1> = (y_k + z_<k+1> - T2(y_k) + l_k)/2
    l_<k+1> = l_k + z_<k+1> - y_<k+1>
    out = y_L
    """, Layers = 6)]
public partial class AdmmDenoiser
{
    private static TwoLayer T1(int k, int width) => new(width, 2 * width);

    private static TwoLayer T2(int k, int width) => new(width, 2 * width);
}

[Update("""
    x_0 = s_0*W(y)
    x_<k+1> = soft(x_k - W(A(x_k) - y), s_k)
    """, Layers = 8, Inputs = "y")]
public partial class SparseCoder
{
    [Learnable(0.1, Min = 0, PerLayer = true)]
    public partial Parameter s { get; }

    private static LinearMap A(Tensor dictionary) => new(dictionary);

    private static Linear W(int measurements, int unknowns) => Linear(measurements, unknowns, hasBias: false);
}

[Update("""
    x_0 = K^T(y)
    v_k = x_k - t*K^T(K(x_k) - y)
    x_<k+1> = v_k - R(v_k)
    """, Layers = 5, Inputs = "y")]
public partial class Deblurring
{
    [Learnable(1.0, Min = 0, Max = 2)]
    public partial Parameter t { get; }

    private static CircularBlur K(Tensor kernel) => new(kernel);

    private static Sequential R() => Sequential(Conv2d(1, 16, 3, padding: 1L), ReLU(), Conv2d(16, 1, 3, padding: 1L));
}

[Update("""
    z_0 = U(u)
    z = relu(W(z) + U(u))
    out = head(z)
    """, Inputs = "u")]
[Implicit(RelativeTolerance = 1e-4)]
public partial class EquilibriumClassifier
{
    private static BoundedLinear W(int width) => Lipschitz.Bound(Linear(width, width, hasBias: false), 0.9);

    private static Linear U(int inputs, int width) => Linear(inputs, width);

    private static Linear head(int width, int classes) => Linear(width, classes);
}

[Update("""
    x_0 = stem(u)
    x_<k+1> = x_k - b_k*T(x_k, c)
    """, Layers = 4, Inputs = "u, c")]
public partial class Conditioned
{
    [Learnable(1.0, PerLayer = true)]
    public partial Parameter b { get; }

    private static Linear stem(int inputs, int width) => Linear(inputs, width);

    private static Bilinear T(int k, int width, int conditions) => Bilinear(width, conditions, width);
}

[Update("x_<k+1> = prox[t](x_k - t*T(x_k))", Layers = 6)]
public partial class BoxConstrained
{
    private const double t = 0.25;

    private static TwoLayer T(int k, int width) => new(width, width);

    [PyTorch("x.clamp(0, 1)")]
    private static Tensor prox(Tensor x, double t) => x.clamp(0, 1);
}

/// <summary>Differences of neighbours, and minus their divergence.</summary>
public sealed class Differences() : LinearOperator(nameof(Differences))
{
    public override Tensor forward(Tensor x) => x.narrow(-1, 1, x.shape[^1] - 1) - x.narrow(-1, 0, x.shape[^1] - 1);

    public override Tensor Adjoint(Tensor y) => functional.pad(y, [1, 0]) - functional.pad(y, [0, 1]);
}

[Update("""
    p_<k+1> = clip[0.1](p_k + 0.25*S(y - S^T(p_k)))
    out = y - S^T(p_L)
    """, Layers = 50, Inputs = "p, y")]
public partial class TotalVariation
{
    private static Differences S() => new();

    [PyTorch("x.clamp(-r, r)")]
    private static Tensor clip(Tensor x, double r) => x.clamp(-r, r);
}

internal static class CookbookPage
{
    public static Tensor SeveralInputs(Tensor u, Tensor c)
    {
        using var net = new Conditioned(inputs: 3, width: 8, conditions: 2);
        Tensor x = net.call(u, c);
        return x;
    }
}
