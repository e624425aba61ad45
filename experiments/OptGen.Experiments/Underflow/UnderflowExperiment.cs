using OptGen.Evolution;
using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Underflow;

/// <summary>A small deep linear network whose float32 arithmetic underflows, evolved, against its control arm and against networks trained by backpropagation.</summary>
internal sealed class UnderflowExperiment : Experiment
{
    private const int Hidden = 64, CurvePoints = 40;

    private const string Underflow = "evolved, underflow", Control = "evolved, IEEE", LinearNetwork = "backpropagation, linear network", Classifier = "backpropagation, linear classifier",
        SeenAsLinear = "backpropagation, underflow, gradient of a linear network", OwnGradient = "backpropagation, underflow, gradient of the threshold", Straight = "backpropagation, hard threshold, straight through", Rectifier = "backpropagation, ReLU";

    private static readonly (string Name, HiddenArithmetic Arithmetic, UnderflowGradient Gradient, bool IsEvolved, bool HasHidden)[] Arms =
    [
        (Underflow, HiddenArithmetic.Threshold, UnderflowGradient.Linear, true, true),
        (Control, HiddenArithmetic.IeeeArithmetic, UnderflowGradient.Linear, true, true),
        (Classifier, HiddenArithmetic.Linear, UnderflowGradient.Linear, false, false),
        (LinearNetwork, HiddenArithmetic.Linear, UnderflowGradient.Linear, false, true),
        (SeenAsLinear, HiddenArithmetic.Threshold, UnderflowGradient.Linear, false, true),
        (OwnGradient, HiddenArithmetic.Threshold, UnderflowGradient.Threshold, false, true),
        (Straight, HiddenArithmetic.HardShrink, UnderflowGradient.Linear, false, true),
        (Rectifier, HiddenArithmetic.Relu, UnderflowGradient.Linear, false, true)
    ];

    public override string Name => "underflow";

    public override string Title => "A deep linear network that is not linear: underflow and evolution";

    public override string Question => "Does a linear network, evolved in float32 arithmetic that flushes small numbers to zero, classify better than any linear one, and does it not where nothing is flushed?";

    public override bool NeedsImages => true;

    public override int Seeds(Scale scale) => 3;

    public override IReadOnlyList<Cell> Cells(Scale scale) => [.. Arms.Select(arm => new Cell(arm.Name))];

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        $"Images: {Images(scale):#,0} training images, halved to a quarter of their pixels by the mean of 2 x 2; from each pixel its mean is subtracted, and it is divided by its deviation plus 0.05 and multiplied by {Pixels.Deviation}; all test images.",
        $"Network: two linear layers with {Hidden} units between them, weights from N(0, 2/fan-in), biases 0; the linear classifier is one layer. Underflow is that of float32 numbers divided by 2^125 whose elementwise operations flush what is below 2^-126 to zero; the IEEE arm computes on the same numbers, and flushes nothing.",
        Evolving(scale).Describe(),
        $"Backpropagation: {Epochs(scale)} epochs of batches of 256, Adam, learning rate 0.002 after a warm-up of a tenth of the steps, falling to 0 as a cosine does.",
        "The noise, the rates, the decay and the deviation of pixels were chosen for the underflowing network by the last 10,000 training images, in a search of some 500 settings; the other arms have the same. Nothing was chosen by the test images, and the last weights are tested."
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var arm = Arms.First(arm => arm.Name == cell.Arm);
        using var pixels = Pixels.Of(context.Images!, Images(context.Scale), seed, halved: true);
        using var generator = new Generator((ulong)(1000 + seed), CPU);
        int[] widths = arm.HasHidden ? [pixels.Count, Hidden, context.Images!.Classes] : [pixels.Count, context.Images!.Classes];
        using var network = new UnderflowNetwork(widths, arm.Arithmetic, arm.Gradient, generator);
        var outcome = new Outcome { Values = { ["zeros at first"] = network.ZeroShares(pixels.Test.Inputs)[0] } };
        if (arm.IsEvolved) Evolve(network, pixels, seed, context, outcome);
        else Train(network, pixels, seed, context);
        outcome.Values["parameters"] = network.parameters().Sum(parameter => parameter.numel());
        outcome.Values["training accuracy"] = Pixels.Accuracy(network, pixels.Training);
        outcome.Values["test accuracy"] = Pixels.Accuracy(network, pixels.Test);
        outcome.Values["zeros"] = network.ZeroShares(pixels.Test.Inputs)[0];
        outcome.Values["test accuracy in IEEE"] = Pixels.AccuracyUnder(HiddenArithmetic.IeeeArithmetic, network, pixels.Test);
        outcome.Values["test accuracy by the post's arithmetic"] = Pixels.AccuracyUnder(HiddenArithmetic.FlushedArithmetic, network, pixels.Test);
        if (seed == 1 && arm.IsEvolved) AlongALine(network, pixels, outcome);
        return outcome;
    }

    public override void Report(Page page, Results results)
    {
        page.Table(
            ["", "parameters", "training accuracy, %", "test accuracy, %", "the same weights in IEEE, %", "zeros among the hidden units, %"],
            results.Cells.Select(cell => (IReadOnlyList<string>)
            [
                cell.Arm,
                Page.Whole(results.Mean(cell, "parameters")),
                Page.Spread(results.Values(cell, "training accuracy"), "f2", 100),
                Page.Spread(results.Values(cell, "test accuracy"), "f2", 100),
                Page.Spread(results.Values(cell, "test accuracy in IEEE"), "f2", 100),
                cell.Arm == Classifier ? "" : Page.Spread(results.Values(cell, "zeros"), "f1", 100)
            ]));
        page.Heading("What came out");
        page.Paragraph(Comparison.Sentence("a higher test accuracy than the linear classifier trained by backpropagation", Comparison.Against(results, Classifier, "", "test accuracy", higherIsBetter: true), "0.0000"));
        page.Paragraph(Comparison.Sentence("a higher test accuracy than the control arm that flushes nothing", Comparison.Against(results, Control, "", "test accuracy", higherIsBetter: true), "0.0000"));
        page.Paragraph(Comparison.Explanation);
        page.Paragraph($"The weights of the evolved network were also run by the post's own arithmetic, operation by operation: test accuracy {Page.Spread(results.Values(new Cell(Underflow), "test accuracy by the post's arithmetic"), "f2", 100)} %.");
        page.Heading("Evolution");
        page.Picture("accuracy", Chart.Curves("Test accuracy, mean over seeds", "generation", "accuracy",
            [.. Arms.Where(arm => arm.IsEvolved).Select(arm => new Curve(arm.Name, [.. Points(results, new Cell(arm.Name))]))]), "Test accuracy");
        page.Heading("What was learned");
        page.Paragraph("Along the line from one test image to another, the sum that goes into a hidden unit changes linearly. Its value in the evolved network does not: this is the function that a unit computes. The logits of the two images' classes follow. In the control arm all of it stays linear.");
        page.Raw("\n");
        foreach (var arm in new[] { Underflow, Control })
        {
            foreach (var what in new[] { "units", "logits" })
            {
                if (results.Picture(new Cell(arm), 1, what) is { } picture) page.Raw($"![{arm}, {what}]({picture})\n");
            }
        }
    }

    private static IEnumerable<(double, double)> Points(Results results, Cell cell) =>
        results.Series(cell, "generation").Zip(results.Series(cell, "test accuracy"), (generation, accuracy) => (generation.Mean, accuracy.Mean));

    private static void Evolve(UnderflowNetwork network, Pixels pixels, int seed, RunContext context, Outcome outcome)
    {
        var evolving = Evolving(context.Scale);
        using var strategy = evolving.Strategy(network, seed);
        using var workers = new ThreadWorkers(() => new UnderflowNetwork(network.Widths, network.Arithmetic), evolving.Fitness(pixels.Training, seed), 1);
        var (generations, accuracies, fitness) = (new List<double>(), new List<double>(), new List<double>());
        long every = Math.Max(1, evolving.Generations / CurvePoints);
        new EvolutionRun(strategy, workers)
        {
            AfterGeneration = report =>
            {
                if ((report.Generation + 1) % every != 0) return;
                generations.Add(report.Generation + 1);
                accuracies.Add(Pixels.Accuracy(network, pixels.Test));
                fitness.Add(report.MeanFitness);
            }
        }.Run(evolving.Generations);
        outcome.Series["generation"] = [.. generations];
        outcome.Series["test accuracy"] = [.. accuracies];
        outcome.Series["fitness"] = [.. fitness];
    }

    private static void Train(UnderflowNetwork network, Pixels pixels, int seed, RunContext context) =>
        new Trainer(TrainingProblem.Classification(network), new TrainingOptions
        {
            Epochs = Epochs(context.Scale),
            BatchSize = 256,
            Seed = seed,
            Optimizer = model => optim.Adam(model.parameters(), 0.002),
            Schedule = new CosineLearningRate()
        }).Fit(pixels.Training).OrThrow();

    /// <summary>Draws hidden units and logits along the line between two test images of different classes.</summary>
    private static void AlongALine(UnderflowNetwork network, Pixels pixels, Outcome outcome)
    {
        const int places = 201;
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        var classes = pixels.Test.Targets.data<long>().ToArray();
        var (first, second) = (0, Array.FindIndex(classes, other => other != classes[0]));
        var share = linspace(0, 1, places).unsqueeze(1);
        var line = pixels.Test.Inputs[first] * (1 - share) + pixels.Test.Inputs[second] * share;
        var units = network.Layers[0].call(line);
        // Those that change most, since most units are on or off all along.
        var ranges = (units.amax([0L]) - units.amin([0L])).data<float>().ToArray();
        var chosen = Enumerable.Range(0, ranges.Length).OrderByDescending(unit => ranges[unit]).Take(6).ToArray();
        outcome.Pictures["units"] = Lines("Hidden units between two test images", "value", chosen.Select(unit => ($"unit {unit}", units.select(1, unit))));
        var logits = network.call(line);
        outcome.Pictures["logits"] = Lines("Logits between two test images", "logit", new[] { classes[first], classes[second] }.Select(label => ($"class {label}", logits.select(1, label))));

        static string Lines(string title, string vertical, IEnumerable<(string Name, Tensor Values)> curves) => Chart.Curves(title, "share of the second image", vertical,
            [.. curves.Select(curve => new Curve(curve.Name, [.. curve.Values.data<float>().ToArray().Select((value, i) => (i / (double)(places - 1), (double)value))]))]);
    }

    private static Evolving Evolving(Scale scale) => scale switch
    {
        Scale.Quick => new(100, 128, 250, 0.045, 0.006, 0.003, 0.03, 32),
        Scale.Full => new(60_000, 256, 250, 0.045, 0.006, 0.00018, 0.03, 32),
        _ => new(400_000, 1024, 500, 0.045, 0.006, 0.00006, 0.03, 32)
    };

    private static int Images(Scale scale) => scale == Scale.Quick ? 5000 : 60_000;

    private static int Epochs(Scale scale) => scale switch { Scale.Quick => 1, Scale.Full => 100, _ => 500 };
}
