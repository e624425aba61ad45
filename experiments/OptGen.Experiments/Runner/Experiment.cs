namespace OptGen.Experiments.Runner;

/// <summary>One of the things that are compared: a network or an optimiser, on one task.</summary>
/// <param name="Arm">What is compared with others of the same task.</param>
/// <param name="Task">What it is trained on; empty where there is one task.</param>
internal sealed record Cell(string Arm, string Task = "")
{
    public override string ToString() => Task.Length == 0 ? Arm : $"{Arm}, {Task}";
}

/// <summary>What a run gives.</summary>
internal sealed class Outcome
{
    /// <summary>Numbers by name.</summary>
    public SortedDictionary<string, double> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows of numbers by name, such as the loss of each epoch.</summary>
    public SortedDictionary<string, double[]> Series { get; } = new(StringComparer.Ordinal);

    /// <summary>Pictures by name, SVG; kept beside the run's file.</summary>
    public SortedDictionary<string, string> Pictures { get; } = new(StringComparer.Ordinal);
}

/// <summary>An experiment: cells, each trained from several seeds, and a page about them.</summary>
internal abstract class Experiment
{
    /// <summary>The name on the command line, and of the folder of its runs.</summary>
    public abstract string Name { get; }

    /// <summary>The name of its page and of the pictures there.</summary>
    public virtual string PageName => Name;

    /// <summary>The heading of its page.</summary>
    public abstract string Title { get; }

    /// <summary>What it asks, in one sentence.</summary>
    public abstract string Question { get; }

    /// <summary>How many repetitions it has unless the command line says.</summary>
    public virtual int Seeds(Scale scale) => 5;

    /// <summary>Whether it needs a set of images.</summary>
    public virtual bool NeedsImages => false;

    /// <summary>All cells, those to be compared next to each other.</summary>
    public abstract IReadOnlyList<Cell> Cells(Scale scale);

    /// <summary>
    /// What was trained and how, in sentences: part of the page, and of every run's file. Runs that were done under other settings are done again.
    /// </summary>
    public abstract IReadOnlyList<string> Settings(Scale scale);

    /// <summary>The convolutions that are trained; a machine that computes one of them wrong trains nothing.</summary>
    public virtual IReadOnlyList<ConvolutionShape> Convolutions(Scale scale) => [];

    /// <summary>Does one run. The seed decides all that is random.</summary>
    public abstract Outcome Run(Cell cell, int seed, RunContext context);

    /// <summary>Adds tables, pictures and the conclusion to the page.</summary>
    public abstract void Report(Page page, Results results);
}

/// <summary>What a run is done with.</summary>
/// <param name="Scale">How much is done.</param>
/// <param name="Images">The images, where the experiment needs some.</param>
internal sealed record RunContext(Scale Scale, ImageSource? Images)
{
    /// <summary>The value for the scale.</summary>
    public T Choose<T>(T quick, T full, T large) => Scale switch { Scale.Quick => quick, Scale.Full => full, _ => large };
}
