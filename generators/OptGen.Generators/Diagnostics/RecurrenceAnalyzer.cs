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

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || !type.Named("UpdateAttribute").Any())
            return;
        BoundNetwork network = Binder.Bind(type, context.Compilation, context.CancellationToken);
        foreach (Diagnostic diagnostic in Reporter.Report(network, context.Compilation, context.CancellationToken))
            context.ReportDiagnostic(diagnostic);
    }
}
