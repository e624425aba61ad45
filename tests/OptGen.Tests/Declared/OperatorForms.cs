using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Declared;

// Every way of binding the operators of a recurrence.

[Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 3)]
public partial class FieldOperator
{
    private readonly Module<Tensor, Tensor> T = Linear(3, 3);
}

[Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 3)]
public partial class PropertyOperator
{
    private Linear T { get; } = Linear(3, 3);
}

[Update("x_<k+1> = x_k - 0.5*T(x_k, u)", Inputs = "x, u", Layers = 3)]
public partial class TwoTensorOperator
{
    private static Module<Tensor, Tensor, Tensor> T(int k, int width) => new Mixing(width);
}

[Update("x_<k+1> = x_k - K^T(K(x_k) - y)", Inputs = "y", Layers = 2)]
[Update("x_0 = 0.5*K^T(y); out = x_L")]
public partial class ConvolutionAdjoint
{
    private static Conv2d K() => Conv2d(2, 3, 3, padding: 1, bias: false);
}

[Update("x_<k+1> = x_k - 0.25*A^T(A(x_k))", Layers = 2)]
public partial class OwnAdjoint
{
    private readonly Rotation A = new(0.3);
}

[Update("x_<k+1> = x_k - 0.25*A^T(A(x_k))", Layers = 2)]
public partial class OwnAdjointPerLayer
{
    private static Rotation A(int k, double angle) => new(angle * (k + 1));
}

[Update("x_<k+1> = x_k + (a + b + c + d + e + f)/6 - 0.5*T(x_k)", Layers = 2, Inputs = "a, b, c, d, e, f")]
[Update("x_0 = a")]
public partial class SixInputs
{
    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);
}

[Update("x_<k+1> = clip[s](x_k - b_k*T(x_k))", Layers = 3)]
public partial class TensorFunctions
{
    [Learnable(0.5, PerLayer = true)]
    public partial Parameter b { get; }

    [Learnable(0.7, Min = 0)]
    public partial Parameter s { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);

    private static Tensor clip(Tensor x, Tensor s) => (x / s).tanh() * s;
}

/// <summary>A linear operator without weights, with an adjoint of its own.</summary>
public sealed class Rotation(double angle) : Module<Tensor, Tensor>("Rotation")
{
    public override Tensor forward(Tensor x) => (x * Math.Cos(angle)) + (x.roll(1, -1) * Math.Sin(angle));

    public Tensor Adjoint(Tensor y) => (y * Math.Cos(angle)) + (y.roll(-1, -1) * Math.Sin(angle));
}

/// <summary>An operator of two tensors.</summary>
public sealed class Mixing : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear own;
    private readonly Linear other;

    public Mixing(int width)
        : base(nameof(Mixing))
    {
        own = Linear(width, width);
        other = Linear(width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor u) => (own.call(x) + other.call(u)).tanh();
}
