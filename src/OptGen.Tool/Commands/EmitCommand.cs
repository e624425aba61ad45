using System.CommandLine;
using OptGen.Drafting;

namespace OptGen.Tool.Commands;

/// <summary><c>optgen emit</c>: the code that a recurrence becomes.</summary>
internal static class EmitCommand
{
    public static Command Create(ToolConsole console)
    {
        var command = new Command("emit", "Writes a recurrence as code: the class to put into a project, what the compiler makes of it, or a PyTorch module.");
        RecurrenceInput input = RecurrenceInput.AddTo(command);
        var declaration = new Option<bool>("--class") { Description = "The class with [Update], operators and coefficients to be replaced by your own. The default." };
        var csharp = new Option<bool>("--csharp") { Description = "The part of that class which the compiler adds." };
        var pytorch = new Option<bool>("--pytorch") { Description = "A PyTorch module in plain Python; its operators are arguments of the constructor." };
        var name = new Option<string?>("--name", "-n") { Description = "The name of the class; MyNetwork unless given.", HelpName = "NAME" };
        var output = new Option<string?>("--output", "-o") { Description = "The file; the standard output unless given.", HelpName = "FILE" };
        foreach (Option option in new Option[] { declaration, csharp, pytorch, name, output })
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (new[] { declaration, csharp, pytorch }.Count(o => parsed.GetValue(o)) > 1)
                throw new UsageException("--class, --csharp and --pytorch exclude each other: call emit once for each.");
            Draft draft = input.Read(parsed, console, parsed.GetValue(name));
            if (!draft.IsValid)
                return Refusal.Of(console, draft);
            string code;
            try
            {
                code = parsed.GetValue(csharp) ? draft.ToGeneratedCode() : parsed.GetValue(pytorch) ? draft.ToPyTorch() : draft.ToClass();
            }
            catch (InvalidOperationException exception)
            {
                throw new UsageException(exception.Message);
            }
            console.Deliver(code, parsed.GetValue(output));
            return ExitCode.Fine;
        });
        return command;
    }
}
