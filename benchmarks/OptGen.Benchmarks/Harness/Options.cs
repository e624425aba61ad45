namespace OptGen.Benchmarks.Harness;

/// <summary>What the command line asks for.</summary>
/// <param name="Suites">The suites by name; all where none is named.</param>
/// <param name="Cases">Only cases whose name holds this text are measured; null: all.</param>
/// <param name="Pairs">How many pairs of measurements each timed case has; null: as many as its suite says.</param>
/// <param name="Threads">How many threads torch has in suites that do not say it themselves; null: one.</param>
internal sealed record Options(IReadOnlyList<string> Suites, string? Cases, int? Pairs, int? Threads)
{
    /// <exception cref="BenchmarkException">An option is unknown or has no value.</exception>
    public static Options Parse(string[] arguments)
    {
        List<string> suites = [];
        string? cases = null;
        int? pairs = null, threads = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--cases":
                    cases = Next("--cases", "a part of a case's name");
                    break;
                case "--pairs":
                    pairs = Number("--pairs");
                    break;
                case "--threads":
                    threads = Number("--threads");
                    break;
                case { } option when option.StartsWith('-'):
                    throw new BenchmarkException($"There is no option '{option}'; there is: --cases TEXT, --pairs N, --threads N.");
                default:
                    suites.Add(arguments[i]);
                    break;
            }

            string Next(string option, string what) =>
                ++i < arguments.Length ? arguments[i] : throw new BenchmarkException($"After {option} there must be {what}.");

            int Number(string option)
            {
                var text = Next(option, "a whole number from 1 on");
                return int.TryParse(text, out var number) && number > 0
                    ? number
                    : throw new BenchmarkException($"After {option} there must be a whole number from 1 on, not '{text}'.");
            }
        }

        return new Options(suites, cases, pairs, threads);
    }

    /// <summary>Whether a case is to be measured.</summary>
    public bool Asks(Case item) => Cases is null || item.Name.Contains(Cases, StringComparison.OrdinalIgnoreCase);
}
