using System.Reflection;
using System.Text.RegularExpressions;
using OptGen.Training;

namespace OptGen.Search.Tests;

/// <summary>The code of docs/search.md is what is compiled here, and does what the page says.</summary>
[Collection("default generator")]
public sealed class SearchPageTests
{
    [Fact]
    public void Page_Code_IsTheCompiledCode()
    {
        string project = typeof(SearchPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        string compiled = Unindented(File.ReadAllText(Path.Combine(project, "Docs", "SearchPageExamples.cs")));
        string page = File.ReadAllText(Path.Combine(project, "..", "..", "docs", "search.md"));
        string[] shown = [.. Regex.Matches(page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Select(m => Unindented(m.Groups["code"].Value))];

        Assert.Contains(Assert.Single(shown), compiled, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_First_WritesAClass()
    {
        using TensorSet training = new NestedRings().Sample(200, seed: 1), validation = new NestedRings().Sample(100, seed: 2);
        string path = Path.Combine(Path.GetTempPath(), $"optgen-search-{Guid.NewGuid():n}.cs");
        try
        {
            SearchReport report = SearchPageExamples.First(training, validation, path);

            Assert.Equal(11, report.Entries.Count);
            Assert.Contains("public sealed partial class Found", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Page_Defaults_AreThose()
    {
        var grammar = new RecurrenceGrammar();

        Assert.Equal((2, 2, 2, 2, 2), (grammar.States, grammar.History, grammar.Applications, grammar.Denominator, grammar.LargestFactor));
        Assert.Equal(["T"], grammar.Operators);
    }

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));
}
