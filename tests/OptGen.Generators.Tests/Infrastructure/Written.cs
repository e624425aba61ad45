using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptGen.Emission;

namespace OptGen.Generators.Tests.Infrastructure;

/// <summary>Runs the generator on sources, and the analyzer on what comes out, as a build does.</summary>
internal static class Written
{
    /// <summary>Asserts that every network is written in full, compiles without an error, and has nothing to report.</summary>
    public static Compilation Whole(params IEnumerable<string> sources)
    {
        var run = new GeneratorRun(TestCompilation.Create(sources));
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
        Assert.All(run.Result.GeneratedSources, s => Assert.DoesNotContain(SurfaceWriter.Exception, s.SourceText.ToString(), StringComparison.Ordinal));
        Assert.Empty(Errors(run));
        return run.Output;
    }

    /// <summary>The errors that the analyzer reports of a build's outcome.</summary>
    public static ImmutableArray<string> Errors(GeneratorRun run) =>
        [.. Diagnose.Of((CSharpCompilation)run.Output).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d.Id}: {d.GetMessage()}")];
}
