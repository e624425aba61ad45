namespace OptGen.Experiments.Runner;

/// <summary>The runs of the seeds that are done in every cell.</summary>
internal sealed class Results
{
    private readonly Dictionary<Cell, RunRecord[]> _runs;
    private readonly RunStore _store;

    private Results(IReadOnlyList<Cell> cells, IReadOnlyList<int> seeds, Dictionary<Cell, RunRecord[]> runs, RunStore store)
    {
        (Cells, Seeds, _runs, _store) = (cells, seeds, runs, store);
        Arms = [.. cells.Select(cell => cell.Arm).Distinct()];
        Tasks = [.. cells.Select(cell => cell.Task).Distinct()];
    }

    public IReadOnlyList<Cell> Cells { get; }

    public IReadOnlyList<string> Arms { get; }

    public IReadOnlyList<string> Tasks { get; }

    public IReadOnlyList<int> Seeds { get; }

    /// <summary>All runs.</summary>
    public IEnumerable<RunRecord> All => _runs.Values.SelectMany(runs => runs);

    /// <summary>The whole seeds, or null if there is none.</summary>
    public static Results? Find(Experiment experiment, Options options, RunStore store)
    {
        var cells = experiment.Cells(options.Scale);
        var seeds = Enumerable.Range(1, options.Seeds ?? experiment.Seeds(options.Scale)).Where(seed => cells.All(cell => store.Find(cell, seed) is not null)).ToArray();
        return seeds.Length == 0 ? null : new Results(cells, seeds, cells.ToDictionary(cell => cell, cell => seeds.Select(seed => store.Find(cell, seed)!).ToArray()), store);
    }

    /// <summary>The runs of a cell, by seed.</summary>
    public IReadOnlyList<RunRecord> Of(Cell cell) => _runs[cell];

    /// <summary>A value of a cell's runs, by seed.</summary>
    public double[] Values(Cell cell, string name) => [.. _runs[cell].Select(run => run[name])];

    /// <summary>The mean of a value over seeds.</summary>
    public double Mean(Cell cell, string name) => Values(cell, name).Average();

    /// <summary>The mean over seeds of a row of numbers, and its standard deviation.</summary>
    public (double Mean, double Deviation)[] Series(Cell cell, string name)
    {
        var rows = _runs[cell].Select(run => run.Series[name]).ToArray();
        return [.. Enumerable.Range(0, rows.Min(row => row.Length)).Select(i => Statistics.Of([.. rows.Select(row => row[i])]))];
    }

    /// <summary>A picture of a run, as a path from the page; null if there is none.</summary>
    public string? Picture(Cell cell, int seed, string name) => _store.Picture(cell, seed, name);
}
