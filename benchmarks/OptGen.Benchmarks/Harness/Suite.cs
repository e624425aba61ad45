using System.Diagnostics;

namespace OptGen.Benchmarks.Harness;

/// <summary>Cases that are measured in one run.</summary>
/// <param name="name">What the suite is called on the command line and in its file.</param>
/// <param name="machine">What it runs on: the processor, and the versions that matter.</param>
/// <param name="cases">The cases, in the order of the table.</param>
/// <param name="owned">What to dispose in the end.</param>
internal sealed class Suite(string name, string machine, IReadOnlyList<Case> cases, params IDisposable[] owned) : IDisposable
{
    public string Name { get; } = name;

    public string Machine { get; } = machine;

    public IReadOnlyList<Case> Cases { get; } = cases;

    public void Dispose()
    {
        foreach (var item in owned.Reverse()) item.Dispose();
    }
}

/// <summary>One thing to measure, done a number of times by us and, where there is a peer, by it.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">The unit of the numbers shown: s, ms, µs or ns; KiB for memory; evaluations; relative, for a residual.</param>
/// <param name="Target">The largest ratio ours/theirs aimed at; without a peer, the largest number in the unit. Null: nothing is aimed at.</param>
/// <param name="Ours">Does it as many times as it is told, and returns the seconds that took, or what else is measured.</param>
/// <param name="Theirs">Has the peer do it as many times, and returns the same.</param>
internal sealed record Case(string Name, string Unit, double? Target, Func<int, double> Ours, Func<int, double>? Theirs = null)
{
    public Case(string name, string unit, double? target, Action<int> ours, Func<int, double>? theirs = null)
        : this(name, unit, target, Timed(ours), theirs)
    {
    }

    /// <summary>How many pairs of measurements are made.</summary>
    public int Pairs { get; init; } = 31;

    /// <summary>Whether each measurement does the case once, because that takes long or because no clock measures it.</summary>
    public bool Once { get; init; }

    /// <summary>How many things our side handles at once; the numbers are for one of them.</summary>
    public int Items { get; init; } = 1;

    /// <summary>How many things the peer handles at once.</summary>
    public int TheirItems { get; init; } = 1;

    /// <summary>How many of the unit a second has.</summary>
    public double PerSecond => Unit switch
    {
        "s" or "KiB" or "evaluations" or "relative" => 1,
        "ms" => 1e3,
        "µs" => 1e6,
        "ns" => 1e9,
        _ => throw new InvalidOperationException($"'{Unit}' is no unit here.")
    };

    /// <summary>An action with a clock around it.</summary>
    public static Func<int, double> Timed(Action<int> action) => count =>
    {
        var start = Stopwatch.GetTimestamp();
        action(count);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    };
}

/// <summary>What was measured of a case, in its unit, for doing it once: one number for each pair.</summary>
internal sealed record Row(Case Case, double[] Ours, double[]? Theirs)
{
    /// <summary>The ratio of the medians.</summary>
    public double? Ratio => Theirs is null ? null : Statistics.Median(Ours) / Statistics.Median(Theirs);

    /// <summary>The ratio of each pair, whose two sides were measured right after each other.</summary>
    public double[]? PairRatios => Theirs is null ? null : Ours.Zip(Theirs, (ours, theirs) => ours / theirs).ToArray();

    public bool? Met => Case.Target is null ? null : (Ratio ?? Statistics.Median(Ours)) <= Case.Target;
}

internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
