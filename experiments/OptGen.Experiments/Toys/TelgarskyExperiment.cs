using OptGen.Blocks;
using OptGen.Experiments.Networks;
using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Toys;

/// <summary>Telgarsky's saw-tooth, as a regression.</summary>
internal sealed class TelgarskyExperiment : Experiment
{
    private static readonly int[] Compositions = [3, 4, 5, 6];
    private static readonly ToyNetwork Network = new(Inputs: 1, Width: 4, Hidden: 8, Outputs: 1, Layers: 12, Activation.ReLU);

    public override string Name => "telgarsky";

    public override string Title => "Telgarsky's function: which network comes nearer?";

    public override string Question => "Do networks of accelerated methods approximate Telgarsky's saw-tooth with a smaller error than the residual network of equal size?";

    public override IReadOnlyList<Cell> Cells(Scale scale) => [.. from n in Compositions from arm in Arms.Chosen select new Cell(arm.Name, Task(n))];

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        "Task: the triangle map on [0, 1] composed n times, n = 3 to 6, which has 2^n linear pieces; 2048 places drawn evenly to train on, 4097 places at equal distances to test on.",
        Network.Describe(),
        Training(scale).Describe(),
        "Error: the mean squared error. The best constant, 1/2, has 1/12 = 0.083."
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var function = new Telgarsky(Compositions.First(n => Task(n) == cell.Task));
        using var training = function.Sample(2048, seed);
        using var test = function.Grid(4097);
        using var network = Network.Create(Arms.Find(cell.Arm), seed);
        var problem = TrainingProblem.Regression(network);
        var (losses, brokeDown) = Training(context.Scale).Run(problem, training, seed);
        return new Outcome
        {
            Values =
            {
                ["parameters"] = Budget.Parameters(network),
                ["broke down"] = brokeDown ? 1 : 0,
                ["error"] = new Trainer(problem, new TrainingOptions { EvaluationBatchSize = 4097 }).Evaluate(test).Loss
            },
            Series = { ["loss"] = losses, ["output"] = Outputs(network, test) }
        };
    }

    public override void Report(Page page, Results results)
    {
        page.Heading("Mean squared error");
        page.TableByTask(results, "error", "f4");
        page.Heading("What came out");
        foreach (var task in results.Tasks)
            page.Paragraph(Comparison.Sentence($"with {task}, a smaller error than gradient descent", Comparison.Against(results, Arms.Baseline, task, "error", higherIsBetter: false), "0.0000"));
        page.Paragraph(Comparison.Explanation);
        page.Picture("error", Chart.Curves("Mean squared error, mean over seeds", "n", "error",
            [.. results.Arms.Select(arm => new Curve(arm, [.. Compositions.Select(n => ((double)n, results.Mean(new Cell(arm, Task(n)), "error")))]))], logarithmic: true), "Error by n");
        var places = Enumerable.Range(0, Drawn).Select(i => (double)i / (Drawn - 1)).ToArray();
        var function = new Telgarsky(4);
        page.Picture("functions", Chart.Curves("n = 4, seed 1: what was learned", "x", "value",
        [
            new Curve("the function", [.. places.Select(x => (x, function.Evaluate(x)))]),
            .. new[] { Arms.Baseline, "HB", "APG2", "LADMM" }.Select(arm => new Curve(arm,
                [.. places.Zip(results.Of(new Cell(arm, Task(4))).First(run => run.Seed == results.Seeds[0]).Series["output"])]))
        ]), "What was learned");
    }

    private const int Drawn = 129;

    /// <summary>The outputs at every 32nd place of the test.</summary>
    private static double[] Outputs(Module<Tensor, Tensor> network, TensorSet test)
    {
        using var mode = no_grad();
        network.eval();
        return [.. network.call(test.Inputs).data<float>().ToArray().Where((_, i) => i % ((4097 - 1) / (Drawn - 1)) == 0).Select(value => Math.Round((double)value, 4))];
    }

    private static string Task(int n) => $"n = {n}";

    private static ToyTraining Training(Scale scale) => new(scale switch { Scale.Quick => 100, Scale.Full => 2000, _ => 30000 }, BatchSize: 256, Rate: 0.005);
}
