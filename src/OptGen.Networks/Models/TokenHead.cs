namespace OptGen.Networks;

/// <summary>The head of a vision transformer: a layer normalisation of the first token, the one for the class, and a linear layer.</summary>
/// <remarks>
/// Forward takes [batch, tokens, width] and returns scores [batch, numClasses]. The parameters are named <c>norm</c> and <c>fc</c>.
/// </remarks>
internal sealed class TokenHead : Module<Tensor, Tensor>, IPyTorchModule
{
    private const double NormEpsilon = 1e-6;

    private readonly LayerNorm norm;
    private readonly Linear linear;

    public TokenHead(int width, int numClasses)
        : base(nameof(TokenHead))
    {
        norm = LayerNorm(width, NormEpsilon);
        linear = Linear(width, numClasses);
        register_module("norm", norm);
        register_module("fc", linear);
        this.InitializeWeights(Initialization.TruncatedNormal);
    }

    public override Tensor forward(Tensor x)
    {
        using Tensor token = x.select(1, 0);
        using Tensor normed = norm.call(token);
        return linear.call(normed);
    }

    public string ToPyTorch(PyTorchModules modules)
    {
        string made = modules.Define("TokenHead", """"
            class TokenHead(nn.Module):
                """A linear layer behind the normalised first token."""

                def __init__(self, width, classes):
                    super().__init__()
                    self.norm = nn.LayerNorm(width, eps=1e-6)
                    self.fc = nn.Linear(width, classes)

                def forward(self, x):
                    return self.fc(self.norm(x[:, 0]))
            """");
        return FormattableString.Invariant($"{made}({linear.in_features}, {linear.out_features})");
    }

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }
}
