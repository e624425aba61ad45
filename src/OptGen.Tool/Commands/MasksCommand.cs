using System.CommandLine;
using OptGen.Masking;

namespace OptGen.Tool.Commands;

/// <summary><c>optgen masks</c>: what is in a file of masks.</summary>
internal static class MasksCommand
{
    public static Command Create(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "A file of masks (.pemn)." };
        var command = new Command("masks", "Describes a file of masks: its parts, what each mask takes, and how that compares.") { file };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            if (!File.Exists(path))
                throw new UsageException($"There is no file {path}.");
            try
            {
                console.Deliver(MaskFile.Describe(path).ToString(), null);
                return ExitCode.Fine;
            }
            catch (MaskFileException exception)
            {
                console.Error.WriteLine(exception.Message);
                return ExitCode.Refused;
            }
        });
        return command;
    }
}
