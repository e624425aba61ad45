using OptGen.Blocks;
using OptGen.Experiments.Networks;
using OptGen.Experiments.Runner;
using OptGen.Training;

namespace OptGen.Experiments.Toys;

/// <summary>Two rings in the plane, told apart by networks whose iterates are points of the plane.</summary>
internal sealed class RingsExperiment : Experiment
{
    private const double Reach = 4;

    private static readonly NestedRings Rings = new() { Radii = [1.8, 3.3], Noise = 0.3 };
    private static readonly ToyNetwork Network = new(Inputs: 2, Width: 2, Hidden: 16, Outputs: 2, Layers: 10, Activation.Tanh);

    public override string Name => "rings";

    public override string Title => "Nested rings: which network leaves the larger margin?";

    public override string Question => "Do networks of accelerated methods tell two nested rings apart with a larger margin than the residual network of equal size?";

    public override IReadOnlyList<Cell> Cells(Scale scale) => [.. Arms.Explicit.Select(arm => new Cell(arm.Name))];

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        $"Task: two rings of radius 1.8 and 3.3, each 0.6 wide, so that the best margin of the points nearest to each other is 0.45; {Points(scale)} points to train on, as many others to test on.",
        Network.Describe(),
        Training(scale).Describe(),
        "Margin: the distance in the plane from a test point to the nearest place of another class, on a grid of 400 x 400; 0 for a point whose class is wrong."
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var points = Points(context.Scale);
        using var training = Rings.Sample(points, seed);
        using var test = Rings.Sample(points, 1_000_000 + seed);
        using var network = Network.Create(Arms.Find(cell.Arm), seed);
        var problem = TrainingProblem.Classification(network);
        var (losses, brokeDown) = Training(context.Scale).Run(problem, training, seed);
        var outcome = new Outcome { Series = { ["loss"] = losses } };
        outcome.Values["parameters"] = Budget.Parameters(network);
        outcome.Values["broke down"] = brokeDown ? 1 : 0;
        outcome.Values["accuracy"] = new Trainer(problem).Evaluate(test)["accuracy"];
        var margins = InputMargin.Of(network, test.Inputs.data<float>().ToArray(), test.Targets.data<long>().ToArray(), Reach);
        outcome.Values["mean margin"] = margins.Average();
        outcome.Values["smallest margin"] = margins.Min();
        if (seed == 1) outcome.Pictures["regions"] = Chart.DecisionRegions($"{cell.Arm}, seed {seed}", network, test);
        return outcome;
    }

    public override void Report(Page page, Results results)
    {
        page.Table(
            ["", "parameters", "test accuracy, %", "smallest margin", "mean margin", "seeds without an error"],
            results.Cells.Select(cell => (IReadOnlyList<string>)
            [
                cell.Arm,
                Page.Whole(results.Mean(cell, "parameters")),
                Page.Spread(results.Values(cell, "accuracy"), "f2", 100),
                Page.Spread(results.Values(cell, "smallest margin"), "f3"),
                Page.Spread(results.Values(cell, "mean margin"), "f3"),
                $"{results.Values(cell, "accuracy").Count(accuracy => accuracy == 1)} of {results.Seeds.Count}"
            ]));
        page.Heading("What came out");
        page.Paragraph(Comparison.Sentence("a larger mean margin than gradient descent", Comparison.Against(results, Arms.Baseline, "", "mean margin", higherIsBetter: true), "0.000"));
        page.Paragraph(Comparison.Sentence("a larger smallest margin", Comparison.Against(results, Arms.Baseline, "", "smallest margin", higherIsBetter: true), "0.000"));
        page.Paragraph(Comparison.Explanation);
        page.Heading("Regions");
        page.Raw("\n");
        foreach (var cell in results.Cells)
        {
            if (results.Picture(cell, 1, "regions") is { } picture) page.Raw($"![{cell.Arm}]({picture})\n");
        }

        page.Heading("Training loss");
        page.Picture("loss", Chart.Curves("Training loss, mean over seeds", "epoch", "cross entropy",
            [.. results.Cells.Select(cell => Curve.OfEpochs(cell.Arm, results.Series(cell, "loss").Select(point => point.Mean)))], logarithmic: true), "Training loss");
    }

    private static int Points(Scale scale) => scale == Scale.Quick ? 500 : 2000;

    private static ToyTraining Training(Scale scale) => new(scale switch { Scale.Quick => 200, Scale.Full => 2000, _ => 10000 }, BatchSize: 200, Rate: 0.01);
}
