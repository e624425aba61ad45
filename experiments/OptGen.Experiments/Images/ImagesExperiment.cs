using OptGen.Experiments.Networks;
using OptGen.Experiments.Runner;
using OptGen.Networks;
using OptGen.Networks.Baselines;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Images;

/// <summary>Classifiers of three stages over several recurrences, against ResNet and DenseNet, at equal multiply-adds.</summary>
/// <param name="wide">Whether they are wide and shallow; otherwise narrow and deep.</param>
internal sealed class ImagesExperiment(bool wide) : Experiment
{
    private const string ResNetArm = "ResNet by hand";
    private const string DenseNetArm = "DenseNet by hand";

    private static readonly string[] Recurrences = [Arms.Baseline, "HB", "APG2", "LADMM"];

    public override string Name => wide ? "images-wide" : "images-deep";

    public override string Title => wide ? "Wide and shallow networks on images" : "Narrow and deep networks on images";

    public override string Question => $"Do {(wide ? "wide and shallow" : "narrow and deep")} networks of accelerated methods classify images with a lower error than residual networks of equal multiply-adds?";

    public override int Seeds(Scale scale) => 3;

    public override bool NeedsImages => true;

    public override IReadOnlyList<Cell> Cells(Scale scale) => [.. Recurrences.Append(ResNetArm).Append(DenseNetArm).Select(arm => new Cell(arm))];

    public override IReadOnlyList<ConvolutionShape> Convolutions(Scale scale)
    {
        var width = Size(scale).Width;
        int[] stages = [width, 2 * width, 4 * width];
        return [new(1, width), new(3, width), .. stages.Select(channels => new ConvolutionShape(channels, channels)), .. stages.Take(2).Select(channels => new ConvolutionShape(channels, 2 * channels))];
    }

    public override IReadOnlyList<string> Settings(Scale scale)
    {
        var (depth, width, growth, denseDepth) = Size(scale);
        return
        [
            $"Networks: a stem, three stages of {depth} layers with {width}, {2 * width} and {4 * width} channels, a head; an operator is BN-ReLU-Conv-BN-ReLU-Conv. LADMM has two operators in a layer, so it has {depth / 2} layers. "
            + $"ResNet has {depth} blocks a stage with as many channels, DenseNet {(denseDepth - 4) / 6} layers a block with growth rate {growth}, chosen for multiply-adds within a fifth of each other.",
            Training(scale).Describe()
        ];
    }

    public override Outcome Run(Cell cell, int seed, RunContext context) =>
        Training(context.Scale).Run(source => Create(cell.Arm, context.Scale, source.Classes, source.Channels), seed, context);

    /// <summary>Makes the network of an arm.</summary>
    internal Module<Tensor, Tensor> Create(string name, Scale scale, int classes, int channels)
    {
        var (depth, width, growth, denseDepth) = Size(scale);
        if (name == ResNetArm) return new ResNet(6 * depth + 2, classes, width, channels);
        if (name == DenseNetArm) return new DenseNet(denseDepth, growth, classes, channels);
        var arm = Arms.Find(name);
        return new ImageClassifier(arm.Create, depth / arm.OperatorsPerLayer, width, classes, channels);
    }

    public override void Report(Page page, Results results)
    {
        ImagePage.Write(page, results);
        page.Heading("What came out");
        ImagePage.Conclude(page, results, "a lower error than gradient descent with the same operators", Arms.Baseline, "");
        ImagePage.Conclude(page, results, "a lower error than the ResNet", ResNetArm, "");
        ImagePage.End(page, results);
    }

    private (int Depth, int Width, int Growth, int DenseDepth) Size(Scale scale) => (wide, scale) switch
    {
        (true, Scale.Large) => (4, 64, 48, 22),
        (true, _) => (2, 32, 16, 34),
        (false, Scale.Large) => (18, 16, 16, 76),
        (false, Scale.Full) => (8, 16, 16, 34),
        (false, _) => (4, 16, 16, 22)
    };

    private static ImageTraining Training(Scale scale) => scale switch
    {
        Scale.Quick => new(500, 1, 0.002, Halved: true, Augmented: false),
        Scale.Full => new(4000, 5, 0.002, Halved: true, Augmented: false),
        _ => new(60000, 100, 0.002, Halved: false, Augmented: true)
    };
}
