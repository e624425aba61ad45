namespace OptGen.Networks;

/// <summary>The ordinary isotropic ConvNeXt, a residual network: x_(k+1) = x_k + T_k(x_k) between a stem and a head.</summary>
/// <remarks>
/// <para>Every layer is a <see cref="ConvNeXtBlock"/>. Forward takes images [batch, inChannels, height, width], both sides multiples of patchSize, and returns scores [batch, numClasses].</para>
/// <para>rho = z - 1: consistent and zero-stable, of order 1 (forward Euler), effective step 1.</para>
/// Source: Liu et al., "A ConvNet for the 2020s" (2022), its isotropic networks.
/// </remarks>
[Update("x_0 = stem(u); x_<k+1> = x_k + T(x_k); out = head(x_L)", Inputs = "u")]
public sealed partial class IsotropicConvNeXt
{
    /// <summary>Makes the network.</summary>
    /// <param name="depth">The number of layers, at least 1.</param>
    /// <param name="width">The number of channels, at least 1; take a multiple of 16.</param>
    /// <param name="patchSize">The side of a patch in pixels, which becomes one pixel, at least 1.</param>
    /// <param name="numClasses">The number of classes, at least 1.</param>
    /// <param name="inChannels">The number of channels of the images, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public IsotropicConvNeXt(int depth, int width, int patchSize, int numClasses, int inChannels = 3)
        : base(nameof(IsotropicConvNeXt))
    {
        ModelChecks.Positive(depth, width, patchSize, numClasses, inChannels);
        Initialize(width: width, patchSize: patchSize, inChannels: inChannels, numClasses: numClasses, layers: depth);
    }

    private static Conv2d stem(int width, int patchSize, int inChannels) =>
        Conv2d(inChannels, width, patchSize, stride: patchSize).InitializeWeights(Initialization.TruncatedNormal);

    private static ConvNeXtBlock T(int k, int width) => new(width, layerScale: null);

    private static PooledHead head(int width, int numClasses) => new(width, numClasses);
}
