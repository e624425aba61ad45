using OptGen.Drafting;

namespace OptGen.Tool;

/// <summary>What is said where a text is no recurrence and another result was asked for: on the error stream, so that no result is mixed with it.</summary>
internal static class Refusal
{
    public static int Of(ToolConsole console, Draft draft)
    {
        ProblemText.Write(new ToolConsole(console.Error, console.Error, console.Input), draft);
        return ExitCode.Refused;
    }
}
