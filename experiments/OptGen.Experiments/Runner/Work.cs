using System.Diagnostics;
using static TorchSharp.torch;

namespace OptGen.Experiments.Runner;

/// <summary>The runs of one process.</summary>
internal static class Work
{
    /// <summary>The runs that are not done, seed after seed, so that what is done at any time is mostly whole seeds.</summary>
    public static IEnumerable<(Cell Cell, int Seed)> Missing(Experiment experiment, Options options, RunStore store)
    {
        var cells = experiment.Cells(options.Scale);
        var all = from seed in Enumerable.Range(1, options.Seeds ?? experiment.Seeds(options.Scale)) from cell in cells select (cell, seed);
        return all.Where((_, position) => options.Part is not { } part || position % part.Count == part.Number - 1).Where(run => store.Find(run.cell, run.seed) is null);
    }

    /// <summary>Does them.</summary>
    public static async Task DoAsync(Experiment experiment, Options options, RunStore store, TextWriter output)
    {
        // One thread for each process: sums do not depend on the number of cores, and processes do not wait for each other.
        set_num_threads(1);
        using var images = experiment.NeedsImages ? ImageSource.Load(options.Data) : null;
        store.Open();
        var context = new RunContext(options.Scale, images);
        foreach (var (cell, seed) in Missing(experiment, options, store).ToArray())
        {
            var clock = Stopwatch.StartNew();
            Outcome outcome;
            using (NewDisposeScope())
                outcome = experiment.Run(cell, seed, context);
            store.Save(cell, seed, outcome, clock.Elapsed.TotalSeconds);
            await output.WriteLineAsync($"{cell}, seed {seed}: {string.Join(", ", outcome.Values.Select(value => $"{value.Key} {value.Value:g4}"))} ({clock.Elapsed.TotalSeconds:f0} s)");
        }
    }
}

/// <summary>Starts this program several times, each with its part of the runs.</summary>
internal static class Parts
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, int count)
    {
        var children = Enumerable.Range(1, count).Select(number => Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [.. Itself(), .. arguments, "--part", $"{number}/{count}"]))!).ToList();
        foreach (var child in children) await child.WaitForExitAsync();
        return children.Max(child => child.ExitCode);
    }

    /// <summary>Under "dotnet" the program is its first argument.</summary>
    private static IEnumerable<string> Itself() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "OptGen.Experiments.dll")] : [];
}
