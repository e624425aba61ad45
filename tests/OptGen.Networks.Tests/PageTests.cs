using System.Reflection;
using System.Text.RegularExpressions;
using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Networks.Tests;

/// <summary>The table of docs/networks.md is what the compiler says.</summary>
public sealed class PageTests
{
    public static TheoryData<Type> Declared => [.. Everything.Declared];

    private static readonly string s_folder = typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ProjectDirectory").Value!;

    private static string Page { get; } = File.ReadAllText(Path.Combine(s_folder, "../../docs/networks.md"));

    /// <summary>The code of the page, line by line.</summary>
    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        using DisposeScope scope = NewDisposeScope();
        var net = new HeavyBall(k => new TwoLayer(64, 256), layers: 12);
        Console.WriteLine(HeavyBall.Recurrence.Verdict);
        Assert.Equal(new long[] { 2, 64 }, net.call(randn(2, 64)).shape);

        var classifier = new ImageClassifier((block, depth) => new HeavyBall(block, depth), depth: 6, width: 32, numClasses: 10);
        Assert.Equal(new long[] { 2, 10 }, classifier.call(randn(2, 3, 8, 8)).shape);

        string compiled = File.ReadAllText(Path.Combine(s_folder, "PageTests.cs"));
        string[] lines = Regex.Matches(Page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)
            .SelectMany(m => m.Groups["code"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Contains("        " + line + "\n", compiled, StringComparison.Ordinal));
        net.Dispose();
        classifier.Dispose();
    }

    [Theory]
    [MemberData(nameof(Declared))]
    public void Page_HasTheRecurrenceAndTheVerdictOfEveryNetwork(Type network) => Assert.Contains(Row(network) + "\n", Page, StringComparison.Ordinal);

    [Fact]
    public void Page_HasNoOtherRows() => Assert.Equal(Everything.Declared.Count(),
        Page[Page.IndexOf("## The recurrences", StringComparison.Ordinal)..].Split('\n').Count(l => l.StartsWith("| `", StringComparison.Ordinal)));

    private static string Row(Type network)
    {
        Recurrence recurrence = Everything.RecurrenceOf(network);
        return $"| `{network.Name}` | `{recurrence.Text.Replace("\n", "; ", StringComparison.Ordinal)}` | {recurrence.Verdict.Text.Replace("*", "\\*", StringComparison.Ordinal)} |";
    }
}
