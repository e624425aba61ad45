using OptGen.Experiments.Networks;
using OptGen.Experiments.Runner;
using OptGen.Masking;
using OptGen.Networks;
using OptGen.Networks.Baselines;
using OptGen.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Masking;

/// <summary>Accuracy with fewer and fewer values to choose from: the masking paper's third figure.</summary>
internal sealed class MaskingExperiment : Experiment
{
    private const string Dense = "Dense";
    private const string Mixer = "ConvMixer";
    private const string Transformer = "ViT";
    private const string Signed = ", signed constant";

    private static readonly (string Name, Fill Fill)[] Fills =
    [
        ("Mask", new DenseFill()),
        ("One-layer", new OneLayerFill()),
        ("MP", new MaxLayerFill()),
        ("RP 1e-1", new RandomVectorFill(1e-1)),
        ("RP 1e-2", new RandomVectorFill(1e-2)),
        ("RP 1e-3", new RandomVectorFill(1e-3)),
        ("RP 1e-4", new RandomVectorFill(1e-4)),
        ("RP 1e-5", new RandomVectorFill(1e-5))
    ];

    public override string Name => "masking";

    // masking.md is the page of the benchmark.
    public override string PageName => "masking-accuracy";

    public override string Title => "Masks on fewer and fewer random values";

    public override string Question => "How much accuracy does a network keep whose weights are a mask over few random values, down to a single one?";

    public override int Seeds(Scale scale) => 3;

    public override bool NeedsImages => true;

    public override IReadOnlyList<Cell> Cells(Scale scale) =>
    [
        .. from task in new[] { Mixer, Transformer }
           from arm in new[] { Dense }.Concat(Fills.Select(fill => fill.Name)).Concat(["Mask" + Signed, "MP" + Signed])
           select new Cell(arm, task)
    ];

    public override IReadOnlyList<ConvolutionShape> Convolutions(Scale scale)
    {
        var width = Size(scale).MixerWidth;
        return
        [
            new(1, width) { Kernel = 4, Stride = 4, Padding = 0 }, new(3, width) { Kernel = 4, Stride = 4, Padding = 0 },
            new(width, width) { Kernel = 5, Groups = width }, new(width, width) { Kernel = 1, Padding = 0 }
        ];
    }

    public override IReadOnlyList<string> Settings(Scale scale)
    {
        var (mixerWidth, width, depth) = Size(scale);
        return
        [
            $"ConvMixer: patches of 4 x 4 pixels, {depth} layers of {mixerWidth} channels, kernels of 5 x 5. ViT: patches of 7 x 7 pixels, {depth} layers of width {width}, 4 heads. Small ones, which two cores train.",
            "Masks: every linear layer and convolution, half of the weights kept, edge-popup with absolute scores, values normal numbers (Kaiming), a gain for each layer; norms and biases are trained. RP r: a vector of r times the largest layer's size. "
            + "At this size RP 1e-4 has two values and RP 1e-5 has one.",
            Training(scale).Describe()
        ];
    }

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var (training, source) = (Training(context.Scale), context.Images!);
        if (cell.Arm != Dense)
        {
            var fill = Fills.First(fill => fill.Name == cell.Arm.Replace(Signed, "", StringComparison.Ordinal)).Fill;
            var values = cell.Arm.EndsWith(Signed, StringComparison.Ordinal) ? FillValues.SignedConstant : FillValues.Normal;
            return training.Masked(() => Create(cell.Task, context.Scale, source), new MaskOptions { Fill = fill, Values = values, Seed = (ulong)seed }, seed, source);
        }

        manual_seed(1000 + seed);
        using var network = Create(cell.Task, context.Scale, source);
        using var images = training.Training(source, seed);
        var losses = training.Run(network, images, MaskedTraining.WeightRate, seed);
        var parameters = Budget.Parameters(network);
        return new Outcome
        {
            Values = { ["accuracy"] = training.Test(network, source), ["unique values"] = parameters, ["file bytes"] = sizeof(float) * network.state_dict().Values.Sum(tensor => tensor.numel()) },
            Series = { ["loss"] = losses }
        };
    }

    public override void Report(Page page, Results results)
    {
        foreach (var task in results.Tasks)
        {
            page.Heading(task);
            page.Table(
                ["", "unique values", "test accuracy, %", "file, bytes", "smaller than dense", "mask, bytes", "n·H(k), bytes"],
                results.Cells.Where(cell => cell.Task == task).Select(cell => (IReadOnlyList<string>)
                [
                    cell.Arm, Page.Whole(results.Mean(cell, "unique values")), Page.Spread(results.Values(cell, "accuracy"), "f2", 100),
                    Page.Whole(results.Mean(cell, "file bytes")),
                    $"{Page.Number(results.Mean(new Cell(Dense, task), "file bytes") / results.Mean(cell, "file bytes"), "f1")} x",
                    .. cell.Arm == Dense ? new[] { "", "" } : [Page.Whole(results.Mean(cell, "mask bytes")), Page.Whole(results.Mean(cell, "mask entropy bytes"))]
                ]));
        }

        page.Paragraph("A file is a whole .pemn: prototype as a seed, masks, norms, biases, names and checksums. Of the dense network all tensors as float32 are counted.");
        page.Picture("accuracy", Chart.Curves("Test accuracy, mean and deviation over seeds", "0 Dense, 1 Mask, 2 One-layer, 3 MP, 4 to 8 RP 1e-1 to 1e-5", "test accuracy",
            [.. results.Tasks.Select(task => Curve(results, task))]), "Accuracy by fill");
        page.Heading("What came out");
        foreach (var task in results.Tasks)
        {
            page.Paragraph(Comparison.Sentence($"{task}, a higher accuracy than the Mask, where all values are random", Comparison.Against(results, "Mask", task, "accuracy", higherIsBetter: true), "0.0000"));
            page.Paragraph(Signs(results, task, "Mask") + " " + Signs(results, task, "MP"));
        }

        page.Paragraph(Comparison.Explanation + " Accuracies are fractions here.");
    }

    private static string Signs(Results results, string task, string arm)
    {
        var pair = Comparison.Against(results, arm, task, "accuracy", higherIsBetter: true).First(comparison => comparison.Cell.Arm == arm + Signed);
        return $"{task}, {arm}: a signed constant is {(pair.Finding == Finding.Undecided ? "neither better nor worse than" : pair.Finding == Finding.Better ? "better than" : "worse than")} normal numbers ({Page.Number(pair.Difference, "+0.0000;-0.0000")}).";
    }

    private static Curve Curve(Results results, string task)
    {
        var values = new[] { Dense }.Concat(Fills.Select(fill => fill.Name)).Select(arm => Statistics.Of(results.Values(new Cell(arm, task), "accuracy"))).ToArray();
        return new Curve(task, [.. values.Select((value, i) => ((double)i, value.Mean))], [.. values.Select(value => value.Deviation)]);
    }

    private static Module<Tensor, Tensor> Create(string task, Scale scale, ImageSource source)
    {
        var (mixerWidth, width, depth) = Size(scale);
        return task == Mixer
            ? new ConvMixer(mixerWidth, depth, patchSize: 4, source.Classes, kernelSize: 5, inChannels: source.Channels)
            : new VisionTransformer(depth, width, heads: 4, patchSize: source.Side / 4, source.Side, source.Classes, source.Channels);
    }

    private static (int MixerWidth, int Width, int Depth) Size(Scale scale) => scale switch { Scale.Quick => (64, 32, 2), Scale.Full => (128, 64, 3), _ => (256, 256, 6) };

    private static MaskedTraining Training(Scale scale) => scale switch
    {
        Scale.Quick => new(500, 1, Halved: false),
        Scale.Full => new(4000, 6, Halved: false),
        _ => new(60000, 100, Halved: false)
    };
}
