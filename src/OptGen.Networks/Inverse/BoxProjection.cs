namespace OptGen.Networks;

/// <summary>
/// The projection onto a box as a resolvent: every number is moved between two borders, whatever the step. With -1 and 1 it is the dual resolvent of the
/// 1-norm.
/// </summary>
/// <remarks>Nothing is trained. Forward takes a tensor and a step and returns a new tensor, owned by the caller.</remarks>
public sealed class BoxProjection : Module<Tensor, Tensor, Tensor>, IPyTorchModule
{
    private readonly Scalar minimum;
    private readonly Scalar maximum;
    private readonly (double Minimum, double Maximum) borders;

    /// <summary>Makes the projection.</summary>
    /// <param name="minimum">The lower border.</param>
    /// <param name="maximum">The upper border, not below the lower one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The borders are in the wrong order or not numbers.</exception>
    public BoxProjection(double minimum = -1, double maximum = 1)
        : base(nameof(BoxProjection))
    {
        if (!(minimum <= maximum))
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The upper border must be a number not below the lower one, {minimum}.");
        borders = (minimum, maximum);
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x, Tensor s)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.clamp(minimum, maximum);
    }

    /// <inheritdoc/>
    public string ToPyTorch(PyTorchModules modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        string made = modules.Define("BoxProjection", """"
            class BoxProjection(nn.Module):
                """The projection onto a box, whatever the step."""

                def __init__(self, minimum, maximum):
                    super().__init__()
                    self.minimum, self.maximum = minimum, maximum

                def forward(self, x, s):
                    return torch.clamp(x, self.minimum, self.maximum)
            """");
        return $"{made}({PyTorchModules.Number(borders.Minimum)}, {PyTorchModules.Number(borders.Maximum)})";
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
        {
            minimum.Dispose();
            maximum.Dispose();
        }
        base.Dispose(disposing);
    }
}
