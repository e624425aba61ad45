namespace OptGen.Masking;

/// <summary>How much a file may hold at most. What reading takes, in memory and in time, is bounded by them.</summary>
/// <remarks>Memory: at most about three times <see cref="MaxBytes"/> and a quarter byte for each of <see cref="MaxWeights"/>. Time: at most about 40 ns for each weight.
/// Both are checked before anything is made. Few bytes can stand for many weights, since a mask that keeps almost nothing takes almost nothing.</remarks>
/// <param name="MaxBytes">The longest file, in bytes.</param>
/// <param name="MaxWeights">The most masked weights, over all layers.</param>
public sealed record MaskFileLimits(long MaxBytes = 1L << 30, long MaxWeights = 1L << 30)
{
    /// <summary>2^30 bytes, and 2^30 weights.</summary>
    public static MaskFileLimits Default { get; } = new();
}
