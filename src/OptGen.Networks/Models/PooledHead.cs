namespace OptGen.Networks;

/// <summary>The head of an isotropic ConvNeXt: the mean over all pixels, a layer normalisation, a linear layer.</summary>
/// <remarks>
/// Forward takes [batch, width, height, width in pixels] and returns scores [batch, numClasses]. The parameters are named <c>norm</c> and <c>fc</c>.
/// </remarks>
internal sealed class PooledHead : Module<Tensor, Tensor>, IPyTorchModule
{
    private const double NormEpsilon = 1e-6;

    private readonly LayerNorm norm;
    private readonly Linear linear;

    public PooledHead(int width, int numClasses)
        : base(nameof(PooledHead))
    {
        norm = LayerNorm(width, NormEpsilon);
        linear = Linear(width, numClasses);
        register_module("norm", norm);
        register_module("fc", linear);
        this.InitializeWeights(Initialization.TruncatedNormal);
    }

    public override Tensor forward(Tensor x)
    {
        using Tensor pooled = x.mean([-2, -1]);
        using Tensor normed = norm.call(pooled);
        return linear.call(normed);
    }

    public string ToPyTorch(PyTorchModules modules)
    {
        string made = modules.Define("PooledHead", """"
            class PooledHead(nn.Module):
                """A linear layer behind the normalised means of all channels."""

                def __init__(self, width, classes):
                    super().__init__()
                    self.norm = nn.LayerNorm(width, eps=1e-6)
                    self.fc = nn.Linear(width, classes)

                def forward(self, x):
                    return self.fc(self.norm(x.mean((-2, -1))))
            """");
        return FormattableString.Invariant($"{made}({linear.in_features}, {linear.out_features})");
    }

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }
}
