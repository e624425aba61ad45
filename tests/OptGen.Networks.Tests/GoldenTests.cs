using OptGen.Networks.Baselines;
using OptGen.Optimizers.Tests;
using OptGen.Tests;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Networks.Tests;

/// <summary>Whole models against the same ones in PyTorch: names and shapes of the state, values and gradients.</summary>
public sealed class GoldenTests
{
    private static readonly GoldenFile s_golden = GoldenFile.Load("networks");

    [Theory]
    [InlineData("ResNet")]
    [InlineData("DenseNet")]
    [InlineData("ConvMixer")]
    [InlineData("VisionTransformer")]
    [InlineData("IsotropicConvNeXt")]
    public void Model_AgainstPyTorch_IsTheSame(string name)
    {
        using Module<Tensor, Tensor> model = Make(name);
        GoldenModule.AssertEqual(s_golden, name, model);
    }

    [Theory]
    [InlineData("VisionTransformerApg2")]
    [InlineData("IsotropicConvNeXtApg2")]
    public void AcceleratedModel_AgainstPyTorch_IsTheSame(string name)
    {
        using Module<Tensor, Tensor> model = Make(name);
        GoldenModule.AssertEqual(s_golden, name, model);
    }

    /// <summary>The library's own depths: 6n + 2 layers with weights, of which each block has two, the stem and the head one.</summary>
    [Theory]
    [InlineData(32)]
    [InlineData(56)]
    public void ResNet_OfDepth_HasSoManyLayers(int depth)
    {
        using var network = new ResNet(depth, numClasses: 10);
        Assert.Equal(depth, network.named_modules().Count(m => m.module is TorchSharp.Modules.Conv2d or TorchSharp.Modules.Linear));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(52)]
    public void DenseNet_OfDepth_HasSoManyLayers(int depth)
    {
        using var network = new DenseNet(depth, growthRate: 16, numClasses: 10);
        Assert.Equal(depth, network.named_modules().Count(m => m.module is TorchSharp.Modules.Conv2d or TorchSharp.Modules.Linear));
    }

    private static Module<Tensor, Tensor> Make(string name) => name switch
    {
        "ResNet" => new ResNet(depth: 14, numClasses: 5, width: 4),
        "DenseNet" => new DenseNet(depth: 16, growthRate: 3, numClasses: 5),
        "ConvMixer" => new ConvMixer(width: 6, depth: 2, patchSize: 2, numClasses: 5, kernelSize: 3),
        "VisionTransformer" => new VisionTransformer(depth: 3, width: 6, heads: 2, patchSize: 2, imageSize: 6, numClasses: 5, mlpRatio: 3),
        "VisionTransformerApg2" => new VisionTransformerApg2(depth: 3, width: 6, heads: 2, patchSize: 2, imageSize: 6, numClasses: 5, mlpRatio: 3),
        "IsotropicConvNeXt" => new IsotropicConvNeXt(depth: 3, width: 4, patchSize: 2, numClasses: 5),
        _ => new IsotropicConvNeXtApg2(depth: 3, width: 4, patchSize: 2, numClasses: 5)
    };
}
