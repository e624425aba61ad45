namespace OptGen.Demo;

/// <summary>The command line could not be understood; the message says which part of it, and what would be.</summary>
internal sealed class CommandLineException(string message) : Exception(message);

/// <summary>What the command line asks for.</summary>
/// <param name="Data">The folder with the images, <see cref="Rings"/>, or null where nothing was said.</param>
/// <param name="Epochs">How often every sample is seen.</param>
/// <param name="Seed">Decides weights, validation split and order.</param>
/// <param name="Help">Whether the options are to be listed, and nothing else.</param>
internal sealed record DemoOptions(string? Data, int Epochs, long Seed, bool Help)
{
    /// <summary>What --data says instead of a folder.</summary>
    public const string Rings = "rings";

    public const string Usage = """
        Trains a network on Fashion-MNIST, on any data set of the same format, or on points of nested rings.

          --data DIR    the folder of the four idx files, plain or .gz; or "rings"
                        (default: /usr/share/datasets/fashion-mnist where it is there, else rings)
          --epochs N    how often every sample is seen, 1 to 1000 (default: 8)
          --seed N      decides weights, validation split and order (default: 1)
          --help        this text
        """;

    public static DemoOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new DemoOptions(Data: null, Epochs: 8, Seed: 1, Help: false);
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] parts = arguments[i].Split('=', 2);
            string name = parts[0];
            string Value()
            {
                if (parts.Length == 2)
                    return parts[1];
                return ++i < arguments.Count ? arguments[i] : throw new CommandLineException($"{name} needs a value; see --help.");
            }
            options = name switch
            {
                "--data" => options with { Data = Value() },
                "--epochs" => options with { Epochs = (int)Number(name, Value(), 1, 1000) },
                "--seed" => options with { Seed = Number(name, Value(), 0, long.MaxValue) },
                "--help" or "-h" when parts.Length == 1 => options with { Help = true },
                _ => throw new CommandLineException($"'{arguments[i]}' is no option of the demo; see --help.")
            };
        }
        return options;
    }

    private static long Number(string name, string text, long least, long most) =>
        long.TryParse(text, out long number) && number >= least && number <= most
            ? number
            : throw new CommandLineException($"{name} is '{text}', but must be a whole number from {least} to {most}.");
}
