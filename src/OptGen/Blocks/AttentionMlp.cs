using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>
/// The operator of transformers, T(z) = A(z) + M(z + A(z)) with self-attention A and a two-layer network M, a layer normalisation before each. So
/// z + T(z) is a layer of a pre-norm transformer.
/// </summary>
/// <remarks>
/// Forward takes [batch, tokens, width] and returns a new tensor of that shape, owned by the caller. The parameters are named as in timm: <c>norm1</c>,
/// <c>attn.qkv</c>, <c>attn.proj</c>, <c>norm2</c>, <c>mlp.fc1</c>, <c>mlp.fc2</c>. Source: Dosovitskiy et al., "An Image is Worth 16x16 Words" (2021).
/// </remarks>
[ContainsTwoLayer]
public sealed class AttentionMlp : nn.Module<Tensor, Tensor>
{
    private const double NormEpsilon = 1e-6;

    private readonly LayerNorm firstNorm;
    private readonly SelfAttention attention;
    private readonly LayerNorm secondNorm;
    private readonly TwoLayer mlp;

    /// <summary>Makes the operator.</summary>
    /// <param name="width">The size of a token, at least 1.</param>
    /// <param name="heads">The number of heads, a divisor of the width.</param>
    /// <param name="mlpRatio">How many times as many neurons the two-layer network has as the token has numbers, at least 1.</param>
    /// <param name="activation">The activation of the two-layer network.</param>
    /// <param name="initialization">How the weights are drawn.</param>
    /// <param name="zeroInitLast">Whether the last layers of attention and network begin with zeros, so that the operator is 0 before training.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there is no such activation or initialization.</exception>
    /// <exception cref="ArgumentException">The number of heads does not divide the width.</exception>
    public AttentionMlp(
        int width, int heads, int mlpRatio = 4, Activation activation = Activation.GELU, Initialization initialization = Initialization.Torch,
        bool zeroInitLast = false)
        : base(nameof(AttentionMlp))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mlpRatio, 1);
        attention = new SelfAttention(width, heads, initialization);
        mlp = new TwoLayer(width, mlpRatio * width, activation, initialization, zeroInitLast);
        firstNorm = nn.LayerNorm(width, NormEpsilon);
        secondNorm = nn.LayerNorm(width, NormEpsilon);
        if (zeroInitLast)
            WeightInitialization.Zero(attention.Last);
        register_module("norm1", firstNorm);
        register_module("attn", attention);
        register_module("norm2", secondNorm);
        register_module("mlp", mlp);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor z)
    {
        using Tensor normed = firstNorm.call(z);
        using Tensor attended = attention.call(normed);
        using Tensor moved = attended.Plus(z);
        using Tensor normedAgain = secondNorm.call(moved);
        using Tensor through = mlp.call(normedAgain);
        return attended.Plus(through);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // The constructor has registered everything, under names that do not depend on fields.
    }
}
