using System.CommandLine;
using System.Globalization;
using OptGen.Drafting;

namespace OptGen.Tool;

/// <summary>The argument and the options by which a command is given a recurrence.</summary>
internal sealed class RecurrenceInput
{
    // A text is at most 20000 characters long; a longer file is something else.
    private const long LongestFile = 1 << 20;

    private readonly Argument<string> _text = new("TEXT|FILE") { Description = "The recurrence, equations separated by ';' or lines; or a file with it; or - for the standard input." };
    private readonly Option<int?> _layers = new("--layers", "-l") { Description = "The number of layers.", HelpName = "N" };
    private readonly Option<string?> _inputs = new("--inputs") { Description = "The names of the inputs in order, such as \"u, y\"; found in the text unless given.", HelpName = "NAMES" };
    private readonly Option<string[]> _set = new("--set", "-s") { Description = "A coefficient is a number: --set a=0.5. May be repeated.", HelpName = "NAME=NUMBER" };
    private readonly Option<string[]> _train = new("--train", "-t") { Description = "A coefficient is trained: --train b, --train b=1, or between bounds --train b=0.5:0..1. May be repeated.", HelpName = "NAME[=START[:MIN..MAX]]" };

    private RecurrenceInput()
    {
    }

    /// <summary>Adds them to a command.</summary>
    public static RecurrenceInput AddTo(Command command)
    {
        var input = new RecurrenceInput();
        command.Add(input._text);
        command.Add(input._layers);
        command.Add(input._inputs);
        command.Add(input._set);
        command.Add(input._train);
        return input;
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="UsageException">It says something that cannot be.</exception>
    public Draft Read(ParseResult parsed, ToolConsole console, string? name = null)
    {
        string text = Text(parsed.GetRequiredValue(_text), console);
        var coefficients = new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal);
        foreach (string setting in parsed.GetValue(_set) ?? [])
            Add(coefficients, setting, Number);
        foreach (string setting in parsed.GetValue(_train) ?? [])
            Add(coefficients, setting, Trained);
        if (parsed.GetValue(_layers) is < 1)
            throw new UsageException("--layers takes a number from 1 on.");
        var options = new DraftOptions
        {
            Layers = parsed.GetValue(_layers),
            Inputs = parsed.GetValue(_inputs)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Coefficients = coefficients
        };
        try
        {
            return Draft.Read(text, name is null ? options : options with { Name = name });
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter")[0]);
        }
    }

    private static string Text(string given, ToolConsole console)
    {
        if (given == "-")
            return Trimmed(console.Input.ReadToEnd());
        if (!File.Exists(given))
        {
            // A text has an equals sign; what has none was meant for a file.
            if (!given.Contains('=', StringComparison.Ordinal) && (given.Contains('.', StringComparison.Ordinal) || given.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)))
                throw new UsageException($"There is no file {given}, and it is no recurrence either: an equation has an equals sign.");
            return given;
        }
        if (given.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"{given} is C#, which the compiler checks: build the project. A file for this command has the equations and nothing else.");
        if (new FileInfo(given).Length > LongestFile)
            throw new UsageException($"{given} is too long for a recurrence.");
        return Trimmed(File.ReadAllText(given));
    }

    private static string Trimmed(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    private static void Add(Dictionary<string, DraftCoefficient> coefficients, string setting, Func<string, string?, DraftCoefficient> read)
    {
        string[] sides = setting.Split('=', 2, StringSplitOptions.TrimEntries);
        if (sides[0].Length == 0)
            throw new UsageException($"'{setting}' names no coefficient: write a=0.5.");
        if (!coefficients.TryAdd(sides[0], read(setting, sides.Length > 1 ? sides[1] : null)))
            throw new UsageException($"The coefficient {sides[0]} is given twice.");
    }

    private static DraftCoefficient Number(string setting, string? value) => DraftCoefficient.Number(Parse(setting, value ?? throw new UsageException($"'{setting}' gives no number: write {setting}=0.5.")));

    private static DraftCoefficient Trained(string setting, string? value)
    {
        string[] parts = value?.Split(':', 2, StringSplitOptions.TrimEntries) ?? [];
        double? minimum = null, maximum = null;
        if (parts.Length > 1)
        {
            string[] bounds = parts[1].Split("..", StringSplitOptions.TrimEntries);
            if (bounds.Length != 2)
                throw new UsageException($"'{setting}' has no range: write b=0.5:0..1, where a bound may be left out.");
            minimum = bounds[0].Length > 0 ? Parse(setting, bounds[0]) : null;
            maximum = bounds[1].Length > 0 ? Parse(setting, bounds[1]) : null;
        }
        try
        {
            return DraftCoefficient.Trained(parts.Length > 0 ? Parse(setting, parts[0]) : 0.5, minimum, maximum);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new UsageException($"'{setting}' does not begin between its bounds.");
        }
    }

    private static double Parse(string setting, string text)
    {
        string[] quotient = text.Split('/', 2);
        double value = double.NaN;
        bool isNumber = double.TryParse(quotient[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double above)
            && (quotient.Length == 1 || double.TryParse(quotient[1], NumberStyles.Float, CultureInfo.InvariantCulture, out value));
        value = quotient.Length == 1 ? above : above / value;
        return isNumber && double.IsFinite(value) ? value : throw new UsageException($"'{text}' in '{setting}' is no number: write 0.5, 1e-3 or 2/3.");
    }
}
