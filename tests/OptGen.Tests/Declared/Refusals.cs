using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Declared;

// Networks of which a part fails, or does what it may not.
#pragma warning disable OPTG301 // some pass on what an operator gives as it is

/// <summary>Takes and gives what the factories say, layer by layer.</summary>
[Update("x_<k+1> = x_k - 0.5*T(x_k)", Layers = 4)]
public partial class Descending
{
    private Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> make) => make(k);
}

[Update("y_k = x_k + 0.5*(x_k - x_<k-1>); x_<k+1> = y_k - 0.5*T(y_k) + 0.25*S(x_k + y_k); out = x_L + x_0", Layers = 3)]
public partial class Located
{
    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> t) => t(k);

    private static Module<Tensor, Tensor> S(int k, Func<int, Module<Tensor, Tensor>> s) => s(k);
}

[Update("x_<k+1> = prox[0.5, a](x_k) - 0.5*K^T(K(x_k)) + plain(x_k)", Layers = 2)]
public partial class Applied
{
    private const int a = 2;

    private readonly Func<Tensor, Tensor> own;

    private readonly Linear K = Linear(3, 5, hasBias: false);

    public Applied(Func<Tensor, Tensor> own)
        : base("Applied")
    {
        this.own = own;
        Initialize();
    }

    private static Tensor prox(Tensor x, double s, double t) => x.shape[1] == 7 ? throw new FormatException("not seven") : x.alias();

    private Tensor plain(Tensor x) => own(x);
}

[Update("x_<k+1> = 0.5*x_k - K^T(x_k)", Layers = 2)]
public partial class OnlyAdjoint
{
    private static Linear K(int k) => Linear(3, 5, hasBias: false);
}

[Update("x_<k+1> = x_k - T(x_k)")]
[Stage(Layers = 1)]
[Stage(Layers = 2)]
public partial class Bordered
{
    private static Module<Tensor, Tensor> T(int k, int width) => Linear(width, width);

    private static Module<Tensor, Tensor> D(int stage, int width) => Linear(width + 1, width);
}

/// <summary>A network as the operator of a network.</summary>
[Update("x_<k+1> = x_k - 0.5*S(x_k)", Layers = 2)]
public partial class Outer
{
    private static Descending S(int k, Func<int, Module<Tensor, Tensor>> make) => new(make);
}

/// <summary>Several deep, of itself.</summary>
[Update("x_<k+1> = x_k - 0.5*S(x_k)", Layers = 2)]
public partial class Deep
{
    private static Module<Tensor, Tensor> S(int k, int depth, Func<int, Module<Tensor, Tensor>> make) => depth == 0 ? new Descending(make) : new Deep(depth - 1, make);
}

[Update("x_<k+1> = x_k - 0.5*T(x_<k+1>)", Layers = 2)]
public partial class SolvedWith
{
    private static Module<Tensor, Tensor> T(int k, Func<int, Module<Tensor, Tensor>> make) => make(k);
}

[Update("x_<k+1> = T(x_k, u)", Inputs = "x, u", Layers = 3)]
public partial class Second
{
    private static Module<Tensor, Tensor, Tensor> T(int k, Module<Tensor, Tensor, Tensor> shared) => shared;
}

[Update("x_<k+1> = x_k + 0.25*(x_k - x_<k-1>) - 0.5*T(x_k)", Layers = 5)]
public partial class Remembering
{
    private static Module<Tensor, Tensor> T(Module<Tensor, Tensor> module) => module;
}

[Update("x_<k+1> = T(x_k)", Layers = 3)]
public partial class Chained
{
    private static Module<Tensor, Tensor> T(Module<Tensor, Tensor> module) => module;
}

[Update("x_<k+1> = x_k - T(x_k - y) + sum[j=0..k](0.1*T(x_j - y))", Inputs = "x, y", Layers = 3)]
public partial class Summing
{
    private static Module<Tensor, Tensor> T(Module<Tensor, Tensor> module) => module;
}

[Update("x_<k+1> = T(x_k); out = x_L + x_0", Layers = 3)]
public partial class ToTheFirst
{
    private static Module<Tensor, Tensor> T(Module<Tensor, Tensor> module) => module;
}

/// <summary>A module that does as it is told.</summary>
public sealed class Doing(Func<Tensor, Tensor> does) : Module<Tensor, Tensor>("Doing")
{
    public override Tensor forward(Tensor x) => does(x);
}

/// <summary>A module of two tensors that does as it is told.</summary>
public sealed class DoingTwo(Func<Tensor, Tensor, Tensor> does) : Module<Tensor, Tensor, Tensor>("DoingTwo")
{
    public override Tensor forward(Tensor x, Tensor u) => does(x, u);
}
