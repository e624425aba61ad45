using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Benchmarks.Suites;

/// <summary>An equilibrium network as a user of OptGen declares it; only the relative tolerance ends a solve, as on the other side.</summary>
[Update("z = T(z, x)", Inputs = "x")]
[Implicit(Tolerance = 0, RelativeTolerance = Tolerance, MaxIterations = 200, BackwardTolerance = Tolerance, BackwardMaxIterations = 200)]
internal sealed partial class EquilibriumNetwork
{
    public const double Tolerance = 1e-5;

    private static Module<Tensor, Tensor, Tensor> T(Func<Module<Tensor, Tensor, Tensor>> cell) => cell();
}

/// <summary>T(z, x) = relu(W z + U x + b).</summary>
internal sealed class EquilibriumCell : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear inner;
    private readonly Linear outer;

    public EquilibriumCell(Tensor w, Tensor u, Tensor b)
        : base(nameof(EquilibriumCell))
    {
        inner = Linear(new Parameter(w.clone()));
        outer = Linear(new Parameter(u.clone()), new Parameter(b.clone()));
        RegisterComponents();
    }

    public override Tensor forward(Tensor z, Tensor x)
    {
        var sum = inner.call(z);
        using var injected = outer.call(x);
        return sum.add_(injected).relu_();
    }
}
