using OptGen.Blocks;
using OptGen.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Search.Tests;

/// <summary>A search trains what it draws at equal cost, compares it, and tells all of it.</summary>
[Collection("default generator")]
public sealed class SearchTests : IDisposable
{
    private readonly TensorSet _training = new NestedRings().Sample(300, seed: 1), _validation = new NestedRings().Sample(200, seed: 2);

    private static TrainingOptions Quick => new() { Epochs = 2, BatchSize = 64, Seed = 3, Monitor = "accuracy", Optimizer = model => optim.Adam(model.parameters(), 0.01) };

    public void Dispose()
    {
        _training.Dispose();
        _validation.Dispose();
    }

    [Fact]
    public void Run_Twice_GivesTheSameReport()
    {
        SearchReport first = Search().Run(new SearchOptions { Candidates = 6, Applications = 6, Training = Quick }, _training, _validation);
        SearchReport second = Search().Run(new SearchOptions { Candidates = 6, Applications = 6, Training = Quick }, _training, _validation);

        Assert.Equal(first.Entries.Select(entry => (entry.Recurrence.Text, entry.Score, entry.Validation.Loss)), second.Entries.Select(entry => (entry.Recurrence.Text, entry.Score, entry.Validation.Loss)));
        Assert.True(first.IsComplete);
        Assert.Equal(8, first.Entries.Count);
        Assert.Equal(["gradient descent", "heavy ball"], first.Entries.Where(entry => entry.Name is not null).Select(entry => entry.Name!).Order());
        Assert.Equal(first.Entries.OrderByDescending(entry => entry.Score).Select(entry => entry.Score), first.Entries.Select(entry => entry.Score));
        Assert.Same(first.Entries[0], first.Best);
        Assert.Equal(first.Entries.Count, first.Entries.Select(entry => entry.Recurrence.Text).Distinct().Count());
    }

    [Fact]
    public void Run_Cost_IsNearlyTheSameForAll()
    {
        var counts = new List<(SearchEntry Entry, int Calls)>();
        int calls = 0;
        var search = new RecurrenceSearch(new RecurrenceGrammar { States = 3, Applications = 3, History = 3 })
            .Operator("T", k => new Counting(new TwoLayer(8, 8), () => calls++)).Stem(() => Linear(2, 8)).Head(() => Linear(8, 3));
        search.Run(new SearchOptions
        {
            Candidates = 12,
            Applications = 12,
            Training = Quick with { Epochs = 1 },
            Trained = (entry, network) =>
            {
                calls = 0;
                using Tensor result = network.call(_validation.Inputs);
                counts.Add((entry, calls));
            }
        }, _training, _validation);

        Assert.Equal(12, counts.Count);
        Assert.All(counts, count => Assert.Equal(count.Entry.Applications, count.Calls));
        Assert.All(counts, count => Assert.InRange(count.Calls, 10, 12));
        Assert.Contains(counts, count => count.Entry.Layers is 4 or 6);
    }

    [Fact]
    public void Run_Weights_BeginTheSameWhateverCameBefore()
    {
        var losses = new List<double>();
        foreach (int before in new[] { 0, 3 })
        {
            var search = Search();
            SearchReport report = search.Run(new SearchOptions { Candidates = 1 + before, Applications = 4, Training = Quick }, _training, _validation);
            losses.Add(report.Entries.Single(entry => entry.Name == "heavy ball").Validation.Loss);
        }

        Assert.Equal(losses[0], losses[1]);
    }

    [Fact]
    public void Run_Loss_RanksTheLeastFirst()
    {
        SearchReport report = Search().Run(new SearchOptions { Candidates = 4, Applications = 4, Training = Quick with { Monitor = "loss" } }, _training, _validation);

        Assert.Equal(report.Entries.Select(entry => entry.Validation.Loss).Order(), report.Entries.Select(entry => entry.Score));
        Assert.Contains("| loss |", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NotFinite_IsRankedAndSaidSo()
    {
        SearchReport report = Search().Run(
            new SearchOptions { Candidates = 2, Applications = 4, Training = Quick with { Monitor = "loss", Optimizer = model => optim.SGD(model.parameters(), 1e30) } }, _training, _validation);

        Assert.All(report.Entries, entry => Assert.Equal(TrainingStatus.NonFinite, entry.Training.Status));
        Assert.Contains("| not finite |", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_ReportsWhatWasTrained()
    {
        using var source = new CancellationTokenSource();
        int told = 0;
        SearchReport report = Search().Run(
            new SearchOptions { Candidates = 20, Applications = 4, Training = Quick, Trained = (_, _) => { if (++told == 3) source.Cancel(); } }, _training, _validation, cancellation: source.Token);

        Assert.Equal(3, report.Entries.Count);
        Assert.False(report.IsComplete);
        using var before = new CancellationTokenSource();
        before.Cancel();
        SearchReport none = Search().Run(new SearchOptions { Training = Quick, Applications = 4 }, _training, _validation, cancellation: before.Token);
        Assert.Empty(none.Entries);
        Assert.Contains("cancelled", Assert.Throws<InvalidOperationException>(() => none.Best).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Networks_AreDisposed()
    {
        var networks = new List<Module>();
        Search().Run(new SearchOptions { Candidates = 2, Applications = 4, Training = Quick, Trained = (_, network) => networks.AddRange([network, .. network.modules()]) }, _training, _validation);

        Assert.All(networks.SelectMany(network => network.parameters()), parameter => Assert.True(parameter.IsInvalid));
    }

    [Fact]
    public void Markdown_Table_HasARowForEach()
    {
        SearchReport report = Search().Run(new SearchOptions { Candidates = 2, Applications = 4, Training = Quick }, _training, _validation);
        string[] lines = report.ToMarkdown().TrimEnd().Split('\n');

        Assert.Equal(2 + report.Entries.Count, lines.Length);
        Assert.All(lines, line => Assert.Equal(9, line.Count(c => c == '|')));
        Assert.Contains(lines, line => line.Contains("`x_<k+1> = x_k - T(x_k)` (gradient descent)", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("stem", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_NoStemNoHead_TakesTheInputItself()
    {
        using TensorSet pairs = new(rand(64, 4), rand(64, 4));
        SearchReport report = new RecurrenceSearch(new RecurrenceGrammar()).Operator("T", k => new TwoLayer(4, 8)).Run(
            new SearchOptions { Candidates = 2, Applications = 4, Problem = network => TrainingProblem.Regression(network), Training = Quick with { Monitor = "loss" } }, pairs, pairs);

        Assert.All(report.Entries, entry => Assert.DoesNotContain("stem", entry.Recurrence.Text, StringComparison.Ordinal));
        Assert.Equal($"{report.Best.Recurrence.Text.ReplaceLineEndings("; ")}: {report.Best.Score:0.0000}", report.Best.ToString());
        Assert.Contains("Layers = ", report.Best.ToCSharp("Found"), StringComparison.Ordinal);
        Assert.DoesNotContain("Inputs", report.Best.ToCSharp("Found"), StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_AreNamed()
    {
        var options = new SearchOptions { Training = Quick };
        Assert.Contains("Nothing says what the operator 'T' is", Assert.Throws<InvalidOperationException>(() => new RecurrenceSearch(new RecurrenceGrammar()).Run(options, _training, _validation)).Message, StringComparison.Ordinal);
        Assert.Contains("no operator 'S'", Assert.Throws<ArgumentException>(() => new RecurrenceSearch(new RecurrenceGrammar()).Operator("S", k => new TwoLayer(8, 8))).Message, StringComparison.Ordinal);
        Assert.Contains("said already", Assert.Throws<ArgumentException>(() => Search().Operator("T", k => new TwoLayer(8, 8))).Message, StringComparison.Ordinal);
        Assert.Contains("stem is was said already", Assert.Throws<InvalidOperationException>(() => Search().Stem(() => Linear(2, 8))).Message, StringComparison.Ordinal);
        Assert.Contains("head is was said already", Assert.Throws<InvalidOperationException>(() => Search().Head(() => Linear(2, 8))).Message, StringComparison.Ordinal);
        Assert.Throws<RecurrenceException>(() => Search().Known("wrong", "x_k+1 = "));
        Assert.Contains("coefficient 'a'", Assert.Throws<ArgumentException>(() => Search().Known("other", "x_<k+1> = x_k - a*T(x_k)")).Message, StringComparison.Ordinal);
        Assert.Contains("'S'", Assert.Throws<ArgumentException>(() => Search().Known("other", "x_<k+1> = x_k - S(x_k)")).Message, StringComparison.Ordinal);
        Assert.Contains("solved", Assert.Throws<ArgumentException>(() => Search().Known("other", "x_<k+1> = x_k - T(x_<k+1>)")).Message, StringComparison.Ordinal);
        Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(() => Search().Known("other", "x_<k+1> = x_k - T(x_k) + u")).Message, StringComparison.Ordinal);
        Assert.Contains("main state x", Assert.Throws<ArgumentException>(() => Search().Known("other", "z_<k+1> = z_k - T(z_k)")).Message, StringComparison.Ordinal);
        Assert.Contains("main state x", Assert.Throws<ArgumentException>(() => Search().Known("other", "x_0 = T(v); x_<k+1> = x_k - T(x_k)")).Message, StringComparison.Ordinal);
        Assert.Contains("main state x", Assert.Throws<ArgumentException>(() => Search().Known("other", "x_<k+1> = x_k - T(x_k); out = x_L")).Message, StringComparison.Ordinal);
        Assert.Contains("allow more Applications", Assert.Throws<InvalidOperationException>(() => Search().Known("two", "x_<k+1> = x_k - T(x_k - T(x_k))").Run(options with { Applications = 1 }, _training, _validation)).Message, StringComparison.Ordinal);
        Assert.Contains("checkpoints", Assert.Throws<ArgumentException>(() => new SearchOptions { Training = new TrainingOptions { Checkpoints = new CheckpointOptions("x") } }).Message, StringComparison.Ordinal);
        Assert.Contains("ValidationFraction", Assert.Throws<ArgumentException>(() => new SearchOptions { Training = new TrainingOptions { ValidationFraction = 0.1 } }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SearchOptions { Candidates = 0 });
        Assert.Throws<ArgumentException>(() => Search().Run(new SearchOptions { Candidates = 1, Applications = 4, Training = Quick with { Monitor = "speed" } }, _training, _validation));
    }

    private static RecurrenceSearch Search() => new RecurrenceSearch(new RecurrenceGrammar { States = 2, History = 2 })
        .Operator("T", k => new TwoLayer(8, 16)).Stem(() => Linear(2, 8)).Head(() => Linear(8, 3))
        .Known("gradient descent", "x_<k+1> = x_k - T(x_k)").Known("heavy ball", "x_<k+1> = x_k + 1/2*(x_k - x_<k-1>) - T(x_k)");

    private sealed class Counting : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> inner;
        private readonly Action _called;

        public Counting(Module<Tensor, Tensor> inner, Action called)
            : base(nameof(Counting))
        {
            (this.inner, _called) = (inner, called);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            _called();
            return inner.call(x);
        }
    }
}
