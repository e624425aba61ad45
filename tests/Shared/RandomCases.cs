namespace OptGen.Tests.Shared;

/// <summary>How many random cases a test tries: as many as it is meant to with <c>./build.sh test --long</c> (OPTGEN_LONG=1), else a thirtieth.</summary>
internal static class RandomCases
{
    /// <summary>Whether this run takes its time.</summary>
    public static bool Long { get; } = Environment.GetEnvironmentVariable("OPTGEN_LONG") == "1";

    /// <summary>The full count in a long run; otherwise a thirtieth of it, and at least one.</summary>
    public static int Of(int full) => Long ? full : Math.Max(1, full / 30);
}
