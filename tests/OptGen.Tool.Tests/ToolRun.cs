namespace OptGen.Tool.Tests;

/// <summary>A command line that was run in this process: its exit code, and what it wrote.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    public static ToolRun Of(params string[] arguments) => With("", arguments);

    public static ToolRun With(string input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var reader = new StringReader(input);
        int code = CommandLine.Run(arguments, output, error, reader);
        return new ToolRun(code, output.ToString(), error.ToString());
    }
}
