using System.Diagnostics;
using System.Text;

namespace OptGen.Package.Tests;

/// <summary>Runs the command dotnet as a person outside this repository would.</summary>
internal static class DotNet
{
    /// <summary>Longer than any command here takes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a command in a folder and gives its exit code and all that it wrote. A command that exceeds the limit is ended.</summary>
    public static (int ExitCode, string Output) Run(string folder, params string[] arguments) => RunProgram("dotnet", folder, arguments);

    /// <summary>Runs another program in the same way.</summary>
    public static (int ExitCode, string Output) RunProgram(string program, string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder, UseShellExecute = false,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true
        };
        Clean(start.Environment);
        StringBuilder output = new();
        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' did not end within {Limit}:\n{output}");
        }

        process.WaitForExit();
        lock (output)
            return (process.ExitCode, output.ToString());

        void Add(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.Append(line.Data).Append('\n');
        }
    }

    // The test host hands down its own SDK's paths; a stranger's shell has none.
    private static void Clean(IDictionary<string, string?> environment)
    {
        foreach (string name in environment.Keys.ToArray())
        {
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name is "TorchNative" or "CI")
                environment.Remove(name);
        }

        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_NOLOGO"] = "1";
        // Nothing may go on running after the tests; only build.sh names a compiler that it will stop.
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (!environment.ContainsKey("SharedCompilationId"))
            environment["UseSharedCompilation"] = "false";
    }
}
