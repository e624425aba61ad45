using System.CommandLine;
using OptGen.Tool.Commands;

namespace OptGen.Tool;

/// <summary>The commands, and what becomes of their failures.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code: see <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, TextReader input)
    {
        var console = new ToolConsole(output, error, input);
        var root = new RootCommand("Recurrences that become networks: check them, draw them, write them as C#, PyTorch or LaTeX.")
        {
            CheckCommand.Create(console),
            DrawCommand.Create(console),
            LatexCommand.Create(console),
            EmitCommand.Create(console),
            NewCommand.Create(console),
            PlayCommand.Create(console),
            MasksCommand.Create(console),
            DoctorCommand.Create(console),
            CompletionCommand.Create(console)
        };
        root.HelpName = "optgen";
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
                error.WriteLine(message);
            error.WriteLine($"'optgen {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help' says what there is.");
            return ExitCode.Usage;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(exception.Message);
            return ExitCode.Usage;
        }
    }
}
