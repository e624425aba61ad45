using System.Reflection;
using System.Text.RegularExpressions;

namespace OptGen.Tool;

/// <summary>The files of the templates, which are part of this program.</summary>
internal static partial class ProjectTemplate
{
    // What the templates call the project.
    private const string SourceName = "OptGenApp", Prefix = "template/";

    /// <summary>Whether a project, and with it a namespace, can have a name.</summary>
    public static bool IsName(string name) => Names().IsMatch(name);

    /// <summary>Writes the files of a template into a folder, which is made.</summary>
    public static void Write(string template, string project, string folder)
    {
        Assembly assembly = typeof(ProjectTemplate).Assembly;
        string start = $"{Prefix}{template}/";
        foreach (string resource in assembly.GetManifestResourceNames().Where(r => r.StartsWith(start, StringComparison.Ordinal) && !r.Contains("/.template.config/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            string path = Path.Combine(folder, resource[start.Length..].Replace(SourceName, project, StringComparison.Ordinal));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, reader.ReadToEnd().Replace(SourceName, project, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex(@"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
