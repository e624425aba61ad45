using OptGen.Generators.Tests.Infrastructure;

namespace OptGen.Generators.Tests;

/// <summary>The emitted code that docs/architecture.md shows is what the generator writes for README.md's class.</summary>
public sealed class ArchitecturePageTests
{
    [Fact]
    public void EmittedCode_OnThePage_IsWhatTheGeneratorWrites()
    {
        var run = new GeneratorRun(TestCompilation.Create(ClassOf("README.md")));
        string written = Assert.Single(run.Result.GeneratedSources).SourceText.ToString();
        string shown = FirstExample("docs/architecture.md");

        Assert.True(
            Unindented(written).Contains(Unindented(shown), StringComparison.Ordinal),
            $"docs/architecture.md shows other code than the generator writes for README.md's class:\n{written}");
    }

    /// <summary>The class at the end of a page's program.</summary>
    private static string ClassOf(string page)
    {
        string text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, page));
        int start = text.IndexOf("[Update(", StringComparison.Ordinal);
        return text[start..text.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    private static string FirstExample(string page)
    {
        string text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, page));
        int start = text.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        return text[start..text.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
