using System.Collections.Immutable;
using System.Reflection;
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

/// <summary>
/// The page that explains a diagnostic: under the repository's address where the build knows it, else from the repository's root.
/// </summary>
internal static class HelpLink
{
    public const string IdPrefix = "OPTG";

    // The SDK writes this attribute when the property RepositoryUrl is set.
    private static readonly string? s_repository = typeof(HelpLink).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == "RepositoryUrl")?.Value;

    public static string Of(string id)
    {
        string page = $"docs/diagnostics/{id}.md";
        return s_repository is null ? page : $"{s_repository.TrimEnd('/')}/blob/main/{page}";
    }
}
