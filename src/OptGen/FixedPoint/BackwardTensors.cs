using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// What a backward was given and what it gave. TorchSharp makes new handles of the one and copies those of the other, and leaves both to the garbage
/// collector, which does not know how much memory they hold.
/// </summary>
internal static class BackwardTensors
{
    [ThreadStatic]
    private static Tensor?[]? given;

    /// <summary>A backward needs what it was given no more.</summary>
    public static void Free(IEnumerable<Tensor?> incoming)
    {
        foreach (Tensor? tensor in incoming)
            tensor?.Dispose();
    }

    /// <summary>A backward gives these away: the next call frees them, by when they have been copied.</summary>
    public static void Give(Tensor?[] gradients)
    {
        FreeGiven();
        given = gradients;
    }

    /// <summary>Frees what the last backward on this thread has given away.</summary>
    public static void FreeGiven()
    {
        if (given is { } last)
            Free(last);
        given = null;
    }
}
