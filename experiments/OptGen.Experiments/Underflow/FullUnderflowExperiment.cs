using System.Globalization;
using OptGen.Evolution;
using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Underflow;

/// <summary>The network of the post at its full size, evolved as long as can be afforded.</summary>
internal sealed class FullUnderflowExperiment : Experiment
{
    private const string Arm = "784-512-512-10, underflow";
    private const int CurvePoints = 60;

    // The test accuracy that the post reports on MNIST.
    private const double Reported = 0.967;

    public override string Name => "underflow-full";

    public override string Title => "The post's network at its full size";

    public override string Question => "How far does the network of 784, 512, 512 and 10 units come, evolved on this machine, and what would the accuracy that the post reports take?";

    public override bool NeedsImages => true;

    public override int Seeds(Scale scale) => 1;

    public override IReadOnlyList<Cell> Cells(Scale scale) => [new Cell(Arm)];

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        $"Images: all training images; from each pixel its mean is subtracted, and it is divided by its deviation plus 0.05 and multiplied by {Pixels.Deviation}; all test images.",
        "Network: three linear layers, weights from N(0, 2/fan-in), biases 0, in float32 numbers divided by 2^125 whose elementwise operations flush what is below 2^-126 to zero: 669,706 parameters for images of 784 pixels.",
        Evolving(scale).Describe(),
        "A run that was broken off goes on from its last checkpoint under artifacts/experiments. Its curve is kept beside it."
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        using var pixels = Pixels.Of(context.Images!, int.MaxValue, seed, halved: false);
        using var generator = new Generator((ulong)(1000 + seed), CPU);
        int[] widths = [pixels.Count, 512, 512, context.Images!.Classes];
        using var network = new UnderflowNetwork(widths, generator: generator);
        var evolving = Evolving(context.Scale);
        using var strategy = evolving.Strategy(network, seed);
        using var workers = new ThreadWorkers(() => new UnderflowNetwork(widths), evolving.Fitness(pixels.Training, seed));
        string folder = Path.Combine("artifacts", "experiments", "checkpoints", $"{Name}-{context.Scale}-{seed}"), curve = Path.Combine(folder, "curve.csv");
        Directory.CreateDirectory(folder);
        long every = Math.Max(1, evolving.Generations / CurvePoints);
        new EvolutionRun(strategy, workers)
        {
            Checkpoints = new EvolutionCheckpoints(folder) { EveryGenerations = (int)every, Resume = true },
            AfterGeneration = report =>
            {
                if ((report.Generation + 1) % every == 0)
                    File.AppendAllText(curve, string.Create(CultureInfo.InvariantCulture, $"{report.Generation + 1},{Pixels.Accuracy(network, pixels.Test)},{report.MeanFitness}\n"));
            }
        }.Run(evolving.Generations);
        // A generation that was done again after the run was broken off has given the same numbers again.
        double[][] rows = [.. File.ReadLines(curve).Select(line => line.Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray())
            .GroupBy(row => row[0]).Select(same => same.Last()).OrderBy(row => row[0])];
        var outcome = new Outcome
        {
            Values =
            {
                ["parameters"] = network.parameters().Sum(parameter => parameter.numel()),
                ["training accuracy"] = Pixels.Accuracy(network, pixels.Training),
                ["test accuracy"] = Pixels.Accuracy(network, pixels.Test),
                ["test accuracy in IEEE"] = Pixels.AccuracyUnder(HiddenArithmetic.IeeeArithmetic, network, pixels.Test)
            },
            Series = { ["generation"] = [.. rows.Select(row => row[0])], ["test accuracy"] = [.. rows.Select(row => row[1])], ["fitness"] = [.. rows.Select(row => row[2])] }
        };
        foreach (var (share, layer) in network.ZeroShares(pixels.Test.Inputs).Select((share, layer) => (share, layer)))
            outcome.Values[$"zeros of layer {layer + 1}"] = share;
        return outcome;
    }

    public override void Report(Page page, Results results)
    {
        var cell = results.Cells[0];
        var run = results.Of(cell)[0];
        page.Table(["", ""],
        [
            ["parameters", Page.Whole(run["parameters"])],
            ["training accuracy, %", Page.Number(100 * run["training accuracy"], "f2")],
            ["test accuracy, %", Page.Number(100 * run["test accuracy"], "f2")],
            ["test accuracy of the same weights where nothing is flushed, %", Page.Number(100 * run["test accuracy in IEEE"], "f2")],
            ["zeros after the layers, %", string.Join(", ", Enumerable.Range(1, 3).Select(layer => Page.Number(100 * run[$"zeros of layer {layer}"], "f1")))],
            ["hours of the machine", Page.Number(run.Seconds / 3600, "f2")]
        ]);
        page.Paragraph("All processors evaluate members at once, so the hours are those of the machine, and not of one core; other programs may have run beside it.");
        page.Heading("What it would take");
        page.Paragraph(Estimate(run));
        page.Picture("accuracy", Chart.Curves("Test accuracy", "generation", "accuracy",
            [new Curve(Arm, [.. run.Series["generation"].Zip(run.Series["test accuracy"], (generation, accuracy) => (generation, accuracy))])]), "Test accuracy");
    }

    /// <summary>A straight line through the logarithms of error and generation, over the second half of the curve, as far as the post's accuracy.</summary>
    private static string Estimate(RunRecord run)
    {
        var (generations, accuracies) = (run.Series["generation"], run.Series["test accuracy"]);
        var half = generations.Zip(accuracies, (generation, accuracy) => (X: Math.Log(generation), Y: Math.Log(1 - accuracy))).Skip(generations.Length / 2).ToArray();
        if (half.Length < 3) return "The curve is too short to be drawn on.";
        double meanX = half.Average(point => point.X), meanY = half.Average(point => point.Y);
        double slope = half.Sum(point => (point.X - meanX) * (point.Y - meanY)) / half.Sum(point => (point.X - meanX) * (point.X - meanX));
        string law = string.Create(CultureInfo.InvariantCulture, $"Over the second half of the run the test error falls as the generation to the power {slope:f2}.");
        if (slope >= 0) return law + " It does not fall any more, so nothing can be said of more generations.";
        double factor = Math.Exp((Math.Log(1 - Reported) - half[^1].Y) / slope), hours = run.Seconds / 3600 * factor;
        return law + string.Create(CultureInfo.InvariantCulture,
            $" If it went on so, an error of {100 * (1 - Reported):f1} %, which the post reports on MNIST, would take {generations[^1] * factor:#,0} generations, {hours:#,0} hours of this machine; the learning rate falls in this run, so it would be less with another schedule. These images are harder than MNIST where they are Fashion-MNIST, and the post names neither population nor generations.");
    }

    private static Evolving Evolving(Scale scale) => scale switch
    {
        Scale.Quick => new(6, 32, 64, 0.02, 0.003, 0.0015, 0.03, 16),
        Scale.Full => new(3000, 256, 256, 0.02, 0.003, 0.0003, 0.03, 16),
        _ => new(100_000, 4096, 1000, 0.02, 0.003, 0.0001, 0.03, 32)
    };
}
