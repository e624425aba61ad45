using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LinearizedAdmm;

/// <summary>The gradient of c/2 |z - u|^2, which pulls z back to the measurement u; each layer learns how much it trusts it.</summary>
internal sealed class Fidelity : Module<Tensor, Tensor, Tensor>
{
    private readonly Parameter trust;

    public Fidelity()
        : base(nameof(Fidelity))
    {
        trust = new Parameter(full(1, 0.5));
        trust.DetachFromDisposeScope();
        register_parameter("trust", trust);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor z, Tensor u)
    {
        using Tensor difference = z - u;
        return trust * difference;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered the parameter.
    }
}
