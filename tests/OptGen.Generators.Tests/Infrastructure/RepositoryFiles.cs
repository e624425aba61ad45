using System.Reflection;

namespace OptGen.Generators.Tests;

/// <summary>Files of this repository that tests read.</summary>
internal static class RepositoryFiles
{
    public static string Tests { get; } = typeof(RepositoryFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "ProjectDirectory").Value!;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Tests, "../.."));

    public static string Pages { get; } = Path.Combine(Root, "docs/diagnostics");
}
