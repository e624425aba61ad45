using OptGen.Blocks;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Networks.Tests;

/// <summary>Every network of the library, small, and an argument for it.</summary>
internal static class Everything
{
    public const int Width = 4;
    public const int Layers = 3;

    /// <summary>The classes with a recurrence.</summary>
    public static IEnumerable<Type> Declared { get; } =
        typeof(GradientDescent).Assembly.GetTypes().Where(t => t.IsDefined(typeof(UpdateAttribute), inherit: false)).OrderBy(t => t.Name, StringComparer.Ordinal).ToArray();

    /// <summary>The names of all networks, with and without a recurrence.</summary>
    public static IEnumerable<string> Names { get; } =
        [.. Declared.Select(t => t.Name), "ImageClassifier", "ImageClassifier of HeavyBall", "ImageClassifier of ProximalPoint", "ResNet", "DenseNet", "ConvMixer"];

    public static Recurrence RecurrenceOf(Type network) => (Recurrence)network.GetProperty("Recurrence")!.GetValue(null)!;

    /// <summary>A network of that name, and an argument.</summary>
    public static (Module<Tensor, Tensor> Network, Tensor Argument) Make(string name)
    {
        Tensor vectors = randn(5, Width), images = randn(4, 3, 8, 8);
        return name switch
        {
            "PrimalDualHybridGradient" => (new PrimalDualHybridGradient(new LinearMap(Width, 6), _ => new BoxProjection(), _ => new LearnedResolvent(Block(0)), Layers), vectors),
            "Lista" => (new Lista(randn(Width, 6), Layers), vectors),
            "IsotropicConvNeXt" => (new IsotropicConvNeXt(depth: 2, width: 16, patchSize: 2, numClasses: 5), images),
            "IsotropicConvNeXtApg2" => (new IsotropicConvNeXtApg2(depth: 2, width: 16, patchSize: 2, numClasses: 5), images),
            "VisionTransformer" => (new VisionTransformer(depth: 2, width: 16, heads: 2, patchSize: 4, imageSize: 8, numClasses: 5), images),
            "VisionTransformerApg2" => (new VisionTransformerApg2(depth: 2, width: 16, heads: 2, patchSize: 4, imageSize: 8, numClasses: 5), images),
            "ImageClassifier" => (new ImageClassifier((block, depth) => new GradientDescent(block, depth), depth: 2, width: 16, numClasses: 5), images),
            "ImageClassifier of HeavyBall" => (new ImageClassifier((block, depth) => new HeavyBall(block, depth), depth: 2, width: 16, numClasses: 5), images),
            "ImageClassifier of ProximalPoint" => (new ImageClassifier(
                (block, depth) => new ProximalPoint(block, depth), depth: 1, width: 16, numClasses: 5, block: channels => Lipschitz.Bound(
                    Sequential(Conv2d(channels, channels, 3, padding: 1L), ReLU(), Conv2d(channels, channels, 3, padding: 1L)), 0.9, (8, 8))), images),
            "ResNet" => (new Baselines.ResNet(depth: 8, numClasses: 5), images),
            "DenseNet" => (new Baselines.DenseNet(depth: 10, growthRate: 16, numClasses: 5), images),
            "ConvMixer" => (new Baselines.ConvMixer(width: 16, depth: 2, patchSize: 2, numClasses: 5, kernelSize: 3), images),
            _ => (Catalogue.Find(name).Create(Block, Layers), vectors)
        };
    }

    /// <summary>An operator that keeps a Lipschitz bound, so that implicit layers have a solution.</summary>
    public static Module<Tensor, Tensor> Block(int k) => Lipschitz.Bound(new TwoLayer(Width, 8, Activation.Tanh), 0.9);
}
