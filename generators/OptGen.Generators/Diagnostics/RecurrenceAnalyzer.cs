using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using OptGen.Binding;

namespace OptGen.Diagnostics;

/// <summary>Reports what is wrong with annotated classes, at the exact characters.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecurrenceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    private readonly Func<INamedTypeSymbol, Compilation, CancellationToken, IReadOnlyList<Diagnostic>> _examine;

    /// <summary>The analyzer that the compiler makes.</summary>
    public RecurrenceAnalyzer()
        : this(Reporter.Report)
    {
    }

    /// <summary>An analyzer that examines classes in another way, for tests of what happens when that fails.</summary>
    internal RecurrenceAnalyzer(Func<INamedTypeSymbol, Compilation, CancellationToken, IReadOnlyList<Diagnostic>> examine) => _examine = examine;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || !type.Named("UpdateAttribute").Any())
            return;
        IReadOnlyList<Diagnostic> found = Reporter.ReportOf(type, context.Compilation, _examine, context.CancellationToken);
        foreach (Diagnostic diagnostic in found)
            context.ReportDiagnostic(diagnostic);
        if (!found.Any(d => d.Severity == DiagnosticSeverity.Error) && EmptyPart.Report(type, context.Options, context.CancellationToken) is { } empty)
            context.ReportDiagnostic(empty);
    }
}
