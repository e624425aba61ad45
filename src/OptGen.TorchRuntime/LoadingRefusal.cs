using System.Text.RegularExpressions;

namespace OptGen;

/// <summary>Turns what the system's loader says into one sentence about what is missing and what to do.</summary>
internal static partial class LoadingRefusal
{
    /// <summary>The sentence for what was said about each place that was tried.</summary>
    public static string Sentence(IReadOnlyList<string> refusals)
    {
        // What the loader says stands in the last line of the runtime's message; a place that could not be written has no such line.
        string[] said = [.. refusals.Select(r => r.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1])];
        foreach (string text in said)
        {
            if (MissingVersion().Match(text) is { Success: true } version)
                return OfVersion(version.Groups["version"].Value);
            if (MissingFile().Match(text) is { Success: true } file)
                return $"TorchSharp's native library needs {file.Groups["file"].Value}, which is not there: {OfFile(file.Groups["file"].Value)}.";
        }

        return $"TorchSharp's native library needs a patched copy on this system, which could not be made or loaded ({string.Join("; ", said.Distinct())}): "
            + "let the environment variable XDG_CACHE_HOME or TMPDIR name a folder that can be written and is not mounted noexec.";
    }

    private static string OfVersion(string version) => version.StartsWith("GLIBC_", StringComparison.Ordinal)
        ? $"TorchSharp's native library needs {version}, and the glibc of this system is older: use a system with glibc {version["GLIBC_".Length..]} or newer."
        : $"TorchSharp's native library needs {version}, and the libstdc++ of this system is older: use a system whose libstdc++ is that of GCC 12 or newer (Debian 12, Ubuntu 22.04).";

    private static string OfFile(string file) => file.StartsWith("libtorch", StringComparison.Ordinal) || file.StartsWith("libc10", StringComparison.Ordinal)
        ? "let the program refer to the package TorchSharp-cpu"
        : "install the package of the system that holds it";

    [GeneratedRegex(@"version [`'](?<version>[^']+)' not found", RegexOptions.ExplicitCapture)]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"(?<file>[^\s:/]+): cannot open shared object file", RegexOptions.ExplicitCapture)]
    private static partial Regex MissingFile();
}
