namespace OptGen.Masking;

/// <summary>A mask as rows of equal width, as the coder goes through it.</summary>
/// <param name="Count">How many bits the mask has, at least 1.</param>
/// <param name="Width">The bits of a row; the last row may be shorter.</param>
/// <param name="Period">The bits of a group inside a row: those of a convolution's kernel, else 4.</param>
/// <param name="Back">How far back in the row a first related bit lies: the same place of the previous kernel, else 3.</param>
/// <param name="Above">How far back in the row a second related bit lies: the place above in the kernel, else 2.</param>
internal readonly record struct MaskGrid(int Count, int Width, int Period, int Back, int Above)
{
    /// <summary>The longest row. What a layer has in its second and further dimensions is cut into rows of this length where it is longer.</summary>
    public const int WidestRow = 1 << 16;

    /// <summary>Kernels that are larger are groups of this length: longer ones have too few of a kind to learn from.</summary>
    public const int LongestPeriod = 64;

    /// <summary>The rows of a weight.</summary>
    /// <param name="shape">Its shape, of at least one size.</param>
    public static MaskGrid Of(ReadOnlySpan<long> shape)
    {
        var count = Product(shape);
        var width = (int)Math.Min(WidestRow, shape.Length == 1 ? count : Product(shape[1..]));
        var kernel = shape.Length < 3 ? 1 : Product(shape[2..]);
        return kernel is > 1 and <= LongestPeriod
            ? new MaskGrid((int)count, width, (int)kernel, (int)kernel, (int)shape[^1])
            : new MaskGrid((int)count, width, 4, 3, 2);
    }

    private static long Product(ReadOnlySpan<long> sizes)
    {
        var product = 1L;
        foreach (var size in sizes) product *= size;
        return product;
    }
}
