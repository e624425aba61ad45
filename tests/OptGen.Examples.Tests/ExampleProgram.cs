using System.Diagnostics;

namespace OptGen.Examples.Tests;

/// <summary>A program of examples/, built beside these tests and run as a user would.</summary>
internal static class ExampleProgram
{
    // Each takes a few seconds; a machine that is busy with other things may take much longer.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<ProgramResult> Run(string name, params string[] arguments)
    {
        // artifacts/bin/OptGen.Examples.Tests/release, and beside it artifacts/bin/NAME/release
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string program = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, $"{name}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException error)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} did not end within {Limit.TotalMinutes} minutes. It had written:\n{await output}", error);
        }

        return new ProgramResult(process.ExitCode, await output, await errors);
    }
}

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors);
