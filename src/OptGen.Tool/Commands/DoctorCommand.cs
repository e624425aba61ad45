using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using OptGen.Doctor;
using Spectre.Console;

namespace OptGen.Tool.Commands;

/// <summary><c>optgen doctor</c>: examines a program's output folder in a process of its own, which torch may end without harm.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>Where the part is that loads torch. No torch lies beside it, or that would be found where a program has none.</summary>
    internal static string Folder { get; set; } = AppContext.BaseDirectory;

    public static Command Create(ToolConsole console)
    {
        var folder = new Argument<string>("DIR") { Description = "The output folder of a program, such as bin/Debug/net10.0; this folder unless given.", DefaultValueFactory = _ => "." };
        var command = new Command("doctor", "Finds out whether torch loads and computes right in a program's output folder, and says what to do where it does not.") { folder };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folder);
            if (!Directory.Exists(path))
                throw new UsageException($"There is no folder {path}.");
            List<Finding> findings = [.. ProgramFolder.Examine(path, out string? program)];
            if (program is not null)
                findings.AddRange(ExamineRunning(program));
            foreach (Finding finding in findings)
            {
                (string mark, Color color) = finding.Health switch { Health.Well => ("ok  ", Color.Green), Health.Doubtful => ("note", Color.Yellow), _ => ("BAD ", Color.Red) };
                console.Line($"{mark}  {finding.What}", color);
                if (finding.Advice is { } advice)
                    console.Line($"      {advice}");
            }
            return findings.Exists(f => f.Health == Health.Ill) ? ExitCode.Refused : ExitCode.Fine;
        });
        return command;
    }

    private static IEnumerable<Finding> ExamineRunning(string program)
    {
        string doctor = Path.Combine(Folder, "OptGen.Doctor.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", doctor, program]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_longest))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            yield return new Finding(Health.Ill, $"Torch did not answer within {s_longest.TotalMinutes:0} minutes.", "Try a machine that is less busy; if it stays so, say so in an issue, with the processor's name.");
        }
        foreach (string line in output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('{'))
                yield return JsonSerializer.Deserialize(line, FindingJson.Default.Finding)!;
        }
        if (process.HasExited && process.ExitCode != 0)
        {
            string last = error.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
            yield return new Finding(Health.Ill, $"The process that loaded torch ended with the code {process.ExitCode}{(process.ExitCode > 128 ? $", by signal {process.ExitCode - 128}" : "")}. {last}".TrimEnd(), "A signal 4 means instructions that this processor does not have, 9 too little memory; for others see docs/troubleshooting.md.");
        }
    }
}
