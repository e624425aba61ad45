using System.Diagnostics;
using System.Globalization;

namespace OptGen.Tests.Processes;

/// <summary>
/// Runs scenarios in a process of their own, so that a fault that ends it is a failed test and not the end of the run. One process takes as many as it
/// survives.
/// </summary>
public sealed class ChildProcess
{
    internal const string Passed = "passed: ";

    private readonly Lazy<Dictionary<string, string?>> outcomes = new(() => RunAll([.. Scenarios.All.Keys]));

    /// <summary>What went wrong in a scenario; null where nothing did.</summary>
    public string? Fault(string scenario) => outcomes.Value[scenario];

    private static Dictionary<string, string?> RunAll(List<string> names)
    {
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        while (names.Count > 0)
        {
            (int code, string output, string errors) = Run(names);
            foreach (string line in output.Split('\n', StringSplitOptions.TrimEntries).Where(l => l.StartsWith(Passed, StringComparison.Ordinal)))
                found[line[Passed.Length..]] = null;
            names.RemoveAll(found.ContainsKey);
            if (names.Count == 0)
                break;
            // The first without a line is the one that ended the process.
            found[names[0]] = string.Create(CultureInfo.InvariantCulture, $"The process ended with {code}. {errors}");
            names.RemoveAt(0);
        }
        return found;
    }

    private static (int Code, string Output, string Errors) Run(List<string> names)
    {
        string assembly = typeof(ChildProcess).Assembly.Location;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", assembly, .. names])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        // The compiler that works in the background would add to the memory that scenarios measure, now and then.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
