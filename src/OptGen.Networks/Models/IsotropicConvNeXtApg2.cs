namespace OptGen.Networks;

/// <summary>The isotropic ConvNeXt over accelerated proximal gradient in the y-form, <see cref="Apg2"/>: where the ordinary one goes on from the last iterate, each layer combines the last two.</summary>
/// <remarks>
/// <para>Every layer is a <see cref="ConvNeXtBlock"/>. Forward takes images [batch, inChannels, height, width], both sides multiples of patchSize, and returns scores [batch, numClasses].</para>
/// <para>rho = (z - 1)(z - a), sigma(1) = b: consistent and zero-stable for every momentum that it can learn, of order 1, effective step b/(1 - a), 1 at first.</para>
/// Source: Liu et al., "A ConvNet for the 2020s" (2022), its isotropic networks; OptDNN-APG2 is that of the TPAMI paper of 2024 as this library reads it.
/// </remarks>
[Update("""
    y_0 = stem(u)
    y_<k+1> = (1+a)*(y_k + b*T(y_k)) - a*(y_<k-1> + b*T(y_<k-1>))
    out = head(y_L)
    """, Inputs = "u")]
public sealed partial class IsotropicConvNeXtApg2
{
    /// <summary>Makes the network.</summary>
    /// <param name="depth">The number of layers, at least 1.</param>
    /// <param name="width">The number of channels, at least 1; take a multiple of 16.</param>
    /// <param name="patchSize">The side of a patch in pixels, which becomes one pixel, at least 1.</param>
    /// <param name="numClasses">The number of classes, at least 1.</param>
    /// <param name="inChannels">The number of channels of the images, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public IsotropicConvNeXtApg2(int depth, int width, int patchSize, int numClasses, int inChannels = 3)
        : base(nameof(IsotropicConvNeXtApg2))
    {
        ModelChecks.Positive(depth, width, patchSize, numClasses, inChannels);
        Initialize(width: width, patchSize: patchSize, inChannels: inChannels, numClasses: numClasses, layers: depth);
    }

    /// <summary>The momentum, trained between -1 and 1; 0.5 at first.</summary>
    [Learnable(0.5, Min = -1, Max = 1)]
    public partial Parameter a { get; }

    /// <summary>The step, trained; 0.5 at first.</summary>
    [Learnable(0.5)]
    public partial Parameter b { get; }

    private static Conv2d stem(int width, int patchSize, int inChannels) =>
        Conv2d(inChannels, width, patchSize, stride: patchSize).InitializeWeights(Initialization.TruncatedNormal);

    private static ConvNeXtBlock T(int k, int width) => new(width, layerScale: null);

    private static PooledHead head(int width, int numClasses) => new(width, numClasses);
}
