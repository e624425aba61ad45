using System.Text.Json;

namespace OptGen.Doctor;

/// <summary>What the files of an output folder say, before anything of it runs.</summary>
public static class ProgramFolder
{
    private static readonly string[] s_native = ["libLibTorchSharp.so", "libLibTorchSharp.dylib", "LibTorchSharp.dll"];
    private static readonly string[] s_torch = ["libtorch_cpu.so", "libtorch_cpu.dylib", "torch_cpu.dll"];

    /// <summary>Finds the program and its packages.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="program">The program's assembly where torch can be tried; else null.</param>
    public static IReadOnlyList<Finding> Examine(string folder, out string? program)
    {
        ArgumentNullException.ThrowIfNull(folder);
        program = null;
        var findings = new List<Finding>();
        string[] configured = [.. Directory.GetFiles(folder, "*.runtimeconfig.json").Select(f => f[..^".runtimeconfig.json".Length] + ".dll").Where(File.Exists).Order(StringComparer.Ordinal)];
        if (configured.Length == 0)
        {
            findings.Add(new Finding(Health.Ill, $"{folder} is no output folder of a program: it has no *.runtimeconfig.json beside a *.dll.", "Name the folder that dotnet build writes to, such as bin/Debug/net10.0 of a console project."));
            return findings;
        }
        string chosen = configured.FirstOrDefault(c => Libraries(c).Any(l => l.Name == "TorchSharp")) ?? configured[0];
        findings.Add(new Finding(Health.Well, $"The program is {Path.GetFileName(chosen)}."));
        if (!UsesTorchSharp(chosen))
        {
            findings.Add(new Finding(Health.Ill, "It does not refer to TorchSharp.", "dotnet add package TorchSharp-cpu, or a package of OptGen, which brings TorchSharp."));
            return findings;
        }
        findings.AddRange(Packages(chosen));
        // Programs run from the package cache have no copies beside them; then the loading says what is missing.
        if (Find(folder, s_torch) is { } libtorch)
            findings.Add(new Finding(Health.Well, $"libtorch is {libtorch}, {new FileInfo(Path.Combine(folder, libtorch)).Length / (1 << 20)} MB."));
        if (OperatingSystem.IsWindows())
            findings.Add(new Finding(Health.Ill, "TorchSharp 0.107.0 does not load on Windows (its issue 1567).", "Use the Windows Subsystem for Linux until a newer TorchSharp does."));
        program = Path.GetFullPath(chosen);
        return findings;
    }

    private static bool UsesTorchSharp(string program) => Libraries(program).Any(l => l.Name == "TorchSharp") || File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "TorchSharp.dll"));

    private static IEnumerable<Finding> Packages(string program)
    {
        var libraries = Libraries(program).ToList();
        if (libraries.Find(l => l.Name == "TorchSharp") is { Name: not null } torch)
            yield return new Finding(Health.Well, $"TorchSharp {torch.Version}.");
        var natives = libraries.Where(l => l.Name.StartsWith("TorchSharp-", StringComparison.Ordinal) || (l.Name.StartsWith("libtorch-", StringComparison.Ordinal) && !l.Name.Contains("-part", StringComparison.Ordinal) && !l.Name.Contains("fragment", StringComparison.Ordinal))).ToList();
        if (natives.Count == 0 && Find(Path.GetDirectoryName(program)!, s_torch) is null && Find(Path.GetDirectoryName(program)!, s_native) is not null)
            yield return new Finding(Health.Ill, "No package brings libtorch.", "dotnet add package TorchSharp-cpu, in the program's project.");
        foreach ((string name, string version) in natives)
            yield return new Finding(Health.Well, $"{name} {version} brings libtorch.");
        if (natives.Where(n => n.Name.Contains("cpu", StringComparison.Ordinal)).Any() && natives.Any(n => n.Name.Contains("cuda", StringComparison.Ordinal)))
            yield return new Finding(Health.Doubtful, "There is a libtorch for the CPU and one for CUDA.", "Keep one of the packages, or which one loads is left to chance.");
        foreach ((string name, string version) in libraries.Where(l => l.Name.StartsWith("OptGen", StringComparison.Ordinal) && l.Name.Length > 0))
            yield return new Finding(Health.Well, $"{name} {version}.");
    }

    private static IEnumerable<(string Name, string Version)> Libraries(string program)
    {
        string path = Path.ChangeExtension(program, ".deps.json");
        if (!File.Exists(path))
            yield break;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException)
        {
            yield break;
        }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("libraries", out JsonElement libraries) || libraries.ValueKind != JsonValueKind.Object)
                yield break;
            foreach (JsonProperty library in libraries.EnumerateObject())
            {
                string[] parts = library.Name.Split('/');
                yield return (parts[0], parts.Length > 1 ? parts[1] : "");
            }
        }
    }

    /// <summary>The first file of such a name in the folder or in its natives, relative to it.</summary>
    private static string? Find(string folder, string[] names) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).FirstOrDefault(f => names.Contains(Path.GetFileName(f))) is { } found ? Path.GetRelativePath(folder, found) : null;
}
