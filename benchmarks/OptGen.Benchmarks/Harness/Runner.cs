using Spectre.Console;

namespace OptGen.Benchmarks.Harness;

/// <summary>
/// Measures a suite: each case warms up on both sides, then the sides take turns, so that whatever else happens on the
/// machine happens to both.
/// </summary>
internal static class Runner
{
    /// <summary>How long one measurement should take: far above the clock's resolution and the cost of asking the peer.</summary>
    private const double SampleSeconds = 0.04;

    /// <summary>How long a side runs before it counts: the runtime compiles hot code again in the background, and clocks settle.</summary>
    private const double WarmUpSeconds = 1.0;

    /// <exception cref="BenchmarkException">The options ask for cases that the suite does not have.</exception>
    public static IReadOnlyList<Row> Run(Suite suite, Options options)
    {
        var asked = suite.Cases.Where(options.Asks).ToList();
        if (asked.Count == 0)
            throw new BenchmarkException($"No case of the suite '{suite.Name}' has '{options.Cases}' in its name; there is: {string.Join("; ", suite.Cases.Select(c => c.Name))}.");
        var rows = new List<Row>();
        foreach (var item in asked)
        {
            AnsiConsole.WriteLine($"{suite.Name}: {item.Name} …");
            rows.Add(Measure(item.Once || options.Pairs is null ? item : item with { Pairs = options.Pairs.Value }));
        }

        return rows;
    }

    private static Row Measure(Case item)
    {
        var count = WarmUp(item);
        var ours = new double[item.Pairs];
        var theirs = item.Theirs is null ? null : new double[item.Pairs];
        for (var i = 0; i < item.Pairs; i++)
        {
            // Who goes first changes from pair to pair: neither always finds the cache the other left.
            if (theirs is null || i % 2 == 0) ours[i] = item.Ours(count);
            if (theirs is not null) theirs[i] = item.Theirs!(count);
            if (theirs is not null && i % 2 != 0) ours[i] = item.Ours(count);
        }

        return new Row(item, Scaled(ours, item.Items), theirs is null ? null : Scaled(theirs, item.TheirItems));

        double[] Scaled(double[] values, int items) => Array.ConvertAll(values, value => value * item.PerSecond / count / items);
    }

    /// <summary>Warms up both sides; how often to do the case in one measurement.</summary>
    private static int WarmUp(Case item)
    {
        var count = 1;
        if (item.Once)
        {
            item.Ours(count);
            item.Theirs?.Invoke(count);
            return count;
        }

        var seconds = item.Ours(count);
        for (var total = seconds; total < WarmUpSeconds; total += seconds)
        {
            if (seconds < SampleSeconds) count = (int)Math.Clamp(count * SampleSeconds / Math.Max(seconds, 1e-9), count + 1, count * 10);
            seconds = item.Ours(count);
        }

        if (item.Theirs is not null)
        {
            for (var total = 0.0; total < WarmUpSeconds; total += seconds) seconds = item.Theirs(count);
        }

        return Math.Max(1, (int)(count * SampleSeconds / Math.Max(item.Ours(count), 1e-9)));
    }
}
