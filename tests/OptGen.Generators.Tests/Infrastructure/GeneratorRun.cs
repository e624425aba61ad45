using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace OptGen.Generators.Tests.Infrastructure;

/// <summary>Runs the generator, and runs it again, keeping track of its steps.</summary>
/// <remarks>
/// Every first run is checked: run once more on the same files, and once more after an edit of another file, the generator must do nothing anew and give
/// the same.
/// </remarks>
internal sealed class GeneratorRun
{
    private GeneratorDriver _driver;

    public GeneratorRun(CSharpCompilation compilation, params IEnumerable<KeyValuePair<string, string>> properties)
        : this(compilation, new NetworkGenerator(), properties)
    {
    }

    public GeneratorRun(CSharpCompilation compilation, NetworkGenerator generator, params IEnumerable<KeyValuePair<string, string>> properties)
    {
        _driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            optionsProvider: new BuildProperties(properties),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Again(compilation);
        AssertStable("the same files", compilation.Clone());
        AssertStable("an edit of another file", compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "namespace Unrelated { internal static class Edit { } }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "Unrelated.cs")));
    }

    public GeneratorRunResult Result { get; private set; }

    /// <summary>The compilation with what was generated.</summary>
    public Compilation Output { get; private set; } = null!;

    public ImmutableArray<Diagnostic> Diagnostics { get; private set; }

    public GeneratorRun Again(CSharpCompilation compilation)
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        (Output, Diagnostics, Result) = (output, diagnostics, Assert.Single(_driver.GetRunResult().Results));
        Assert.Null(Result.Exception);
        return this;
    }

    /// <summary>Why each output of a step was made.</summary>
    public IEnumerable<IncrementalStepRunReason> ReasonsOf(string step) =>
        Result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> runs) ? runs.SelectMany(r => r.Outputs).Select(o => o.Reason) : [];

    /// <summary>The steps that were run anew, or gave something else, in the last run; none of them should after an edit that means nothing.</summary>
    public static IEnumerable<string> Renewed(GeneratorRunResult result)
    {
        foreach (string step in TrackingNames.All)
        {
            foreach ((object value, IncrementalStepRunReason reason) in result.TrackedSteps.GetValueOrDefault(step, []).SelectMany(s => s.Outputs))
            {
                // Where the generator has something to report, it does so for each compilation, since places move.
                bool isReport = step == TrackingNames.Reported && value is not null;
                if (!isReport && reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged))
                    yield return $"{step} is {reason}";
            }
        }
    }

    private void AssertStable(string after, CSharpCompilation compilation)
    {
        GeneratorRunResult again = Assert.Single(_driver.RunGenerators(compilation).GetRunResult().Results);

        Assert.True(again.Exception is null, $"After {after}: {again.Exception}");
        Assert.True(!Renewed(again).Any(), $"After {after}: {string.Join(", ", Renewed(again))}.");
        Assert.Equal(Texts(Result), Texts(again));
        Assert.Equal(Result.Diagnostics.Select(d => d.ToString()), again.Diagnostics.Select(d => d.ToString()));
    }

    private static IEnumerable<(string, string)> Texts(GeneratorRunResult result) => result.GeneratedSources.Select(s => (s.HintName, s.SourceText.ToString()));
}
