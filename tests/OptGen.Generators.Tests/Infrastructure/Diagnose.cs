using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Generators.Tests.Infrastructure;

/// <summary>Runs the analyzer and checks what it says, and where.</summary>
internal static class Diagnose
{
    /// <summary>Asserts that a file has one diagnostic: this id and message, under exactly the characters between [| and |].</summary>
    public static Diagnostic Single(string marked, string id, string message)
    {
        (string source, SourceSpan span) = Marked.Read(marked.ReplaceLineEndings("\n"));
        Diagnostic diagnostic = Assert.Single(Of(TestCompilation.Create(source)));
        AssertDiagnostic(diagnostic, source, span, id, message);
        return diagnostic;
    }

    public static void AssertDiagnostic(Diagnostic diagnostic, string source, SourceSpan span, string id, string message)
    {
        Assert.Equal((id, message), (diagnostic.Id, diagnostic.GetMessage()));
        SourceSpan found = new(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
        Assert.True(
            span == found && diagnostic.Location.SourceTree!.ToString() == source,
            $"The squiggle is under '{diagnostic.Location.SourceTree!.ToString().Substring(found.Start, found.Length)}' at {found}; expected '{span.In(source)}' at {span}.");
    }

    /// <summary>The analyzer's diagnostics in the order of their places.</summary>
    public static ImmutableArray<Diagnostic> Of(CSharpCompilation compilation)
    {
        ImmutableArray<Diagnostic> found = compilation.WithAnalyzers([new RecurrenceAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return [.. found.Where(d => d.Id.StartsWith(HelpLink.IdPrefix, StringComparison.Ordinal)).OrderBy(d => d.Location.SourceSpan.Start)];
    }

    public static ImmutableArray<Diagnostic> Of(string source) => Of(TestCompilation.Create(source));
}
