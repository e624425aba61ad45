using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Diagnostics;
using OptGen.Generators.Tests.Infrastructure;

namespace OptGen.Generators.Tests.Diagnostics;

/// <summary>The examples of the pages are true: the wrong one has exactly the page's diagnostic, the right one has none.</summary>
public class PageTests
{
    /// <summary>What the compiler says of a class whose generated part is not there.</summary>
    private static readonly string[] s_ungenerated = ["CS9248", "CS0534", "CS7036", "CS0103", "CS1729", "CS8618", "CS9113", "CS0169", "CS0414", "CS8320"];

    /// <summary>Pages without examples, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> WithoutExamples { get; } = new Dictionary<string, string>
    {
        ["OPTG120"] = "a class binds every name, so this comes from text at run time only",
        ["OPTG122"] = "a class binds every name, so this comes from text at run time only",
        ["OPTG238"] = "an information that right examples of others have too; ImplicitTests says what it underlines",
        ["OPTG240"] = "a fault of the compiler's own, of which there is no example",
        ["OPTG244"] = "it takes another generator; AfterGenerationTests has one",
        ["OPTG304"] = "what the search cannot decide changes as the search gets better",
        ["OPTG305"] = "an information that right examples may have too"
    };

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(d => d.Id).Except(WithoutExamples.Keys)];

    /// <summary>Ids of errors, but for that of a language in which nothing generated compiles.</summary>
    public static TheoryData<string> Mistakes =>
        [.. Descriptors.All.Where(d => d.DefaultSeverity == DiagnosticSeverity.Error).Select(d => d.Id).Except(WithoutExamples.Keys).Except(["OPTG219"])];

    [Theory]
    [MemberData(nameof(Ids))]
    public void WrongExample_HasExactlyThisDiagnostic(string id)
    {
        CSharpCompilation compilation = Compile(id, Example(id, "Wrong"), isRight: false);

        AssertCompiles(compilation, id);
        var ids = Diagnose.Of(compilation).Where(d => d.Severity != DiagnosticSeverity.Info).Select(d => d.Id).Distinct().ToList();
        Assert.True(ids is [var only] && only == id, $"{id}: {string.Join(" ", Diagnose.Of(compilation))}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void WrongExample_HasTheSquiggleUnderTheMistake(string id)
    {
        Diagnostic diagnostic = Diagnose.Of(Compile(id, Example(id, "Wrong"), isRight: false)).First(d => d.Id == id);

        Location place = diagnostic.Location;
        Assert.Equal(PageSquiggles.ById[id], place.SourceTree!.ToString().Substring(place.SourceSpan.Start, place.SourceSpan.Length));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void RightExample_HasNone(string id)
    {
        CSharpCompilation compilation = Compile(id, Example(id, "Right"), isRight: true);

        AssertCompiles(compilation, id);
        Assert.Empty(Diagnose.Of(compilation).Where(d => d.Severity != DiagnosticSeverity.Info).Select(d => d.ToString()));
    }

    /// <summary>A class with a mistake keeps the surface it would have, so that what uses it has no errors of its own.</summary>
    [Theory]
    [MemberData(nameof(Mistakes))]
    public void WrongExample_HasNoErrorInTheGeneratedPart(string id)
    {
        var run = new GeneratorRun(Compile(id, Example(id, "Wrong"), isRight: false));

        Assert.Empty(run.Output.GetDiagnostics()
            .Where(d => d.Severity == DiagnosticSeverity.Error && run.Result.GeneratedSources.Any(s => s.SyntaxTree == d.Location.SourceTree))
            .Select(d => d.ToString()));
    }

    private static CSharpCompilation Compile(string id, string example, bool isRight) => (id, isRight) switch
    {
        ("OPTG219", false) => TestCompilation.Create(LanguageVersion.CSharp12, [TestCompilation.TorchSharp], [example]),
        ("OPTG230", false) => TestCompilation.Create(LanguageVersion.CSharp13, [], [example]),
        _ => TestCompilation.Create(example)
    };

    private static void AssertCompiles(CSharpCompilation compilation, string id) => Assert.Empty(compilation.GetDiagnostics()
        .Where(d => d.Severity == DiagnosticSeverity.Error && !s_ungenerated.Contains(d.Id) && (id, d.Id) is not ("OPTG219", "CS8703"))
        .Select(d => d.ToString()));

    private static string Example(string id, string kind)
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFiles.Pages, id + ".md"));
        const string Fence = "```csharp\n";
        int start = page.IndexOf(Fence, page.IndexOf($"## {kind}\n", StringComparison.Ordinal), StringComparison.Ordinal) + Fence.Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
