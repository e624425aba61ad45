using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Blocks;

/// <summary>Group normalization (Wu and He 2018) that begins as one should: with the factor 1 and the shift 0.</summary>
/// <remarks>TorchSharp's layer (seen in 0.107.0) leaves both as the memory was that they were given: often zeros, sometimes not numbers. Its other layers are initialised.</remarks>
public static class GroupNormalization
{
    /// <summary>Makes the layer.</summary>
    /// <param name="groups">How many groups the channels are divided into; it divides their number.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="device">Where the parameters lie.</param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentException"><paramref name="groups"/> is below 1, or does not divide <paramref name="channels"/>.</exception>
    public static GroupNorm Create(long groups, long channels, double epsilon = 1e-5, Device? device = null, ScalarType? dtype = null)
    {
        if (groups < 1 || channels < 1 || channels % groups != 0)
            throw new ArgumentException($"{channels} channels cannot be divided into {groups} groups of equal size.", nameof(groups));
        GroupNorm layer = nn.GroupNorm(groups, channels, epsilon, affine: true, device, dtype);
        nn.init.ones_(layer.weight);
        nn.init.zeros_(layer.bias);
        return layer;
    }
}
