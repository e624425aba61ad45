using System.Reflection;
using System.Text.RegularExpressions;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Generators.Tests.Notation;

public partial class DocumentationTests
{
    [Fact]
    public void NotationPage_EveryRecurrence_IsWiredWithoutProblems()
    {
        string page = Page("notation.md");
        string[] blocks = [.. Blocks().Matches(page).Select(m => m.Groups["text"].Value)];
        string[] rows = [.. Rows().Matches(page).Select(m => m.Groups["text"].Value)];

        Assert.Equal(6, blocks.Length);
        Assert.Equal(4, rows.Length);
        Assert.All(blocks.Concat(rows), text => Assert.Empty(Wirer.Wire(text, WiringOptions.Default).Problems));
    }

    [Fact]
    public void ImplicitPage_EveryRecurrence_IsSolved()
    {
        string[] blocks = [.. Blocks().Matches(Page("implicit.md")).Select(m => m.Groups["text"].Value)];

        Assert.Equal(2, blocks.Length);
        Assert.All(blocks, text =>
        {
            WiringResult result = Wirer.Wire(text, WiringOptions.Default);
            Assert.Empty(result.Problems);
            Assert.True(result.Plan!.IsImplicit);
        });
    }

    [Fact]
    public void NotationPage_Limits_AreThoseOfTheParser()
    {
        string page = Page("notation.md");

        Assert.Contains($"{Parser.LongestText} characters; {Parser.GreatestHeight} levels", page, StringComparison.Ordinal);
    }

    private static string Page(string name)
    {
        string folder = typeof(DocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;
        return File.ReadAllText(Path.Combine(folder, "..", "..", "docs", name));
    }

    [GeneratedRegex("```recurrence\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\| `(?<text>x_<k\+1> = [^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
