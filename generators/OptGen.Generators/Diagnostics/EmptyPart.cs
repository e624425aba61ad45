using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using OptGen.Binding;
using OptGen.Emission;

namespace OptGen.Diagnostics;

/// <summary>
/// Finds classes whose generated part was left without content though nothing is wrong with them: what their members stand on was not there yet when the
/// generator ran, since another generator writes it. Without this the class would compile and throw when it is made.
/// </summary>
internal static class EmptyPart
{
    /// <summary>What to say of such a class; null for all others.</summary>
    public static Diagnostic? Report(INamedTypeSymbol type, AnalyzerOptions options, CancellationToken cancellation) =>
        IsBuild(options.AnalyzerConfigOptionsProvider.GlobalOptions) && IsEmpty(type, cancellation)
            ? Diagnostic.Create(
                DeclarationDescriptors.UnseenMember, type.Locations[0],
                $"{type.Name} was given no content: a member that its recurrence names, or that member's type, was not there when OptGen ran, since another source "
                + "generator writes it; write it by hand, or move it to a project of its own.")
            : null;

    /// <summary>An editor's generated files may be older than the text beside them.</summary>
    private static bool IsBuild(AnalyzerConfigOptions options) =>
        options.TryGetValue("build_property.DesignTimeBuild", out string? designTime) && !designTime.Trim().Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool IsEmpty(INamedTypeSymbol type, CancellationToken cancellation) => type.GetMembers("Recurrence")
        .SelectMany(m => m.DeclaringSyntaxReferences).Where(r => !r.IsUsers())
        .Any(r => r.GetSyntax(cancellation).ToString().Contains(SurfaceWriter.Exception));
}
