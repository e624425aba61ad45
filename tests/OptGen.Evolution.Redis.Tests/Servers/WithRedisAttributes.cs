namespace OptGen.Evolution.Redis.Tests.Servers;

/// <summary>A test that needs a Redis server's program. Where it is missing the test is skipped and says so; with OPTGEN_ALL=1 it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithRedisAttribute : FactAttribute
{
    public FactWithRedisAttribute() => Skip = Missing;

    /// <summary>What to say where it is missing; null otherwise.</summary>
    public static string? Missing { get; } =
        Environment.GetEnvironmentVariable("OPTGEN_ALL") == "1"
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, RedisServerProcess.Program)))
            ? null
            : $"There is no {RedisServerProcess.Program}; Debian's package redis-server brings it.";
}

/// <summary>As <see cref="FactWithRedisAttribute"/>, for cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryWithRedisAttribute : TheoryAttribute
{
    public TheoryWithRedisAttribute() => Skip = FactWithRedisAttribute.Missing;
}
