using Microsoft.CodeAnalysis;

namespace OptGen.Diagnostics;

/// <summary>Descriptors of what the theory says of a recurrence. Every message is written where the problem is found.</summary>
internal static class VerdictDescriptors
{
    private const string Category = "OptGen.Verdict";

    public static readonly DiagnosticDescriptor NotConsistent = new(
        "OPTG301", "The recurrence is not consistent", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG301"), HelpLink.Of("OPTG301"));

    public static readonly DiagnosticDescriptor NotZeroStable = new(
        "OPTG302", "The recurrence is not zero-stable", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG302"), HelpLink.Of("OPTG302"));

    public static readonly DiagnosticDescriptor UnstableInRange = new(
        "OPTG303", "Unstable somewhere in the coefficients' range", "{0}", Category, DiagnosticSeverity.Warning, true, new HelpText("OPTG303"), HelpLink.Of("OPTG303"));

    public static readonly DiagnosticDescriptor StabilityUndecided = new(
        "OPTG304", "Stability could not be decided", "{0}", Category, DiagnosticSeverity.Info, true, new HelpText("OPTG304"), HelpLink.Of("OPTG304"));

    public static readonly DiagnosticDescriptor NoConstantVerdict = new(
        "OPTG305", "No verdict for coefficients that change", "{0}", Category, DiagnosticSeverity.Info, true, new HelpText("OPTG305"), HelpLink.Of("OPTG305"));

    public static IEnumerable<DiagnosticDescriptor> All =>
    [
        NotConsistent, NotZeroStable, UnstableInRange, StabilityUndecided, NoConstantVerdict
    ];
}
