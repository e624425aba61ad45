namespace OptGen.Blocks;

/// <summary>What the constructors of blocks ask of their arguments.</summary>
internal static class BlockChecks
{
    /// <summary>An odd side of a kernel, so that padding keeps the image's size.</summary>
    public static int OddKernel(int kernel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        return kernel % 2 != 0
            ? kernel
            : throw new ArgumentException($"The kernel's side is {kernel}; it must be odd, so that padding can keep the image's size.", nameof(kernel));
    }
}
