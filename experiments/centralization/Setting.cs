using System.Globalization;

namespace OptGen.Experiments.Centralization;

/// <summary>What the command line says.</summary>
internal sealed record Setting
{
    public const string Usage = """
        ./build.sh experiment centralization [options]
          --data DIR      the four idx files of Fashion-MNIST (default: where Debian's package puts them)
          --cifar DIR     the binary files of CIFAR-10 instead
          --runs DIR      where finished runs are kept, one small file each (default: artifacts/centralization); runs found there are not repeated
          --images N      how many training images to use (default 15000)
          --epochs N      (default 12)
          --seeds N       (default 5)
          --part K/N      does only every N-th run, from the K-th on; without it one process per core shares the runs
          --report DIR    writes table and curves of the whole seeds there, as centralization.md and .svg files; starts no runs
        """;

    public string Data { get; init; } = "/usr/share/datasets/fashion-mnist";

    public string? Cifar { get; init; }

    public string Runs { get; init; } = Path.Combine("artifacts", "centralization");

    public int Images { get; init; } = 15000;

    public int Epochs { get; init; } = 12;

    public int Seeds { get; init; } = 5;

    public (int Number, int Count)? Part { get; init; }

    public string? Report { get; init; }

    /// <summary>The channels of the images: grey, or red, green and blue.</summary>
    public int Channels => Cifar is null ? 1 : 3;

    /// <summary>What runs of the same plan have in common; part of the name of their files.</summary>
    public string Plan => $"{(Cifar is null ? "fashion" : "cifar10")}-{Images}x{Epochs}";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It says something that is not understood.</exception>
    public static Setting Parse(string[] arguments)
    {
        var setting = new Setting();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var (name, value) = (arguments[i], i + 1 < arguments.Length ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value."));
            setting = name switch
            {
                "--data" => setting with { Data = value },
                "--cifar" => setting with { Cifar = value },
                "--runs" => setting with { Runs = value },
                "--images" => setting with { Images = Number(name, value) },
                "--epochs" => setting with { Epochs = Number(name, value) },
                "--seeds" => setting with { Seeds = Number(name, value) },
                "--part" => setting with { Part = ParsePart(value) },
                "--report" => setting with { Report = value },
                _ => throw new FormatException($"There is no option {name}.")
            };
        }

        return setting;
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} needs a positive number, not '{value}'.");

    private static (int, int) ParsePart(string value)
    {
        var parts = value.Split('/');
        if (parts.Length != 2) throw new FormatException($"--part needs K/N, such as 1/2, not '{value}'.");
        var (number, count) = (Number("--part", parts[0]), Number("--part", parts[1]));
        return number <= count ? (number, count) : throw new FormatException($"--part {value}: the first number is above the second.");
    }
}
