namespace OptGen.Networks;

/// <summary>The vision transformer over accelerated proximal gradient in the y-form, <see cref="Apg2"/>: where the ordinary one goes on from the last iterate, each layer combines the last two.</summary>
/// <remarks>
/// <para>Every layer is an <see cref="AttentionMlp"/>. Forward takes images [batch, inChannels, imageSize, imageSize] and returns scores [batch, numClasses].</para>
/// <para>rho = (z - 1)(z - a), sigma(1) = b: consistent and zero-stable for every momentum that it can learn, of order 1, effective step b/(1 - a), 1 at first.</para>
/// Source: Dosovitskiy et al., "An Image is Worth 16x16 Words" (2021); OptDNN-APG2 is that of the TPAMI paper of 2024 as this library reads it.
/// </remarks>
[Update("""
    y_0 = stem(u)
    y_<k+1> = (1+a)*(y_k + b*T(y_k)) - a*(y_<k-1> + b*T(y_<k-1>))
    out = head(y_L)
    """, Inputs = "u")]
public sealed partial class VisionTransformerApg2
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
    public VisionTransformerApg2(int depth, int width, int heads, int patchSize, int imageSize, int numClasses, int inChannels = 3, int mlpRatio = 4)
        : base(nameof(VisionTransformerApg2))
    {
        ModelChecks.Positive(depth, width, patchSize, numClasses, inChannels);
        ModelChecks.Transformer(width, heads, mlpRatio, patchSize, imageSize);
        Initialize(
            width: width, heads: heads, mlpRatio: mlpRatio, patchSize: patchSize, imageSize: imageSize, inChannels: inChannels, numClasses: numClasses, layers: depth);
    }

    /// <summary>The momentum, trained between -1 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = -1, Max = 1)]
    public partial Parameter a { get; }

    /// <summary>The step, trained; 0.5 at first.</summary>
    [Learnable(0.5)]
    public partial Parameter b { get; }

    private static PatchTokens stem(int width, int patchSize, int imageSize, int inChannels) => new(width, patchSize, imageSize, inChannels);

    private static AttentionMlp T(int k, int width, int heads, int mlpRatio) =>
        new(width, heads, mlpRatio, initialization: Initialization.TruncatedNormal);

    private static TokenHead head(int width, int numClasses) => new(width, numClasses);
}
