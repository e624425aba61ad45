namespace OptGen.Networks;

/// <summary>The ordinary vision transformer, a residual network: x_(k+1) = x_k + T_k(x_k) between a stem and a head.</summary>
/// <remarks>
/// <para>Every layer is an <see cref="AttentionMlp"/>. Forward takes images [batch, inChannels, imageSize, imageSize] and returns scores [batch, numClasses].</para>
/// <para>rho = z - 1: consistent and zero-stable, of order 1 (forward Euler), effective step 1.</para>
/// Source: Dosovitskiy et al., "An Image is Worth 16x16 Words" (2021).
/// </remarks>
[Update("x_0 = stem(u); x_<k+1> = x_k + T(x_k); out = head(x_L)", Inputs = "u")]
public sealed partial class VisionTransformer
{
    /// <summary>Makes the network.</summary>
    /// <param name="depth">The number of layers, at least 1.</param>
    /// <param name="width">The size of a token, at least 1.</param>
    /// <param name="heads">The number of attention heads, a divisor of the width.</param>
    /// <param name="patchSize">The side of a patch in pixels, a divisor of imageSize.</param>
    /// <param name="imageSize">The side of the images in pixels.</param>
    /// <param name="numClasses">The number of classes, at least 1.</param>
    /// <param name="inChannels">The number of channels of the images, at least 1.</param>
    /// <param name="mlpRatio">How many times as many neurons the two-layer networks have as a token has numbers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The heads do not divide the width, or the patches the image.</exception>
    public VisionTransformer(int depth, int width, int heads, int patchSize, int imageSize, int numClasses, int inChannels = 3, int mlpRatio = 4)
        : base(nameof(VisionTransformer))
    {
        ModelChecks.Positive(depth, width, patchSize, numClasses, inChannels);
        ModelChecks.Transformer(width, heads, mlpRatio, patchSize, imageSize);
        Initialize(
            width: width, heads: heads, mlpRatio: mlpRatio, patchSize: patchSize, imageSize: imageSize, inChannels: inChannels, numClasses: numClasses, layers: depth);
    }

    private static PatchTokens stem(int width, int patchSize, int imageSize, int inChannels) => new(width, patchSize, imageSize, inChannels);

    private static AttentionMlp T(int k, int width, int heads, int mlpRatio) =>
        new(width, heads, mlpRatio, initialization: Initialization.TruncatedNormal);

    private static TokenHead head(int width, int numClasses) => new(width, numClasses);
}
