using OptGen.Blocks;
using OptGen.Networks.Baselines;
using OptGen.Tests.Conventions;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Networks.Tests;

/// <summary>What the library says to arguments that it cannot take, and what it hands to torch.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void Library_EveryScalar_IsHeld() =>
        Assert.Empty(ScalarScan.Find(typeof(Catalogue).Assembly.Location, ScalarScan.Loose(typeof(torch).Assembly.Location)));

    [Fact]
    public void Network_FactoryThatGivesNull_SaysForWhichLayer()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.StartsWith(
            "The factory T of HeavyBall gave null for 1;",
            Assert.Throws<NetworkException>(() => new HeavyBall(k => k == 1 ? null! : new TwoLayer(3, 4), 3)).Message, StringComparison.Ordinal);
        Assert.Contains("'block'", Assert.Throws<NetworkException>(() => new HeavyBall(null!, 3)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "The factory gave null for layer 2;", Assert.Throws<ArgumentException>(() => new DouglasRachford(k => k == 2 ? null! : new SoftThreshold(), _ => new SoftThreshold(), 3)).Message,
            StringComparison.Ordinal);
        Assert.Equal("firstResolvent", Assert.Throws<ArgumentNullException>(() => new DouglasRachford(null!, _ => new SoftThreshold(), 3)).ParamName);
    }

    [Theory]
    [InlineData("layers")]
    [InlineData("layers", "AgdFull")]
    [InlineData("layers", "AgdNet")]
    [InlineData("layers", "Lista")]
    [InlineData("layers", "DouglasRachford")]
    [InlineData("depth", "VisionTransformer")]
    [InlineData("depth", "IsotropicConvNeXt")]
    [InlineData("depth", "ImageClassifier")]
    public void Network_WithoutLayers_IsRefused(string parameter, string name = "GradientDescent")
    {
        Func<object> make = name switch
        {
            "VisionTransformer" => () => new VisionTransformer(0, 16, 2, 4, 8, 5),
            "IsotropicConvNeXt" => () => new IsotropicConvNeXt(0, 16, 4, 5),
            "Lista" => () => new Lista(ones(2, 3), 0),
            "ImageClassifier" => () => new ImageClassifier((block, depth) => new HeavyBall(block, depth), 0, 16, 5),
            _ => () => Catalogue.Find(name).Create(Everything.Block, 0)
        };
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(make).ParamName);
    }

    [Fact]
    public void Models_WrongSizes_SayWhatFits()
    {
        using DisposeScope scope = NewDisposeScope();
        Check("A residual network for small images has 6n + 2 layers, such as 20, 32 or 56, not 33.", () => new ResNet(33, 10));
        Check("A densely connected network with bottlenecks has 6n + 4 layers, such as 40 or 100, not 41.", () => new DenseNet(41, 16, 10));
        Check("The kernel's side is 4; it must be odd", () => new ConvMixer(16, 2, 2, 10, kernelSize: 4));
        Check("Patches of 5 pixels do not cover an image of 8; take a divisor of the image's side.", () => new VisionTransformer(2, 16, 2, 5, 8, 10));
        Check("The table of weights has 3 rows and 3 columns; 3 layers need 4 and 3.", () => new AgdFull(Everything.Block, 3, new double[3, 3]));
        Check("A dictionary is a matrix of float32 or float64 of the shape [m, n], not Float32 of [3].", () => new Lista(ones(3), 2));
        Check("A dictionary is a matrix of float32 or float64 of the shape [m, n], not Int64 of [3, 4].", () => new Lista(ones(3, 4, dtype: int64), 2));
        Check("The dictionary has a norm of 0, or one that is not finite", () => new Lista(zeros(3, 4), 2));
        Check("The dictionary has a norm of 0, or one that is not finite", () => new Lista(full([3, 4], double.NaN), 2));
        Check("The factory gave null for stage 0;", () => new ImageClassifier((_, _) => null!, 1, 16, 5));
        using var classifier = new ImageClassifier(Catalogue.Find("Ladmm").Create, depth: 1, width: 16, numClasses: 5);
        Check("This classifier takes images of the shape [batch, 3, height, width] of at least 4 x 4 pixels, not [1, 3, 2, 8].", () => classifier.call(ones(1, 3, 2, 8)));
        Check("This classifier takes images of the shape [batch, 3, height, width] of at least 4 x 4 pixels, not [1, 1, 8, 8].", () => classifier.call(ones(1, 1, 8, 8)));
        using var transformer = new VisionTransformer(1, 16, 2, 4, 8, 10);
        Assert.Contains(
            "This network takes images of the shape [batch, 3, 8, 8], not [1, 3, 8, 9].", Assert.Throws<NetworkException>(() => transformer.call(ones(1, 3, 8, 9))).Message,
            StringComparison.Ordinal);
        Check("3 heads do not divide a width of 16;", () => new VisionTransformerApg2(2, 16, 3, 4, 8, 10));

        static void Check(string expected, Func<object> call) =>
            Assert.StartsWith(expected, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImageClassifier_WideAndNarrow_HaveTheirSizes()
    {
        using DisposeScope scope = NewDisposeScope();
        using ImageClassifier wide = ImageClassifier.WideShallow((block, depth) => new HeavyBall(block, depth), numClasses: 10);
        using ImageClassifier narrow = ImageClassifier.NarrowDeep((block, depth) => new HeavyBall(block, depth), numClasses: 10, inChannels: 1);
        Assert.Equal((9, 54), (Count(wide), Count(narrow)));
        Assert.Equal(new long[] { 64, 3, 3, 3 }, wide.state_dict()["stem.weight"].shape);
        Assert.Equal(new long[] { 2, 10 }, narrow.call(randn(2, 1, 8, 8)).shape);
        Assert.Contains("stages.2.T.17.conv2.weight", narrow.state_dict().Keys);

        static int Count(ImageClassifier network) => network.named_modules().Count(m => m.module is PreActivation);
    }
}
