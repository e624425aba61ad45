using System.Globalization;
using OptGen.Experiments.Runner;
using OptGen.Masking;
using OptGen.Networks.Baselines;
using OptGen.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Masking;

/// <summary>Accuracy against the size of the file: masks over few values, and networks with few weights.</summary>
internal sealed class CompressionExperiment : Experiment
{
    private const string Dense = "Dense";
    private const string Random = "sparse from scratch, random";
    private const string Magnitude = "sparse from scratch, magnitude";
    private const string Tuned = "pruned after training, fine-tuned";

    private static readonly (string Name, Fill Fill)[] Masks =
    [
        ("PEMN, MP", new MaxLayerFill()),
        ("PEMN, RP 1e-1", new RandomVectorFill(1e-1)),
        ("PEMN, RP 1e-2", new RandomVectorFill(1e-2))
    ];

    private static readonly int[] Removed = [90, 92, 94, 96, 98];

    public override string Name => "masking-compression";

    public override string Title => "Accuracy against file size: masks and pruning";

    public override string Question => "At equal size of the file, is a mask over few random values more accurate than a network with few trained weights?";

    public override int Seeds(Scale scale) => 3;

    public override bool NeedsImages => true;

    public override IReadOnlyList<Cell> Cells(Scale scale) =>
    [
        new(Dense),
        .. Masks.Select(mask => new Cell(mask.Name)),
        .. from kind in new[] { Random, Magnitude, Tuned } from removed in Removed select new Cell($"{kind}, {removed} %")
    ];

    public override IReadOnlyList<ConvolutionShape> Convolutions(Scale scale) =>
        [new(1, 16), new(3, 16), new(16, 16), new(16, 32) { Stride = 2 }, new(32, 32), new(32, 64) { Stride = 2 }, new(64, 64)];

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        $"Network: ResNet-{Depth(scale)} with 16, 32 and 64 channels.",
        "Masks: half of the weights kept, absolute scores, normal values, a gain for each layer, the prototype stored as a seed; norms and biases are trained. Pruning: the given share of every layer's weights is removed before training, at random or by the "
        + "magnitude of the first weights; or after half of the epochs by magnitude, and the other half fine-tunes.",
        "Size: every byte. Of masks the .pemn file. Of pruned networks the kept weights as float32 with their positions as a mask coded as in a .pemn file, and all else that such a file has. Of the dense network all tensors as float32.",
        Training(scale).Describe()
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var (training, source) = (Training(context.Scale), context.Images!);
        if (Masks.FirstOrDefault(mask => mask.Name == cell.Arm) is { Fill: { } fill })
            return training.Masked(Create, new MaskOptions { Fill = fill, Seed = (ulong)seed }, seed, source);

        manual_seed(1000 + seed);
        using var images = training.Training(source, seed);
        var network = Create();
        if (cell.Arm == Dense)
        {
            using (network)
            {
                var losses = training.Run(network, images, MaskedTraining.WeightRate, seed);
                return new Outcome
                {
                    Values = { ["accuracy"] = training.Test(network, source), ["file bytes"] = sizeof(float) * network.state_dict().Values.Sum(tensor => tensor.numel()) },
                    Series = { ["loss"] = losses }
                };
            }
        }

        var before = Array.Empty<double>();
        var isTuned = cell.Arm.StartsWith(Tuned, StringComparison.Ordinal);
        if (isTuned) before = training.Run(network, images, MaskedTraining.WeightRate, seed, training.Epochs / 2);
        using var pruned = Pruned.Apply(network, new PruningOptions
        {
            Criterion = cell.Arm.StartsWith(Random, StringComparison.Ordinal) ? PruningCriterion.Random : PruningCriterion.Magnitude,
            Kept = 1 - (Percent(cell.Arm) / 100.0),
            Seed = (ulong)seed
        });
        var after = training.Run(pruned, images, MaskedTraining.WeightRate, seed, isTuned ? training.Epochs - (training.Epochs / 2) : null);
        return new Outcome
        {
            Values = { ["accuracy"] = training.Test(pruned, source), ["kept weights"] = pruned.KeptCount, ["file bytes"] = SparseFile.Bytes(pruned) },
            Series = { ["loss"] = [.. before, .. after] }
        };

        Module<Tensor, Tensor> Create() => new ResNet(Depth(context.Scale), source.Classes, inChannels: source.Channels);
    }

    public override void Report(Page page, Results results)
    {
        page.Table(
            ["", "file, bytes", "smaller than dense", "test accuracy, %"],
            results.Cells.Select(cell => (IReadOnlyList<string>)
            [
                cell.Arm, Page.Whole(results.Mean(cell, "file bytes")), $"{Page.Number(results.Mean(new Cell(Dense), "file bytes") / results.Mean(cell, "file bytes"), "f1")} x",
                Page.Spread(results.Values(cell, "accuracy"), "f2", 100)
            ]));
        page.Picture("accuracy", Chart.Curves("Test accuracy by file size, mean and deviation over seeds", "file, kilobytes", "test accuracy",
        [
            Series("PEMN", Masks.Select(mask => mask.Name)),
            .. new[] { Random, Magnitude, Tuned }.Select(kind => Series(kind, Removed.Select(removed => $"{kind}, {removed} %")))
        ]), "Accuracy by file size");
        page.Heading("What came out");
        foreach (var kind in new[] { Random, Magnitude, Tuned }) page.Paragraph(AtEqualSize(results, kind));
        page.Paragraph("Between two measured sizes a baseline's accuracy is taken from the straight line; beyond the smallest or the largest one no comparison is made.");

        Curve Series(string name, IEnumerable<string> arms)
        {
            var cells = arms.Select(arm => new Cell(arm)).OrderBy(cell => results.Mean(cell, "file bytes")).ToArray();
            return new Curve(name, [.. cells.Select(cell => (results.Mean(cell, "file bytes") / 1000, results.Mean(cell, "accuracy")))],
                [.. cells.Select(cell => Statistics.Of(results.Values(cell, "accuracy")).Deviation)]);
        }
    }

    /// <summary>What the masks' accuracy is above that of a baseline of the same size.</summary>
    private static string AtEqualSize(Results results, string kind)
    {
        var points = Removed.Select(removed => new Cell($"{kind}, {removed} %")).Select(cell => (Bytes: results.Mean(cell, "file bytes"), Accuracy: results.Mean(cell, "accuracy"))).OrderBy(point => point.Bytes).ToArray();
        var parts = Masks.Select(mask =>
        {
            var (bytes, accuracy) = (results.Mean(new Cell(mask.Name), "file bytes"), results.Mean(new Cell(mask.Name), "accuracy"));
            if (bytes < points[0].Bytes) return $"{mask.Name} is smaller than the smallest of them ({Points(accuracy - points[0].Accuracy)} against that)";
            if (bytes > points[^1].Bytes) return $"{mask.Name} is larger than the largest of them ({Points(accuracy - points[^1].Accuracy)} against that)";
            var right = Array.FindIndex(points, point => point.Bytes >= bytes);
            if (right == 0) return $"{mask.Name} {Points(accuracy - points[0].Accuracy)}";
            var share = (bytes - points[right - 1].Bytes) / (points[right].Bytes - points[right - 1].Bytes);
            return $"{mask.Name} {Points(accuracy - points[right - 1].Accuracy - (share * (points[right].Accuracy - points[right - 1].Accuracy)))}";
        });
        return $"Against \"{kind}\" at equal size, in points of accuracy: {string.Join("; ", parts)}.";
    }

    private static string Points(double difference) => (100 * difference).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static int Percent(string arm) => int.Parse(arm.Split(", ")[^1].Split(' ')[0], CultureInfo.InvariantCulture);

    private static int Depth(Scale scale) => scale == Scale.Large ? 32 : 14;

    private static MaskedTraining Training(Scale scale) => scale switch
    {
        Scale.Quick => new(500, 2, Halved: true),
        Scale.Full => new(4000, 6, Halved: true),
        _ => new(60000, 100, Halved: false)
    };
}
