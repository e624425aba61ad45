using OptGen.Experiments.Runner;

namespace OptGen.Experiments.Tests;

public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Work_WhatIsDone_IsNotDoneAgain()
    {
        var (experiment, options) = (new TwoArms(0.1), Options.Parse(["two", "--seeds", "3", "--out", _folder.Path]));
        var store = new RunStore(experiment, options);
        await Work.DoAsync(experiment, options, store, TextWriter.Null);
        await Work.DoAsync(experiment, options, store, TextWriter.Null);

        Assert.Equal(6, experiment.Runs);
    }

    [Fact]
    public async Task Work_OfOtherSettings_IsDoneAgain()
    {
        var options = Options.Parse(["two", "--seeds", "2", "--out", _folder.Path]);
        await Do(new TwoArms(0.1), options);
        var changed = new TwoArms(0.1, "changed");
        await Do(changed, options);

        Assert.Equal(4, changed.Runs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Parts_TogetherDoEveryRunOnce(int count)
    {
        var experiment = new TwoArms(0.1);
        var all = Options.Parse(["two", "--seeds", "5", "--out", _folder.Path]);
        var store = new RunStore(experiment, all);

        var done = Enumerable.Range(1, count).SelectMany(number => Work.Missing(experiment, all with { Part = (number, count) }, store)).ToList();

        Assert.Equal(Work.Missing(experiment, all, store).OrderBy(run => run.ToString()), done.OrderBy(run => run.ToString()));
    }

    [Fact]
    public async Task Run_ReadAgain_HasEveryNumberEvenThoseThatAreNotFinite()
    {
        var (experiment, options) = (new TwoArms(0.1), Options.Parse(["two", "--seeds", "1", "--out", _folder.Path]));
        await Do(experiment, options);

        var run = new RunStore(experiment, options).Find(new Cell("a"), 1)!;

        Assert.Equal(1, run["margin"]);
        Assert.Equal([1, double.PositiveInfinity], run.Series["loss"]);
        Assert.Contains("'gain'", Assert.Throws<InvalidDataException>(() => run["gain"]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"settings\":null}")]
    public async Task Run_Damaged_IsSaid(string text)
    {
        var (experiment, options) = (new TwoArms(0.1), Options.Parse(["two", "--seeds", "1", "--out", _folder.Path]));
        await Do(experiment, options);
        var path = Path.Combine(_folder.Path, "runs", "two", "a-1.json");
        await File.WriteAllTextAsync(path, text);

        Assert.Contains($"'{path}' is damaged", Assert.Throws<InvalidDataException>(() => new RunStore(experiment, options).Find(new Cell("a"), 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfSeedsDoneInEveryCell_HasThemAlone()
    {
        var (experiment, options) = (new TwoArms(0.1), Options.Parse(["two", "--seeds", "3", "--out", _folder.Path]));
        var store = new RunStore(experiment, options);
        await Work.DoAsync(experiment, options, store, TextWriter.Null);
        File.Delete(Path.Combine(_folder.Path, "runs", "two", "b-2.json"));

        PageFile.Write(experiment, options, store);

        var page = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "two.md"));
        Assert.Contains("2 of 3 seeds, 4 runs", page, StringComparison.Ordinal);
        Assert.Contains("| b | 1.10 ± 0.01 |", page, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Task Do(Experiment experiment, Options options) => Work.DoAsync(experiment, options, new RunStore(experiment, options), TextWriter.Null);
}
