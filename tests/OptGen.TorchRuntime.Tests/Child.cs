using System.Diagnostics;

namespace OptGen.TorchRuntimeTests;

/// <summary>A run of this assembly's program.</summary>
internal sealed record Child(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs the program of a folder, with these changes of the environment, and waits for its end.</summary>
    public static Child Run(string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        RunAtOnce(1, folder, environment, arguments)[0];

    /// <summary>Starts the program several times at once.</summary>
    public static Child[] RunAtOnce(int count, string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        Process[] processes = [.. Enumerable.Range(0, count).Select(_ => Start(folder, environment, arguments))];
        return [.. processes.Select(End)];
    }

    private static Process Start(string folder, IReadOnlyDictionary<string, string?> environment, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(folder, "OptGen.TorchRuntime.Tests.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false
        };
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static Child End(Process process)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(s_limit))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"The program did not end within {s_limit}.");
            }

            return new(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
    }
}
