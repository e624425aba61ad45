using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace OptGen.Generators.Tests.Infrastructure;

/// <summary>Runs the generator, and runs it again, keeping track of its steps.</summary>
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
            optionsProvider: new Properties(properties),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Again(compilation);
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

    private sealed class Properties(IEnumerable<KeyValuePair<string, string>> properties) : AnalyzerConfigOptionsProvider
    {
        private readonly Options _options = new(properties.ToDictionary(p => "build_property." + p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase));

        public override AnalyzerConfigOptions GlobalOptions => _options;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _options;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _options;
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
