using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Centralization;

/// <summary>Optimisers with and without gradient centralization, on a convolutional network with three kinds of normalization.</summary>
internal sealed class CentralizationExperiment : Experiment
{
    private const int BatchSize = 64;

    public override string Name => "centralization";

    public override string Title => "Training with and without gradient centralization";

    public override string Question => "Does gradient centralization train a small convolutional network to a higher test accuracy, or faster?";

    public override int Seeds(Scale scale) => 3;

    public override bool NeedsImages => true;

    public override IReadOnlyList<Cell> Cells(Scale scale) =>
    [
        .. from optimizer in Condition.Optimizers from centralized in new[] { false, true } select new Cell(new Condition(optimizer, centralized).Name, Network.BatchNorm),
        .. from norm in new[] { Network.GroupNorm, Network.WeightStandardization } from centralized in new[] { false, true } select new Cell(new Condition("SGDM", centralized).Name, norm)
    ];

    public override IReadOnlyList<ConvolutionShape> Convolutions(Scale scale) => [.. Network.Convolutions(1), .. Network.Convolutions(3)];

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        $"Network: three 3x3 convolutions (16, 32, 64 channels), each with a normalization and ReLU, and one dense layer. Group norm has groups of 8 channels.",
        $"Training: {Images(scale)} images, {Epochs(scale)} epochs of batches of {BatchSize}, no augmentation; the learning rate falls to a tenth after half of the epochs and again after three quarters.",
        .. Condition.Optimizers.Select(optimizer => $"{optimizer}: {Condition.SettingsOf(optimizer)}."),
        "A seed decides weights, images and their order, so that the runs of one seed differ in the optimiser alone. Nothing was tuned, and both sides of a pair have the same settings.",
        "Test: all test images, after every epoch; the table has the last one."
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var source = context.Images!;
        var condition = Condition.Of(cell.Arm);
        manual_seed(1000 + seed);
        using var network = Network.Create(source.Channels, cell.Task, source.Classes);
        using var images = source.Training(Images(context.Scale), seed);
        var problem = TrainingProblem.Classification(network);
        var evaluator = new Trainer(problem, new TrainingOptions { EvaluationBatchSize = 500 });
        var norms = new GradientNorms(condition, () => evaluator.Evaluate(source.Test)["accuracy"]);
        var epochs = Epochs(context.Scale);
        var report = new Trainer(problem, new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = BatchSize,
            LastBatch = LastBatch.Drop,
            Seed = seed,
            Optimizer = condition.Create,
            Scheduler = optimizer => optim.lr_scheduler.MultiStepLR(optimizer, [epochs / 2, epochs * 3 / 4]),
            Callbacks = [norms]
        }).Fit(images).OrThrow();
        return new Outcome
        {
            Values = { ["accuracy"] = norms.Accuracy[^1], ["early accuracy"] = norms.Accuracy.Take(Math.Max(1, epochs / 2)).Average() },
            Series =
            {
                ["accuracy"] = [.. norms.Accuracy],
                ["loss"] = [.. report.Epochs.Select(epoch => epoch.Training.Loss)],
                ["norm of the first convolution's gradient"] = [.. norms.FirstConvolution],
                ["norm of the last layer's gradient"] = [.. norms.Classifier]
            }
        };
    }

    public override void Report(Page page, Results results)
    {
        var pairs = results.Cells.Where(cell => !Condition.Of(cell.Arm).Centralized).ToArray();
        page.Table(
            ["normalization", "optimiser", "without", "with GC", "difference of pairs", "95 % interval", "pairs in which GC is better"],
            pairs.Select(cell => Row(results, cell, "accuracy")));
        page.Paragraph("Test accuracy after the last epoch, per cent. The interval is Student's, over the differences of pairs.");
        page.Table(
            ["normalization", "optimiser", "without", "with GC", "difference of pairs", "95 % interval", "pairs in which GC is better"],
            pairs.Select(cell => Row(results, cell, "early accuracy")));
        page.Paragraph("Mean test accuracy over the epochs before the learning rate first falls.");
        page.Heading("What came out");
        page.Paragraph(string.Join(" ", pairs.Select(cell => Finding(results, cell))));
        page.Paragraph("The network is small and not over-parameterized, a case in which an author of the method suspected that there is little to gain. "
            + "The settings are not tuned, so accuracies say nothing of one optimiser against another.");
        page.Heading("Curves of batch norm");
        foreach (var (name, series, title, logarithmic) in new[]
        {
            ("accuracy", "accuracy", "Test accuracy", false), ("loss", "loss", "Training loss", true),
            ("convolution-norm", "norm of the first convolution's gradient", "Gradient of the first convolution, norm", true),
            ("classifier-norm", "norm of the last layer's gradient", "Gradient of the last layer, norm", true)
        })
        {
            page.Picture(name, Chart.Curves(title, "epoch", title, [.. results.Cells.Where(cell => cell.Task == Network.BatchNorm).Select(cell =>
                Curve.OfEpochs(cell.Arm, results.Series(cell, series).Select(point => point.Mean)))], logarithmic), $"{title}, mean over seeds");
        }
    }

    private static string[] Row(Results results, Cell cell, string value)
    {
        var (plain, centralized) = (results.Values(cell, value), results.Values(Pair(cell), value));
        var differences = centralized.Zip(plain, (a, b) => 100 * (a - b)).ToArray();
        var (mean, interval) = (differences.Average(), Statistics.HalfInterval(differences));
        return
        [
            cell.Task, cell.Arm, Page.Spread(plain, "f2", 100), Page.Spread(centralized, "f2", 100), Signed(mean),
            double.IsNaN(interval) ? "" : $"{Signed(mean - interval)} to {Signed(mean + interval)}",
            $"{differences.Count(difference => difference > 0)} of {differences.Length}"
        ];
    }

    private static string Finding(Results results, Cell cell)
    {
        var differences = results.Values(Pair(cell), "accuracy").Zip(results.Values(cell, "accuracy"), (a, b) => 100 * (a - b)).ToArray();
        var (mean, interval) = (differences.Average(), Statistics.HalfInterval(differences));
        var seen = Math.Abs(mean) > interval ? mean > 0 ? "better with GC" : "worse with GC" : "no difference that chance could not make";
        return $"{cell.Arm} with {cell.Task}: {seen} ({Signed(mean)}).";
    }

    private static Cell Pair(Cell cell) => cell with { Arm = (Condition.Of(cell.Arm) with { Centralized = true }).Name };

    private static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", System.Globalization.CultureInfo.InvariantCulture);

    private static int Images(Scale scale) => scale switch { Scale.Quick => 1000, Scale.Full => 5000, _ => 50000 };

    private static int Epochs(Scale scale) => scale switch { Scale.Quick => 2, Scale.Full => 8, _ => 100 };
}
