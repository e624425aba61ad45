using System.Globalization;

namespace OptGen.Experiments.Runner;

/// <summary>How much of an experiment is done.</summary>
internal enum Scale
{
    /// <summary>A few minutes: whether the program works, not what the networks do.</summary>
    Quick,

    /// <summary>What the committed pages show: within half an hour on two cores.</summary>
    Full,

    /// <summary>For a larger machine: all the data, and epochs as in the literature where they are known.</summary>
    Large
}

/// <summary>What the command line says.</summary>
internal sealed record Options
{
    public const string Usage = """
        ./build.sh experiment list             the experiments, and how many of their runs are done
        ./build.sh experiment NAME [options]   does the runs that are not done yet, then writes the page

          --seeds N       repetitions, each with other weights and data (default: 5 for toy tasks, 3 for images)
          --quick         a small one that ends within five minutes; written to artifacts/experiments
          --large         a large one, for a machine with many cores or an accelerator; written to artifacts/experiments
          --data DIR      the four idx files of Fashion-MNIST, or the binary files of CIFAR-10 (default: where Debian's package puts Fashion-MNIST)
          --out DIR       where NAME.md, its pictures and runs/NAME are kept (default: docs/results)
          --processes N   how many runs at a time, each with one thread (default: one for each core)
          --report        writes the page from the runs that are done, and starts none
        """;

    /// <summary>The experiment's name; "list" lists them.</summary>
    public required string Name { get; init; }

    public Scale Scale { get; init; } = Scale.Full;

    /// <summary>The number of repetitions; the experiment's own when null.</summary>
    public int? Seeds { get; init; }

    public string Data { get; init; } = "/usr/share/datasets/fashion-mnist";

    /// <summary>The folder of the pages; null for the one that the scale has.</summary>
    public string? Out { get; init; }

    public int Processes { get; init; } = Environment.ProcessorCount;

    public bool ReportOnly { get; init; }

    /// <summary>Which runs this process does: those whose number leaves this rest. Null in the process that the user starts.</summary>
    public (int Number, int Count)? Part { get; init; }

    /// <summary>Where pages are written.</summary>
    public string Folder => Out ?? Path.Combine(Scale == Scale.Full ? "docs" : "artifacts", Scale == Scale.Full ? "results" : $"experiments/{Plan}");

    /// <summary>The scale in names of files.</summary>
    public string Plan => Scale switch { Scale.Quick => "quick", Scale.Large => "large", _ => "full" };

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It says something that is not understood.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || arguments[0].StartsWith('-')) throw new FormatException("Name an experiment, or say list.");
        var options = new Options { Name = arguments[0] };
        for (var i = 1; i < arguments.Count; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--quick" => options with { Scale = options.Scale == Scale.Large ? throw Both() : Scale.Quick },
                "--large" => options with { Scale = options.Scale == Scale.Quick ? throw Both() : Scale.Large },
                "--report" => options with { ReportOnly = true },
                "--seeds" => options with { Seeds = Number(name, Value()) },
                "--processes" => options with { Processes = Number(name, Value()) },
                "--data" => options with { Data = Value() },
                "--out" => options with { Out = Value() },
                "--part" => options with { Part = PartOf(Value()) },
                _ => throw new FormatException($"There is no option {name}.")
            };
            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} needs a value.");
        }

        return options;
    }

    private static FormatException Both() => new("--quick and --large contradict each other; say one of them.");

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} needs a positive number, not '{value}'.");

    private static (int Number, int Count) PartOf(string value)
    {
        var parts = value.Split('/');
        if (parts.Length != 2) throw new FormatException($"--part needs K/N, such as 1/2, not '{value}'.");
        var (number, count) = (Number("--part", parts[0]), Number("--part", parts[1]));
        return number <= count ? (number, count) : throw new FormatException($"--part {value}: the first number is above the second.");
    }
}
