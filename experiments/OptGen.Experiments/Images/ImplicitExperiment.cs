using OptGen.Experiments.Networks;
using OptGen.Experiments.Runner;
using OptGen.FixedPoint;
using OptGen.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Experiments.Images;

/// <summary>Networks whose layers are solved, against the explicit residual network.</summary>
internal sealed class ImplicitExperiment : Experiment
{
    private const string Bounded = "GD, bounded operators";
    private const string ProximalPointArm = "proximal point";
    private const string ProximalGradientArm = "PGD";
    private const string FistaArm = "FISTA";
    private const int Operators = 4;
    private const double Bound = 0.9;

    public override string Name => "implicit";

    // implicit.md is the page of the benchmark.
    public override string PageName => "implicit-networks";

    public override string Title => "Three implicit networks against the explicit residual network";

    public override string Question => "Do networks whose layers are solved classify images as well as the explicit residual network of equal size?";

    public override int Seeds(Scale scale) => 3;

    public override bool NeedsImages => true;

    public override IReadOnlyList<Cell> Cells(Scale scale) => [.. new[] { Arms.Baseline, Bounded, ProximalPointArm, ProximalGradientArm, FistaArm }.Select(arm => new Cell(arm))];

    public override IReadOnlyList<ConvolutionShape> Convolutions(Scale scale)
    {
        var width = Width(scale);
        return [new(1, width) { Kernel = 4, Stride = 4, Padding = 0 }, new(3, width) { Kernel = 4, Stride = 4, Padding = 0 }, new(width, width)];
    }

    public override IReadOnlyList<string> Settings(Scale scale) =>
    [
        $"Networks: patches of 4 x 4 pixels, a recurrence on {Width(scale)} channels with {Operators} operators Conv-ReLU-Conv, the mean over the image, a linear layer. Gradient descent and the proximal point have {Operators} layers; "
        + $"PGD and FISTA have two operators in a layer, one of them inside the equation, so they have {Operators / 2}. All have the same operators, so equally many parameters but for the steps.",
        $"Operators of all but the first have a Lipschitz constant of at most {Bound}, so that each layer has exactly one solution. Solver: Anderson, relative tolerance 1e-4, gradients by the implicit function theorem.",
        Training(scale).Describe()
    ];

    public override Outcome Run(Cell cell, int seed, RunContext context)
    {
        var width = Width(context.Scale);
        return Training(context.Scale).Run(Create, seed, context);

        Module<Tensor, Tensor> Create(ImageSource source)
        {
            var side = source.Side / 4;
            Module<Tensor, Tensor> Block(int _)
            {
                var chain = Sequential(Conv2d(width, width, 3, padding: 1L), ReLU(), Conv2d(width, width, 3, padding: 1L));
                return cell.Arm == Arms.Baseline ? chain : Lipschitz.Bound(chain, Bound, (side, side));
            }

            Module<Tensor, Tensor> network = cell.Arm switch
            {
                ProximalPointArm => Solved(new ProximalPoint(Block, Operators), n => n.Implicit),
                ProximalGradientArm => Solved(new ProximalGradient(Block, Block, Operators / 2), n => n.Implicit),
                FistaArm => Solved(new Fista(Block, Block, Operators / 2), n => n.Implicit),
                _ => new GradientDescent(Block, Operators)
            };
            return Sequential(
                ("stem", Conv2d(source.Channels, width, 4, stride: 4L)),
                ("network", network),
                ("norm", BatchNorm2d(width)),
                ("mean", AdaptiveAvgPool2d(1L)),
                ("flatten", Flatten()),
                ("head", Linear(width, source.Classes)));
        }
    }

    public override void Report(Page page, Results results)
    {
        ImagePage.Write(page, results);
        page.Heading("What came out");
        ImagePage.Conclude(page, results, "a lower error than the explicit residual network", Arms.Baseline, "");
        ImagePage.Conclude(page, results, "a lower error than the residual network with bounded operators", Bounded, "");
        ImagePage.End(page, results);
    }

    private static T Solved<T>(T network, Func<T, ImplicitSolve> solve)
    {
        var implicitly = solve(network);
        implicitly.Options = implicitly.Options with { RelativeTolerance = 1e-4 };
        return network;
    }

    private static int Width(Scale scale) => scale == Scale.Large ? 128 : 32;

    private static ImageTraining Training(Scale scale) => scale switch
    {
        Scale.Quick => new(500, 1, 0.002, Halved: false, Augmented: false),
        Scale.Full => new(4000, 5, 0.002, Halved: false, Augmented: false),
        _ => new(60000, 100, 0.002, Halved: false, Augmented: true)
    };
}
