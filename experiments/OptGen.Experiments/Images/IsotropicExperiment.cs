using OptGen.Experiments.Runner;
using OptGen.Networks;

namespace OptGen.Experiments.Images;

/// <summary>Networks of equal layers over patches: ConvNeXt and the vision transformer, as they are and over accelerated proximal gradient.</summary>
internal sealed class IsotropicExperiment : Experiment
{
    private const string GradientDescent = "GD (as it is)";
    private const string Apg2 = "APG2";
    private const string ConvNeXt = "ConvNeXt";
    private const string Transformer = "ViT";

    public override string Name => "isotropic";

    public override string Title => "Isotropic ConvNeXt and vision transformer: gradient descent against APG2";

    public override string Question => "Does accelerated proximal gradient make an isotropic ConvNeXt, or a vision transformer, better than the residual one of equal size?";

    public override int Seeds(Scale scale) => 3;

    public override bool NeedsImages => true;

    public override IReadOnlyList<Cell> Cells(Scale scale) => [.. from task in new[] { ConvNeXt, Transformer } from arm in new[] { GradientDescent, Apg2 } select new Cell(arm, task)];

    public override IReadOnlyList<ConvolutionShape> Convolutions(Scale scale)
    {
        var width = Size(scale).Width;
        return [new(1, width) { Kernel = 4, Stride = 4, Padding = 0 }, new(3, width) { Kernel = 4, Stride = 4, Padding = 0 }, new(width, width) { Kernel = 7, Groups = width }];
    }

    public override IReadOnlyList<string> Settings(Scale scale)
    {
        var (depth, width) = Size(scale);
        return
        [
            $"Networks: patches of 4 x 4 pixels, {depth} layers of width {width}; the transformer has {width / 16} heads and MLPs of {4 * width} neurons. With APG2 a network has two more numbers, its momentum and its step.",
            Training(scale).Describe()
        ];
    }

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var (depth, width) = Size(context.Scale);
        return Training(context.Scale).Run(
            source => (cell.Task, cell.Arm) switch
            {
                (ConvNeXt, GradientDescent) => new IsotropicConvNeXt(depth, width, 4, source.Classes, source.Channels),
                (ConvNeXt, _) => new IsotropicConvNeXtApg2(depth, width, 4, source.Classes, source.Channels),
                (_, GradientDescent) => new VisionTransformer(depth, width, width / 16, 4, source.Side, source.Classes, source.Channels),
                _ => new VisionTransformerApg2(depth, width, width / 16, 4, source.Side, source.Classes, source.Channels)
            },
            seed,
            context);
    }

    public override void Report(Page page, Results results)
    {
        ImagePage.Write(page, results);
        page.Heading("What came out");
        foreach (var task in results.Tasks) ImagePage.Conclude(page, results, $"{task}, a lower error than gradient descent", GradientDescent, task);
        ImagePage.End(page, results);
    }

    private static (int Depth, int Width) Size(Scale scale) => scale switch { Scale.Quick => (2, 64), Scale.Full => (6, 64), _ => (12, 192) };

    private static ImageTraining Training(Scale scale) => scale switch
    {
        Scale.Quick => new(500, 1, 0.002, Halved: false, Augmented: false),
        Scale.Full => new(4000, 6, 0.002, Halved: false, Augmented: false),
        _ => new(60000, 100, 0.001, Halved: false, Augmented: true)
    };
}
