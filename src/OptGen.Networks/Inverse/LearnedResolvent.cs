namespace OptGen.Networks;

/// <summary>
/// A learned resolvent, R(x, s) = x - s*T(x): the identity for s = 0, as a proximal function is. Networks that are made of proximal functions take such modules
/// of an argument and a step.
/// </summary>
/// <remarks>The operator's parameters are under <c>T</c>. Forward takes a tensor and a step, a tensor without dimensions, and returns a new tensor, owned by the caller.</remarks>
public sealed class LearnedResolvent : Module<Tensor, Tensor, Tensor>, IPyTorchModule
{
    private readonly Module<Tensor, Tensor> block;

    /// <summary>Makes the resolvent.</summary>
    /// <param name="block">T, owned by this module from now on.</param>
    public LearnedResolvent(Module<Tensor, Tensor> block)
        : base(nameof(LearnedResolvent))
    {
        ArgumentNullException.ThrowIfNull(block);
        this.block = block;
        register_module("T", block);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x, Tensor s)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Tensor direction = block.call(x);
        using Tensor scaled = direction.mul(s);
        return x.sub(scaled);
    }

    /// <inheritdoc/>
    public string ToPyTorch(PyTorchModules modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        string made = modules.Define("LearnedResolvent", """"
            class LearnedResolvent(nn.Module):
                """x - s*T(x)."""

                def __init__(self, T):
                    super().__init__()
                    self.T = T

                def forward(self, x, s):
                    return x - s * self.T(x)
            """");
        return $"{made}({modules.Write(block)})";
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }
}
