namespace OptGen.Networks;

/// <summary>The head of an isotropic ConvNeXt: the mean over all pixels, a layer normalisation, a linear layer.</summary>
/// <remarks>
/// Forward takes [batch, width, height, width in pixels] and returns scores [batch, numClasses]. The parameters are named <c>norm</c> and <c>fc</c>.
/// </remarks>
internal sealed class PooledHead : Module<Tensor, Tensor>
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

    protected override void RegisterComponents()
    {
        // The constructor has registered everything.
    }
}
