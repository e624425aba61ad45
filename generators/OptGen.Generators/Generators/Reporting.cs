using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using OptGen.Diagnostics;
using OptGen.Notation;

namespace OptGen.Generators;

/// <summary>
/// What the generator itself reports: what the analyzer cannot know, and what it would have said where it does not run. An editor always runs it;
/// on the command line it may be switched off, and the compiler leaves it out as soon as a declaration anywhere in the project is wrong.
/// </summary>
internal static class Reporting
{
    /// <summary>
    /// What is wrong only as long as the generated parts are missing: a partial property, method or constructor without the other part (CS9248,
    /// CS8795, CS9275), and a base class that does not have what is overridden (CS0115).
    /// </summary>
    private static readonly HashSet<string> s_mended = new(StringComparer.Ordinal) { "CS9248", "CS8795", "CS9275", "CS0115" };

    private enum Speaker
    {
        /// <summary>The analyzer says all.</summary>
        Analyzer,

        /// <summary>The analyzer, unless a declaration of the project is wrong.</summary>
        AnalyzerIfDeclared,

        /// <summary>No analyzer runs.</summary>
        Generator
    }

    public static void Register(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<AnnotatedClass> classes, IncrementalValuesProvider<GeneratedFile> files)
    {
        IncrementalValueProvider<EquatableArray<ClassFault>> faults = files
            .Where(f => f.Fault is not null)
            .Select((f, _) => new ClassFault(f.MetadataName, f.Fault!))
            .Collect()
            .Select((all, _) => all.ToEquatableArray())
            .WithTrackingName(TrackingNames.Faults);
        IncrementalValueProvider<Speaker> speaker = context.AnalyzerConfigOptionsProvider
            .Select((options, _) => SpeakerOf(options.GlobalOptions))
            .WithTrackingName(TrackingNames.Reporter);
        // Mostly the compilation stops here, so that nothing after it runs or keeps it alive.
        IncrementalValueProvider<Compilation?> reported = context.CompilationProvider
            .Combine(speaker.Combine(faults))
            .Select((pair, _) => pair.Right.Left != Speaker.Analyzer || pair.Right.Right.Count > 0 ? pair.Left : null)
            .WithTrackingName(TrackingNames.Reported);
        IncrementalValueProvider<EquatableArray<string>> names = classes
            .Select((c, _) => c.MetadataName)
            .Collect()
            .Select((all, _) => all.ToEquatableArray())
            .WithTrackingName(TrackingNames.Names);
        context.RegisterSourceOutput(faults.Combine(reported), (production, pair) => ReportFaults(production, pair.Left, pair.Right));
        context.RegisterSourceOutput(
            names.Combine(speaker).Combine(reported), (production, all) => ReportMistakes(production, all.Left.Left, all.Left.Right, all.Right));
    }

    private static void ReportFaults(SourceProductionContext production, EquatableArray<ClassFault> faults, Compilation? compilation)
    {
        foreach (ClassFault fault in faults)
        {
            if (compilation?.Assembly.GetTypeByMetadataName(fault.MetadataName) is { } type)
                production.ReportDiagnostic(Reporter.FaultOf(type, fault.Fault));
        }
    }

    private static void ReportMistakes(SourceProductionContext production, EquatableArray<string> names, Speaker speaker, Compilation? compilation)
    {
        if (compilation is null || speaker == Speaker.Analyzer)
            return;
        CancellationToken cancellation = production.CancellationToken;
        var found = names.Select(n => compilation.Assembly.GetTypeByMetadataName(n)).OfType<INamedTypeSymbol>()
            .SelectMany(t => Reporter.ReportOf(t, compilation, Reporter.Report, cancellation)).ToList();
        if (speaker == Speaker.AnalyzerIfDeclared && !(found.Exists(d => d.Severity == DiagnosticSeverity.Error) && IsDeclaredWrong(compilation, cancellation)))
            return;
        foreach (Diagnostic diagnostic in found)
            production.ReportDiagnostic(diagnostic);
    }

    private static bool IsDeclaredWrong(Compilation compilation, CancellationToken cancellation) => compilation.GetDeclarationDiagnostics(cancellation)
        .Any(d => d.Severity == DiagnosticSeverity.Error && !s_mended.Contains(d.Id));

    private static Speaker SpeakerOf(AnalyzerConfigOptions options)
    {
        // An editor's builds say so; where even the question is unknown, the package's properties are missing and nothing is known.
        if (!options.TryGetValue("build_property.DesignTimeBuild", out string? designTime) || Is(designTime, "true"))
            return Speaker.Analyzer;
        return IsFalse(options, "build_property.RunAnalyzers") || IsFalse(options, "build_property.RunAnalyzersDuringBuild")
            ? Speaker.Generator
            : Speaker.AnalyzerIfDeclared;
    }

    private static bool IsFalse(AnalyzerConfigOptions options, string property) => options.TryGetValue(property, out string? value) && Is(value, "false");

    private static bool Is(string value, string word) => value.Trim().Equals(word, StringComparison.OrdinalIgnoreCase);

    private sealed record ClassFault(string MetadataName, string Fault);
}
