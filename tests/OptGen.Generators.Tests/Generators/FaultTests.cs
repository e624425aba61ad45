using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using OptGen.Diagnostics;
using OptGen.Emission;
using OptGen.Generators.Tests.Infrastructure;
using static OptGen.Generators.Tests.Infrastructure.Networks;

namespace OptGen.Generators.Tests.Generators;

/// <summary>An exception inside the compiler is one error on the class that it was met in; all others are generated.</summary>
public class FaultTests
{
    private const string Message = "OptGen failed on N, which is a fault of OptGen's own (InvalidOperationException: a hole); please report it with the text of "
        + "N's attributes and the declarations of the members it names. Other classes are not affected.";

    private static readonly string s_good = Class("x_<k+1> = x_k - T(x_k)", T).Replace("class N", "class Good", StringComparison.Ordinal);
    private static readonly string s_bad = Class("x_<k+1> = x_k + T(x_k)", T);

    [Fact]
    public void Emission_FailsOnOneClass_OthersAreWritten()
    {
        var run = new GeneratorRun(
            TestCompilation.Create(s_bad, s_good),
            new NetworkGenerator(model => model.Type.FullName == "N" && model.IsBound ? throw new InvalidOperationException("a hole") : Emitter.Emit(model)));

        Assert.Equal(("OPTG240", Message), (Assert.Single(run.Diagnostics).Id, run.Diagnostics[0].GetMessage()));
        Assert.Equal("N", run.Diagnostics[0].Location.SourceTree!.ToString().Substring(run.Diagnostics[0].Location.SourceSpan.Start, 1));
        Assert.Equal(["Good.g.cs", "N.g.cs"], run.Result.GeneratedSources.Select(s => s.HintName).Order(StringComparer.Ordinal));
        // The class has its surface, so that what uses it has no errors of its own.
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void Emission_FailsOnTheSurfaceToo_OthersAreWritten()
    {
        var run = new GeneratorRun(
            TestCompilation.Create(s_bad, s_good),
            new NetworkGenerator(model => model.Type.FullName == "N" ? throw new InvalidOperationException("a hole") : Emitter.Emit(model)));

        Assert.Equal("OPTG240", Assert.Single(run.Diagnostics).Id);
        Assert.Equal("Good.g.cs", Assert.Single(run.Result.GeneratedSources).HintName);
    }

    [Fact]
    public async Task Analysis_FailsOnOneClass_OthersAreExamined()
    {
        string wrong = s_good.Replace("- T(x_k)", "- S(x_k)", StringComparison.Ordinal);
        var analyzer = new RecurrenceAnalyzer((type, compilation, cancellation) =>
            type.Name == "N" ? throw new InvalidOperationException("a hole") : Reporter.Report(type, compilation, cancellation));

        Diagnostic[] found = [.. await TestCompilation.Create(s_bad, wrong).WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync()];

        Assert.Equal(["OPTG205", "OPTG240"], found.Select(d => d.Id).Order(StringComparer.Ordinal));
        Assert.Equal(Message, found.Single(d => d.Id == "OPTG240").GetMessage());
    }

    [Fact]
    public void Try_Cancelled_Ends() =>
        Assert.Throws<OperationCanceledException>(() => Contained.Try<string>(() => throw new OperationCanceledException(), out _));
}
