using System.Reflection;

namespace OptGen.Testing;

/// <summary>Where the source files of tests lie.</summary>
internal static class SourceFolder
{
    private const string Key = "OptGen.Testing.ProjectDirectory";

    /// <summary>The folder of a source file whose path the compiler has written, as it is or rewritten (<c>/_/tests/Some.cs</c>).</summary>
    public static string Of(string sourceFile) => Of(sourceFile, AppDomain.CurrentDomain.GetAssemblies().SelectMany(ProjectsOf));

    /// <summary>The same, where the projects are known.</summary>
    public static string Of(string sourceFile, IEnumerable<string> projects)
    {
        if (File.Exists(sourceFile))
            return Path.GetDirectoryName(Path.GetFullPath(sourceFile))!;
        string[] parts = sourceFile.Split('/', '\\');
        // The rewritten path begins with something made up, and goes on from the root of the repository or from the project.
        foreach (string project in projects.Distinct(StringComparer.Ordinal))
        {
            for (int first = 0; first < parts.Length; first++)
            {
                string rest = Path.Combine(parts[first..]);
                for (DirectoryInfo? folder = new(project); folder is not null && !Path.IsPathRooted(rest); folder = folder.Parent)
                {
                    string candidate = Path.Combine(folder.FullName, rest);
                    if (File.Exists(candidate) && IsInside(candidate, project))
                        return Path.GetDirectoryName(candidate)!;
                }
            }
        }
        throw new DirectoryNotFoundException(
            $"The test's source file {sourceFile} is not on this machine, so its snapshots cannot be found: pass a full path, or let the project that "
            + $"declares the test refer to OptGen.Testing directly, whose targets note where it is (as assembly metadata '{Key}').");
    }

    private static bool IsInside(string file, string project) =>
        Path.GetFullPath(file).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(project)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<string> ProjectsOf(Assembly assembly) => assembly.IsDynamic
        ? []
        : assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(a => a.Key == Key && a.Value is not null).Select(a => a.Value!);
}
