using System.CommandLine;
using OptGen.Drafting;

namespace OptGen.Tool.Commands;

/// <summary><c>optgen latex</c>: the equations for a paper.</summary>
internal static class LatexCommand
{
    public static Command Create(ToolConsole console)
    {
        var command = new Command("latex", "Writes the equations in LaTeX, for a display formula.");
        RecurrenceInput input = RecurrenceInput.AddTo(command);
        var output = new Option<string?>("--output", "-o") { Description = "The file; the standard output unless given.", HelpName = "FILE" };
        command.Add(output);
        command.SetAction(parsed =>
        {
            Draft draft = input.Read(parsed, console);
            if (!draft.IsValid)
                return Refusal.Of(console, draft);
            console.Deliver(draft.Recurrence.ToLatex(), parsed.GetValue(output));
            return ExitCode.Fine;
        });
        return command;
    }
}
