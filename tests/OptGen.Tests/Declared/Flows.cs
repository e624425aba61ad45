using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Declared;

// Modules whose layers are steps along the flow of a quadratic.

[Update("x_<k+1> = x_k - b*T(x_k)")]
public partial class FirstOrderFlow
{
    private readonly double b;

    public FirstOrderFlow(double step, int layers)
        : base(nameof(FirstOrderFlow))
    {
        b = step;
        Initialize(layers);
    }

    private static Tensor T(Tensor x) => Quadratic.Gradient(x);
}

[Update("x_<-1> = before(x_0); x_<k+1> = x_k - 3/2*b*T(x_k) + 1/2*b*T(x_<k-1>)")]
public partial class SecondOrderFlow
{
    private readonly double b;

    public SecondOrderFlow(double step, int layers)
        : base(nameof(SecondOrderFlow))
    {
        b = step;
        Initialize(layers);
    }

    private static Tensor T(Tensor x) => Quadratic.Gradient(x);

    private Tensor before(Tensor x) => Quadratic.Along(x, -b);
}

[Update("x_<k+1> = x_k - b*T(x_<k+1>)")]
public partial class BackwardEulerFlow
{
    private readonly double b;

    public BackwardEulerFlow(double step, int layers)
        : base(nameof(BackwardEulerFlow))
    {
        b = step;
        Initialize(layers);
    }

    private static Tensor T(Tensor x) => Quadratic.Gradient(x);
}

[Update("x_<k+1> = x_k - b/2*(T(x_<k+1>) + T(x_k))")]
public partial class TrapezoidFlow
{
    private readonly double b;

    public TrapezoidFlow(double step, int layers)
        : base(nameof(TrapezoidFlow))
    {
        b = step;
        Initialize(layers);
    }

    private static Tensor T(Tensor x) => Quadratic.Gradient(x);
}

[Update("x_<-1> = before(x_0); x_<k+1> = 4/3*x_k - 1/3*x_<k-1> - 2/3*b*T(x_<k+1>)")]
public partial class TwoStepFlow
{
    private readonly double b;

    public TwoStepFlow(double step, int layers)
        : base(nameof(TwoStepFlow))
    {
        b = step;
        Initialize(layers);
    }

    private static Tensor T(Tensor x) => Quadratic.Gradient(x);

    private Tensor before(Tensor x) => Quadratic.Along(x, -b);
}

[Update("x_<k+1> = x_k - b*T1(x_k) - b*T2(x_<k+1>)", Layers = 5)]
public partial class SolvedProximalGradient
{
    private const double b = 0.4;

    private static Tensor T1(Tensor x) => (x - 1).tanh();

    private static Tensor T2(Tensor x) => Quadratic.Gradient(x);
}

[Update("x_<k+1> = prox[b](x_k - b*T1(x_k))", Layers = 5)]
public partial class ClosedProximalGradient
{
    private const double b = 0.4;

    private static Tensor T1(Tensor x) => (x - 1).tanh();

    private static Tensor prox(Tensor x, double b) => Quadratic.Resolvent(x, b);
}

/// <summary>The quadratic with the eigenvalues 1 and 2 along the axes turned by 0.4.</summary>
internal static class Quadratic
{
    private static readonly double[] s_values = [1, 2];

    public static Tensor Gradient(Tensor x) => Apply(x, value => value);

    /// <summary>The flow x' = -Ax, a time later.</summary>
    public static Tensor Along(Tensor x, double time) => Apply(x, value => Math.Exp(-value * time));

    /// <summary>The resolvent of half the quadratic: two of them make a splitting of the whole.</summary>
    public static Tensor Resolvent(Tensor x, double step) => Apply(x, value => 1 / (1 + (step * value)));

    private static Tensor Apply(Tensor x, Func<double, double> function)
    {
        Tensor turn = tensor(new[] { Math.Cos(0.4), -Math.Sin(0.4), Math.Sin(0.4), Math.Cos(0.4) }).view(2, 2);
        Tensor values = tensor(s_values.Select(function).ToArray());
        return x.matmul(turn).mul(values).matmul(turn.t());
    }
}
