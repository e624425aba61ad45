using System.Globalization;
using System.Text.RegularExpressions;

namespace OptGen.Package.Tests;

/// <summary>What somebody gets who adds the packages to a project of their own.</summary>
public sealed partial class ConsumerTests(Consumer consumer) : IClassFixture<Consumer>
{
    [Fact]
    public void DeclaredNetwork_TenSteps_TrainsWithFallingLoss()
    {
        consumer.Write("Network.cs", Consumer.Network);

        (int built, string build) = consumer.Build();
        Assert.True(built == 0, build);
        (int ran, string output) = consumer.Run();
        Assert.True(ran == 0, output);

        double[] losses = [.. Loss().Matches(output).Select(m => double.Parse(m.Groups["value"].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(10, losses.Length);
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.True(losses[^1] < losses[0] / 2, output);
    }

    /// <summary>The build of an application rewrites source paths, and a second one meets the snapshot that the first run has written.</summary>
    [Fact]
    public void TestingPackage_ChecksOfTheNetwork_FindTheirFilesAndPass()
    {
        consumer.Write("Network.cs", Consumer.Network);

        (int built, string build) = consumer.Build("ContinuousIntegrationBuild=true", $"PathMap={consumer.Folder}=/_");
        Assert.True(built == 0, build);
        (int ran, string output) = consumer.Run("checks");
        Assert.True(ran == 0, output);

        string[] lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("first failed: There is no HeavyBall.verified.cs in ", lines.First(l => l.StartsWith("first", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(["update passed", "second passed", "gradients passed", "same passed"], lines.Where(l => l.EndsWith(" passed", StringComparison.Ordinal)));
        Assert.True(consumer.Has("Snapshots/HeavyBall.verified.cs"));
        Assert.False(consumer.Has("Snapshots/HeavyBall.received.cs"));
        (int again, string second) = consumer.Build();
        Assert.True(again == 0, second);
    }

    [Fact]
    public void BrokenRecurrence_Build_GivesOneErrorAtItsPlace()
    {
        string[] lines = Consumer.Network.Replace("b*T(x_k)", "b*T(x_<k+2>)", StringComparison.Ordinal).Split('\n');
        int line = Array.FindIndex(lines, l => l.Contains("x_<k+2>", StringComparison.Ordinal));
        consumer.Write("Network.cs", string.Join('\n', lines));

        (int code, string output) = consumer.Build();

        Assert.NotEqual(0, code);
        int column = lines[line].IndexOf("x_<k+2>", StringComparison.Ordinal);
        Assert.Contains($"Network.cs({line + 1},{column + 1}): error OPTG101: ", Assert.Single(Errors(output)), StringComparison.Ordinal);
    }

    [Fact]
    public void OlderCompiler_Build_GivesOneErrorThatSaysSo()
    {
        consumer.Write("Network.cs", Consumer.Network);

        (int code, string output) = consumer.Build("CompilerApiVersion=roslyn4.13");

        Assert.NotEqual(0, code);
        string error = Assert.Single(Errors(output));
        Assert.Contains("error OPTGEN006: OptGen's source generator needs the C# compiler 4.14 or newer", error, StringComparison.Ordinal);
        Assert.Contains("but this project is compiled by 'roslyn4.13'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void CompilerOfUnknownVersion_Build_CountsAsTooOld() =>
        Assert.Contains("error OPTGEN006", Assert.Single(Errors(consumer.Build("CompilerApiVersion=unknown").Output)), StringComparison.Ordinal);

    // MSBuild gives each error where it occurs and again in its summary.
    private static string[] Errors(string output) =>
        [.. output.Split('\n').Where(l => l.Contains("error ", StringComparison.Ordinal)).Select(l => l.Trim()).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"^loss (?<value>\S+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Loss();
}
