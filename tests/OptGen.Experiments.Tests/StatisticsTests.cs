using OptGen.Experiments.Runner;

namespace OptGen.Experiments.Tests;

public sealed class StatisticsTests
{
    [Fact]
    public void Statistics_FiveValues_AreThoseOfATable()
    {
        double[] values = [1, 2, 3, 4, 10];
        var (mean, deviation) = Statistics.Of(values);
        Assert.Equal(4, mean);
        Assert.Equal(Math.Sqrt(12.5), deviation, 1e-12);
        Assert.Equal(2.776 * Math.Sqrt(12.5 / 5), Statistics.HalfInterval(values), 1e-12);
        Assert.Equal(double.NaN, Statistics.HalfInterval([1]));
    }

    [Theory]
    [InlineData(0.2, "A larger margin: held for b (+0.20).")]
    [InlineData(-0.2, "A larger margin: held for none; the contrary is true of b (-0.20).")]
    [InlineData(0, "A larger margin: held for none; undecided for b (0.00).")]
    public void Comparison_OfPairs_SaysForWhichAClaimHeld(double difference, string sentence)
    {
        using var folder = new TemporaryFolder();
        var experiment = new TwoArms(difference);
        var options = Options.Parse(["two", "--out", folder.Path]);
        var store = new RunStore(experiment, options);
        foreach (var (cell, seed) in Work.Missing(experiment, options, store).ToArray()) store.Save(cell, seed, experiment.Run(cell, seed, new RunContext(Scale.Full, null)), 1);

        var comparisons = Comparison.Against(Results.Find(experiment, options, store)!, "a", "", "margin", higherIsBetter: true);

        Assert.Equal(sentence, Comparison.Sentence("a larger margin", comparisons, "0.00"));
    }

    [Fact]
    public void Comparison_OfOneSeed_DecidesNothing()
    {
        using var folder = new TemporaryFolder();
        var experiment = new TwoArms(1);
        var options = Options.Parse(["two", "--seeds", "1", "--out", folder.Path]);
        var store = new RunStore(experiment, options);
        foreach (var (cell, seed) in Work.Missing(experiment, options, store).ToArray()) store.Save(cell, seed, experiment.Run(cell, seed, new RunContext(Scale.Full, null)), 1);

        Assert.All(Comparison.Against(Results.Find(experiment, options, store)!, "a", "", "margin", true), comparison => Assert.Equal(Finding.Undecided, comparison.Finding));
    }
}

/// <summary>Two arms whose margins differ by a number, give or take what the seed adds.</summary>
internal sealed class TwoArms(double difference, string settings = "as they are") : Experiment
{
    public int Runs { get; private set; }

    public override string Name => "two";

    public override string Title => "Two arms";

    public override string Question => "Which is better?";

    public override IReadOnlyList<Cell> Cells(Scale scale) => [new("a"), new("b")];

    public override IReadOnlyList<string> Settings(Scale scale) => [settings];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        Runs++;
        var noise = cell.Arm == "a" ? 0 : 0.01 * ((seed % 3) - 1);
        return new Outcome { Values = { ["margin"] = 1 + (cell.Arm == "a" ? 0 : difference) + noise }, Series = { ["loss"] = [1, double.PositiveInfinity] } };
    }

    public override void Report(Page page, Results results) => page.TableByTask(results, "margin", "f2");
}
