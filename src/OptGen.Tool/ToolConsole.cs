using System.Text;
using Spectre.Console;

namespace OptGen.Tool;

/// <summary>Where a command reads and writes: colours and tables where a person reads, plain text where a program does.</summary>
internal sealed class ToolConsole
{
    // Tables are not broken where nobody sees the width.
    private const int PlainWidth = 160;

    public ToolConsole(TextWriter output, TextWriter error, TextReader input)
    {
        (Output, Error, Input) = (output, error, input);
        IsTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        Screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No
        });
        if (!IsTerminal)
        {
            Screen.Profile.Width = PlainWidth;
            Screen.Profile.Capabilities.Unicode = true;
        }
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public TextReader Input { get; }

    /// <summary>Whether a person reads.</summary>
    public bool IsTerminal { get; }

    public IAnsiConsole Screen { get; }

    /// <summary>A line as it is, in a style where there are colours.</summary>
    public void Line(string text, Color? color = null)
    {
        if (color is { } some && IsTerminal)
            Screen.Write(new Text(text + "\n", new Style(some)));
        else
            Output.WriteLine(text);
    }

    /// <summary>Writes a result to a file, or to the output where none is named. A file is there as a whole or not at all.</summary>
    public void Deliver(string text, string? path)
    {
        if (path is null)
        {
            Output.Write(text.EndsWith('\n') ? text : text + "\n");
            return;
        }
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new UsageException($"{path} is a folder; name a file in it.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            string part = full + ".part";
            File.WriteAllText(part, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(part, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be written: {exception.Message}");
        }
    }
}
