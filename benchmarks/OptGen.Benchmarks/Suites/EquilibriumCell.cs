using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Benchmarks.Suites;

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
