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
/// The page that explains a diagnostic. Its text is part of this assembly, for whoever has a package has no pages; and where the build knows where the project is
/// published, the diagnostic links to it there.
/// </summary>
internal static class HelpLink
{
    public const string IdPrefix = "OPTG";

    // The SDK writes the second where RepositoryUrl is set; the first is written by this project.
    private static readonly string? s_published = Metadata("PackageProjectUrl") ?? Metadata("RepositoryUrl");

    /// <summary>The address of a page; empty where nothing is published.</summary>
    public static string Of(string id) => Of(id, s_published);

    internal static string Of(string id, string? published) =>
        string.IsNullOrWhiteSpace(published) ? "" : $"{published!.TrimEnd('/')}/blob/main/docs/diagnostics/{id}.md";

    private static string? Metadata(string key) => typeof(HelpLink).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == key && !string.IsNullOrWhiteSpace(a.Value))?.Value;
}
