using OptGen.Blocks;
using OptGen.Experiments.Networks;
using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Toys;

/// <summary>The parity of bits, learned from three quarters of all points.</summary>
internal sealed class ParityExperiment : Experiment
{
    private static readonly int[] Dimensions = [8, 10, 12];

    public override string Name => "parity";

    public override string Title => "Parity: which network learns it?";

    public override string Question => "Do networks of accelerated methods learn the parity of d bits better than the residual network of equal size?";

    public override IReadOnlyList<Cell> Cells(Scale scale) => [.. from d in Dimensions from arm in Arms.Chosen select new Cell(arm.Name, Task(d))];

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        "Task: all points of {0, 1}^d, d = 8, 10 and 12, in two classes; three quarters of them, which the seed chooses, to train on, and the last quarter to test on.",
        .. Dimensions.Select(d => $"d = {d}. {Network(d).Describe()}"),
        Training(scale).Describe()
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var d = Dimensions.First(d => Task(d) == cell.Task);
        using var all = new Parity(d).All();
        using var generator = new Generator((ulong)seed);
        var order = randperm(all.Count, generator: generator);
        var share = all.Count * 3 / 4;
        using var training = Part(all, order.narrow(0, 0, share));
        using var test = Part(all, order.narrow(0, share, all.Count - share));
        using var network = Network(d).Create(Arms.Find(cell.Arm), seed);
        var problem = TrainingProblem.Classification(network);
        var (losses, brokeDown) = Training(context.Scale).Run(problem, training, seed);
        var trainer = new Trainer(problem);
        return new Outcome
        {
            Values =
            {
                ["parameters"] = Budget.Parameters(network),
                ["broke down"] = brokeDown ? 1 : 0,
                ["training accuracy"] = trainer.Evaluate(training)["accuracy"],
                ["test accuracy"] = trainer.Evaluate(test)["accuracy"]
            },
            Series = { ["loss"] = losses }
        };
    }

    public override void Report(Page page, Results results)
    {
        page.Heading("Test accuracy, %");
        page.TableByTask(results, "test accuracy", "f1", 100);
        page.Heading("Training accuracy, %");
        page.TableByTask(results, "training accuracy", "f1", 100);
        page.Heading("What came out");
        foreach (var task in results.Tasks)
            page.Paragraph(Comparison.Sentence($"with {task}, a higher test accuracy than gradient descent", Comparison.Against(results, Arms.Baseline, task, "test accuracy", true), "0.000"));
        page.Paragraph(Comparison.Explanation + " A guess is right in half of the cases.");
        page.Picture("loss", Chart.Curves("d = 10: training loss, mean over seeds", "epoch", "cross entropy",
            [.. results.Cells.Where(cell => cell.Task == Task(10)).Select(cell => Curve.OfEpochs(cell.Arm, results.Series(cell, "loss").Select(point => point.Mean)))], logarithmic: true), "Training loss");
    }

    private static TensorSet Part(TensorSet all, Tensor rows) => new(all.Inputs.index_select(0, rows), all.Targets.index_select(0, rows));

    private static string Task(int d) => $"d = {d}";

    private static ToyNetwork Network(int d) => new(Inputs: d, Width: d, Hidden: 2 * d, Outputs: 2, Layers: 8, Activation.ReLU);

    private static ToyTraining Training(Scale scale) => new(scale switch { Scale.Quick => 150, Scale.Full => 2000, _ => 20000 }, BatchSize: 64, Rate: 0.005);
}
