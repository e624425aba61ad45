namespace OptGen.Networks;

/// <summary>Soft thresholding as a resolvent, that of the 1-norm: R(x, s) = sign(x)*max(|x| - weight*s, 0).</summary>
/// <remarks>Nothing is trained. Forward takes a tensor and a step and returns a new tensor, owned by the caller.</remarks>
public sealed class SoftThreshold : Module<Tensor, Tensor, Tensor>, IPyTorchModule
{
    private readonly Scalar weight;
    private readonly double factor;

    /// <summary>Makes the resolvent.</summary>
    /// <param name="weight">The factor of the 1-norm, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is below 0 or not finite.</exception>
    public SoftThreshold(double weight = 1)
        : base(nameof(SoftThreshold))
    {
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The factor of the 1-norm must be at least 0 and finite.");
        factor = weight;
        this.weight = weight;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x, Tensor s)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(s);
        using Tensor threshold = s.mul(weight);
        return CompilerServices.Shrinkage.Soft(x, threshold);
    }

    /// <inheritdoc/>
    public string ToPyTorch(PyTorchModules modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        string made = modules.Define("SoftThreshold", """"
            class SoftThreshold(nn.Module):
                """The resolvent of the 1-norm."""

                def __init__(self, weight):
                    super().__init__()
                    self.weight = weight

                def forward(self, x, s):
                    return torch.sign(x) * torch.relu(torch.abs(x) - self.weight * s)
            """");
        return $"{made}({PyTorchModules.Number(factor)})";
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // There is nothing to register.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            weight.Dispose();
        base.Dispose(disposing);
    }
}
