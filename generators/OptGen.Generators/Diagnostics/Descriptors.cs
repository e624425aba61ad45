using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace OptGen.Diagnostics;

/// <summary>All diagnostics, by number.</summary>
internal static class Descriptors
{
    private static readonly Dictionary<int, DiagnosticDescriptor> s_byNumber =
        NotationDescriptors.All.Concat(WiringDescriptors.All).Concat(DeclarationDescriptors.All).Concat(VerdictDescriptors.All)
            .ToDictionary(d => int.Parse(d.Id.Substring(HelpLink.IdPrefix.Length)));

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = s_byNumber.Values.OrderBy(d => d.Id, StringComparer.Ordinal).ToImmutableArray();

    public static DiagnosticDescriptor Of(int number) => s_byNumber[number];
}

/// <summary>The page that explains a diagnostic.</summary>
internal static class HelpLink
{
    public const string IdPrefix = "OPTG";

    public static string Of(string id) => $"https://github.com/optgen/optgen/blob/main/docs/diagnostics/{id}.md";
}
