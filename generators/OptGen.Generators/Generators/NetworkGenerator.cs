using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using OptGen.Binding;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Generators;

/// <summary>Writes the module of each class that bears <c>[Update]</c>.</summary>
/// <remarks>
/// What is written depends on a model of values alone, so nothing is written anew while the model stays equal. Diagnostics have places,
/// which move with every edit; they are the analyzer's, and the generator reports them only where analyzers are switched off.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<AnnotatedClass> classes = context.SyntaxProvider
            .CreateSyntaxProvider(AnnotatedClassFinder.MayBe, AnnotatedClassFinder.Bind)
            .SelectMany((c, _) => OneOrNone(c))
            .WithTrackingName(TrackingNames.Class);
        IncrementalValuesProvider<NetworkModel> models = classes
            .SelectMany((c, _) => OneOrNone(c.Model))
            .WithTrackingName(TrackingNames.Model);
        IncrementalValueProvider<EquatableArray<string>> collisions = models
            .Collect()
            .Select((all, _) => GeneratedFile.Collisions(all.Select(m => m.Type.HintName)))
            .WithTrackingName(TrackingNames.Collisions);
        IncrementalValuesProvider<GeneratedFile> files = models
            .Combine(collisions)
            .Select((pair, _) => GeneratedFile.Of(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.File);
        context.RegisterSourceOutput(files, (production, file) => production.AddSource(file.HintName, Emission.Emitter.Emit(file.Model)));

        IncrementalValueProvider<bool> analyzersOff = context.AnalyzerConfigOptionsProvider
            .Select((options, _) => AreAnalyzersOff(options.GlobalOptions))
            .WithTrackingName(TrackingNames.AnalyzersOff);
        // With analyzers on, the compilation stops here, so that nothing after it runs or keeps it alive.
        IncrementalValueProvider<Compilation?> unanalyzed = context.CompilationProvider
            .Combine(analyzersOff)
            .Select((pair, _) => pair.Right ? pair.Left : null)
            .WithTrackingName(TrackingNames.Unanalyzed);
        IncrementalValueProvider<EquatableArray<string>> names = classes
            .Collect()
            .Select((all, _) => all.Select(c => c.MetadataName).ToEquatableArray())
            .WithTrackingName(TrackingNames.Names);
        context.RegisterSourceOutput(names.Combine(unanalyzed), (production, pair) => ReportDiagnostics(production, pair.Left, pair.Right));
    }

    private static ImmutableArray<T> OneOrNone<T>(T? item)
        where T : class => item is null ? [] : [item];

    private static void ReportDiagnostics(SourceProductionContext production, EquatableArray<string> names, Compilation? compilation)
    {
        if (compilation is null)
            return;
        foreach (INamedTypeSymbol type in names.Select(n => compilation.Assembly.GetTypeByMetadataName(n)).OfType<INamedTypeSymbol>())
        {
            BoundNetwork network = Binder.Bind(type, compilation, production.CancellationToken);
            foreach (Diagnostic diagnostic in Reporter.Report(network, compilation, production.CancellationToken))
                production.ReportDiagnostic(diagnostic);
        }
    }

    private static bool AreAnalyzersOff(AnalyzerConfigOptions options) =>
        IsFalse(options, "build_property.RunAnalyzers") || IsFalse(options, "build_property.RunAnalyzersDuringBuild");

    private static bool IsFalse(AnalyzerConfigOptions options, string property) =>
        options.TryGetValue(property, out string? value) && value.Trim().Equals("false", StringComparison.OrdinalIgnoreCase);
}
