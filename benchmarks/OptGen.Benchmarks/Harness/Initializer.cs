namespace OptGen.Benchmarks.Harness;

/// <summary>What OptGen sets in a process when it starts, and how a process is started without it.</summary>
internal static class Initializer
{
    /// <summary>The environment that leaves a process as it would be without OptGen, but for torch's loading.</summary>
    public static IReadOnlyList<(string Name, string Value)> Off { get; } = [("OPTGEN_KEEP_MALLOC", "1"), ("OPTGEN_KEEP_ONEDNN", "1")];
}
