using System.Globalization;
using OptGen.Experiments.Networks;
using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Li18;

/// <summary>The synthetic table of Li, Yang, Chen and Lin, "Optimization algorithm inspired deep neural network structure design" (ACML 2018), table 2.</summary>
internal sealed class Li18Experiment : Experiment
{
    /// <summary>The momentum of the table.</summary>
    public const double Beta = 0.3;

    private const int Dimension = 100;
    private const int BatchSize = 200;

    private static readonly int[] Depths = [10, 20, 30, 40];

    private static readonly (string Name, Func<Func<Module<Tensor, Tensor>>, int, Module<Tensor, Tensor>> Create, double[] Published)[] Networks =
    [
        ("ADMM", (block, depth) => new AdmmNetwork(block, depth), [1.07576, 1.07495, 1.07665, 1.07749]),
        ("GD", (block, depth) => new GdNetwork(block, depth), [1.00644, 1.00679, 1.00652, 1.00653]),
        ("HB", (block, depth) => new HbNetwork(block, depth), [1.00443, 1.00449, 1.00455, 1.00457]),
        ("AGD", (block, depth) => new AgdNetwork(block, depth), [1.00270, 1.00215, 1.00204, 1.00213]),
        ("AGD2", (block, depth) => new Agd2Network(block, depth), [1.00745, 1.00227, 1.00086, 0.99964])
    ];

    public override string Name => "li18";

    public override string Title => "The synthetic table of Li et al. (2018): do our networks agree with it?";

    public override string Question => "Is the order of the five networks in table 2 of Li et al. (ACML 2018) also that of ours?";

    public override IReadOnlyList<Cell> Cells(Scale scale) => [.. from depth in Depths from network in Networks select new Cell(network.Name, Task(depth))];

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        $"Task: {Pairs(scale):#,0} pairs of vectors of size {Dimension}, all numbers drawn from N(0, 1), so that there is nothing to learn but the pairs themselves; the error is the mean squared one on the same pairs.",
        $"Networks: layers sigmoid(W x + c) of size {Dimension}; momentum {Beta} of HB and AGD; AGD2 has the table of weights of accelerated gradient descent with momentum k/(k + 3). ADMM has two operators in a layer.",
        $"Training: Adam, learning rate 0.001 falling to 0 as a cosine does, {Epochs(scale)} epochs of batches of {BatchSize}. The paper trained for 1000 epochs; its optimiser is not known to us, nor how it drew weights; ours are those of nn.Linear."
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        using var data = Pairs(Pairs(context.Scale), seed);
        manual_seed(1000 + seed);
        var depth = Depths.First(depth => Task(depth) == cell.Task);
        using var network = Networks.First(network => network.Name == cell.Arm).Create(() => Sequential(("fc", Linear(Dimension, Dimension)), ("act", Sigmoid())), depth);
        var problem = TrainingProblem.Regression(network);
        var report = new Trainer(problem, new TrainingOptions
        {
            Epochs = Epochs(context.Scale),
            BatchSize = BatchSize,
            Seed = seed,
            Optimizer = model => optim.Adam(model.parameters(), 0.001),
            Schedule = new CosineLearningRate()
        }).Fit(data);
        return new Outcome
        {
            Values =
            {
                ["parameters"] = Budget.Parameters(network),
                ["broke down"] = report.Status == TrainingStatus.NonFinite ? 1 : 0,
                ["error"] = new Trainer(problem).Evaluate(data).Loss
            },
            Series = { ["loss"] = [.. report.Epochs.Select(epoch => epoch.Training.Loss)] }
        };
    }

    public override void Report(Page page, Results results)
    {
        page.Heading("Mean squared error on the pairs, ours");
        page.TableByTask(results, "error", "f5");
        page.Heading("The same in the paper");
        page.Table(["", .. results.Tasks], Networks.Select(network => (IReadOnlyList<string>)[network.Name, .. network.Published.Select(value => value.ToString("f5", CultureInfo.InvariantCulture))]));
        page.Heading("What came out");
        foreach (var (depth, i) in Depths.Select((depth, i) => (depth, i)))
        {
            var ours = Networks.OrderBy(network => results.Mean(new Cell(network.Name, Task(depth)), "error")).Select(network => network.Name).ToArray();
            var theirs = Networks.OrderBy(network => network.Published[i]).Select(network => network.Name).ToArray();
            page.Paragraph($"Depth {depth}, from the smallest error: {string.Join(", ", ours)}; in the paper {string.Join(", ", theirs)}: {(ours.SequenceEqual(theirs) ? "the same order" : "another order")}.");
        }

        page.Paragraph("Predicting 0 has an error of 1. So the paper's numbers say how little each network is worse than that, or, for AGD2 at depth 40, better; they are about how well errors of the last layers' biases are removed in training, and hardly about what a network can represent.");
        page.Picture("loss", Chart.Curves("Depth 40: training error, mean over seeds", "epoch", "mean squared error",
            [.. Networks.Select(network => Curve.OfEpochs(network.Name, results.Series(new Cell(network.Name, Task(40)), "loss").Select(point => point.Mean)))]), "Training error");
    }

    private static TensorSet Pairs(int count, int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        return new TensorSet(randn([count, Dimension], generator: generator), randn([count, Dimension], generator: generator));
    }

    private static string Task(int depth) => $"depth {depth}";

    private static int Pairs(Scale scale) => scale == Scale.Quick ? 1000 : 10000;

    private static int Epochs(Scale scale) => scale switch { Scale.Quick => 3, Scale.Full => 15, _ => 1000 };
}
