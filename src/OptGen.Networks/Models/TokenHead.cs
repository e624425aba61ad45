namespace OptGen.Networks;

/// <summary>The head of a vision transformer: a layer normalisation of the first token, the one for the class, and a linear layer.</summary>
/// <remarks>
/// Forward takes [batch, tokens, width] and returns scores [batch, numClasses]. The parameters are named <c>norm</c> and <c>fc</c>.
/// </remarks>
internal sealed class TokenHead : Module<Tensor, Tensor>
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

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }
}
