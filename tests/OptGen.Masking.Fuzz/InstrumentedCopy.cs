using System.Diagnostics;
using SharpFuzz;

namespace OptGen.Masking.Fuzz;

/// <summary>This program in a folder of its own, where one assembly says which branches it takes.</summary>
internal sealed class InstrumentedCopy : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("optgen-fuzz-").FullName;

    /// <summary>Copies the program. A file of an output can be a hard link, so the original is never written to.</summary>
    public InstrumentedCopy(string assembly)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        var types = Fuzzer.Instrument(Path.Combine(folder, assembly), type => type.StartsWith("OptGen.", StringComparison.Ordinal), Options.Value);
        Console.WriteLine($"instrumented {types.Count()} types of {assembly}");
    }

    /// <summary>Runs the copy to its end; its exit code.</summary>
    public int Start(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(folder, "OptGen.Masking.Fuzz.dll"), .. arguments]) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
