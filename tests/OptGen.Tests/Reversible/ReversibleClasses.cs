using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Reversible;

#pragma warning disable OPTG303 // positions and velocities: without forces they go on as they are

// Networks that recover their layers, compiled by the generator, each with the same that stores them.

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k); out = head(x_L)", Layers = 9)]
public partial class StoredBall
{
    private const double a = 0.5;

    [Learnable(1.0, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);

    private static Module<Tensor, Tensor> head(int width) => Linear(width, 2);
}

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k); out = head(x_L)", Layers = 9, Memory = Memory.Reversible)]
public partial class RecoveredBall
{
    private const double a = 0.5;

    [Learnable(1.0, PerLayer = true)]
    public partial Parameter b { get; }

    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);

    private static Module<Tensor, Tensor> head(int width) => Linear(width, 2);
}

[Update("x_0 = stem(u); y_0 = x_0; w_k = y_k - 0.5*h*F(x_k); x_<k+1> = x_k + h*w_k + B(u); y_<k+1> = w_k - 0.5*h*F(x_<k+1>); out = x_L - y_L", Inputs = "u")]
public partial class StoredLeapfrog
{
    [Learnable(0.4, Min = 0.1, Max = 1)]
    public partial Parameter h { get; }

    private static Module<Tensor, Tensor> F(int k, int width) => Operators.TwoLayer(width);

    private static Module<Tensor, Tensor> stem(int width) => Linear(width, width);

    private Tensor B(Tensor u) => u.mul(h);
}

[Update("x_0 = stem(u); y_0 = x_0; w_k = y_k - 0.5*h*F(x_k); x_<k+1> = x_k + h*w_k + B(u); y_<k+1> = w_k - 0.5*h*F(x_<k+1>); out = x_L - y_L", Inputs = "u", Memory = Memory.Reversible)]
public partial class RecoveredLeapfrog
{
    [Learnable(0.4, Min = 0.1, Max = 1)]
    public partial Parameter h { get; }

    private static Module<Tensor, Tensor> F(int k, int width) => Operators.TwoLayer(width);

    private static Module<Tensor, Tensor> stem(int width) => Linear(width, width);

    private Tensor B(Tensor u) => u.mul(h);
}

[Update("v_<k+1> = n*v_k/4 + p[s_k](T(x_k)); x_<k+1> = x_k + w_k*v_<k+1>; out = (x_L, v_L)")]
public partial class StoredMomentum
{
    private const int n = 3;

    private readonly double[] w = [0.5, 0.6, 0.7, 0.8, 0.9, 1];

    [Learnable(0.5, PerLayer = true)]
    public partial Parameter s { get; }

    private static Module<Tensor, Tensor> T(int width) => Operators.TwoLayer(width);

    private Tensor p(Tensor x, Tensor s) => x.mul(s).sub(this.s.mean());
}

[Update("v_<k+1> = n*v_k/4 + p[s_k](T(x_k)); x_<k+1> = x_k + w_k*v_<k+1>; out = (x_L, v_L)", Memory = Memory.Reversible)]
public partial class RecoveredMomentum
{
    private const int n = 3;

    private readonly double[] w = [0.5, 0.6, 0.7, 0.8, 0.9, 1];

    [Learnable(0.5, PerLayer = true)]
    public partial Parameter s { get; }

    private static Module<Tensor, Tensor> T(int width) => Operators.TwoLayer(width);

    // It reads what the class registers, which a layer depends on as well.
    private Tensor p(Tensor x, Tensor s) => x.mul(s).sub(this.s.mean());
}

[Update("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k, u)", Inputs = "x, u", Layers = 6)]
public partial class StoredTwoInputs
{
    private static Module<Tensor, Tensor, Tensor> T(int k) => new ReversibleGallery.Pair();
}

[Update("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k, u)", Inputs = "x, u", Layers = 6, Memory = Memory.Reversible)]
public partial class RecoveredTwoInputs
{
    private static Module<Tensor, Tensor, Tensor> T(int k) => new ReversibleGallery.Pair();
}

[Update("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k)", Layers = 4, Memory = Memory.Reversible)]
public partial class RecoveredAround
{
    private static Module<Tensor, Tensor> T(int k, int width) => new RecoveredWithin(width);
}

[Update("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k)", Layers = 3, Memory = Memory.Reversible)]
public partial class RecoveredWithin
{
    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k)", Layers = 4)]
public partial class StoredAround
{
    private static Module<Tensor, Tensor> T(int k, int width) => new StoredWithin(width);
}

[Update("x_<k+1> = x_k + 0.5*(x_k - x_<k-1>) - T(x_k)", Layers = 3)]
public partial class StoredWithin
{
    private static Module<Tensor, Tensor> T(int k, int width) => Operators.TwoLayer(width);
}

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - T(x_k)", Memory = Memory.Reversible)]
public partial class RecoveredAnything : Module<Tensor, Tensor>
{
    private readonly double a;
    private readonly Func<int, Module<Tensor, Tensor>> make;

    public RecoveredAnything(int layers, double a, Func<int, Module<Tensor, Tensor>> make)
        : base(nameof(RecoveredAnything))
    {
        (this.a, this.make) = (a, make);
        Initialize(layers);
    }

    private Module<Tensor, Tensor> T(int k) => make(k);
}
