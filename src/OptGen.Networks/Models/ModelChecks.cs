namespace OptGen.Networks;

/// <summary>What the constructors of whole models ask of their arguments.</summary>
internal static class ModelChecks
{
    /// <summary>Numbers that must be at least 1.</summary>
    public static void Positive(int depth, int width, int patchSize, int numClasses, int inChannels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(patchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numClasses, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
    }

    /// <summary>What a vision transformer asks for besides.</summary>
    public static void Transformer(int width, int heads, int mlpRatio, int patchSize, int imageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mlpRatio, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, 1);
        if (width % heads != 0)
            throw new ArgumentException($"{heads} heads do not divide a width of {width}; take a divisor of the width.", nameof(heads));
        if (imageSize % patchSize != 0)
            throw new ArgumentException($"Patches of {patchSize} pixels do not cover an image of {imageSize}; take a divisor of the image's side.", nameof(patchSize));
    }
}
