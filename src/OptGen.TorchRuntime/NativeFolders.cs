using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OptGen;

/// <summary>Where the files of TorchSharp's native packages can lie.</summary>
internal static class NativeFolders
{
    private const string InPackage = "runtimes/linux-x64/native";

    /// <summary>The folders, those that the runtime itself searches first.</summary>
    public static string[] Of(Assembly torch)
    {
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        List<string> folders = [.. searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        Add(AppContext.BaseDirectory);
        if (Location(torch) is { Length: > 0 } location && Path.GetDirectoryName(location) is { } beside)
        {
            Add(beside);
            // Notebooks load assemblies where the package cache has them: torchsharp/VERSION/lib/net8.0.
            folders.Add(Path.GetFullPath(Path.Combine(beside, "../..", InPackage)));
        }

        return [.. folders.Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal)];

        void Add(string folder)
        {
            folders.Add(folder);
            folders.Add(Path.Combine(folder, InPackage));
        }
    }

    /// <summary>The first of these folders' files of this name, or null.</summary>
    public static string? Find(string[] folders, string name) => folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly inside a single file has no location, and no folder beside it.")]
    private static string Location(Assembly torch) => torch.Location;
}
