using System.Reflection;
using System.Text.RegularExpressions;

namespace OptGen.Evolution.Redis.Tests.Docs;

/// <summary>What docs/evolution-redis.md shows is what is compiled here; its tables have the settings and the keys that there are.</summary>
public sealed class RedisPageTests
{
    private static readonly string Project = typeof(RedisPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;

    private static readonly string Page = File.ReadAllText(Path.Combine(Project, "..", "..", "docs", "evolution-redis.md"));

    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string compiled = Unindented(File.ReadAllText(Path.Combine(Project, "Docs", "RedisPageExamples.cs")));
        string[] shown = [.. Regex.Matches(Page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value))];
        Assert.Equal(3, shown.Length);
        Assert.All(shown, code => Assert.Contains(code, compiled, StringComparison.Ordinal));
        Assert.True(RedisPageExamples.Secured().Configuration!.Ssl);
    }

    [Fact]
    public void Page_Tables_NameAllSettingsAndKeys()
    {
        var settings = typeof(RedisRun).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToArray();
        Assert.Equal(9, settings.Length);
        Assert.All(settings, name => Assert.Contains($"\n| `{name}` |", Page, StringComparison.Ordinal));
        var keys = new RunKeys("x");
        foreach (string? key in new string?[] { keys.Run, keys.Work, keys.Snapshot, keys.Fitness, keys.Failures, keys.Wanted, keys.Ended })
            Assert.Contains($"\n| `{key!["optgen:{x}:".Length..]}` |", Page, StringComparison.Ordinal);
        foreach (string channel in new[] { keys.ForWorkers, keys.ForCoordinator }.Select(channel => channel.ToString()))
            Assert.Contains($"`{channel.Replace("{x}", "{id}", StringComparison.Ordinal)}`", Page, StringComparison.Ordinal);
        Assert.All(new[] { RunKeys.Owner, RunKeys.Description, RunKeys.Step, RunKeys.State, RunKeys.Cut }, field => Assert.Contains($"`{field}`", Page, StringComparison.Ordinal));
        var run = new RedisRun("localhost", "x");
        Assert.Equal((10, 600, 300, 20, 32, 10), ((int)run.ClaimAfter.TotalSeconds, (int)run.LongestEvaluation.TotalSeconds, (int)run.LongestOutage.TotalSeconds, (int)run.LongestPause.TotalMilliseconds, run.KeptGenerations, run.MostDeliveries));
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
