using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Blocks;

/// <summary>Three stages of smooth convolutional layers; each border halves the images and doubles the channels.</summary>
[Update("""
    x_0 = stem(u)
    x_<k+1> = x_k + 1/2*(x_k - x_<k-1>) - 1/2*T(x_k)
    """, Inputs = "u")]
[Stage(Layers = 2)]
[Stage(Layers = 2)]
[Stage(Layers = 2, History = StageHistory.Project)]
internal sealed partial class SmoothStages
{
    private static Module<Tensor, Tensor> stem(int channels) => Conv2d(1, channels, 3, padding: 1L);

    private static Module<Tensor, Tensor> T(int k, int channels) =>
        Sequential(Tanh(), Conv2d(channels << (k / 2), channels << (k / 2), 3, padding: 1L));

    private static Module<Tensor, Tensor> D(int stage, int channels) => Conv2d(channels << (stage - 1), channels << stage, 2, stride: 2L);
}

[Collection("default generator")]
public sealed class StagedConvolutionTests
{
    /// <summary>Eight channels are what libtorch's oneDNN computes wrong on some processors (OptGen.ConvolutionCheck), if nobody switches it off.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(20)]
    public void StagedNetwork_ChannelsThatAreNoMultipleOf16_AgreesWithDoublePrecision(int channels)
    {
        manual_seed(3);
        using var single = new SmoothStages(channels);
        using var exact = new SmoothStages(channels);
        exact.load_state_dict(single.state_dict());
        exact.to(float64);
        using Tensor u = randn(4, 1, 16, 16);

        Dictionary<string, Tensor> found = Results(single, u), expected = Results(exact, u.to(float64));

        Assert.Equal(2 + single.parameters().Count(), found.Count);
        foreach ((string name, Tensor value) in expected)
        {
            double error = (found[name].to(float64) - value).abs().max().item<double>() / value.abs().max().item<double>();
            Assert.True(error < 1e-5, $"{name} differs by {error:g3}");
        }
    }

    private static Dictionary<string, Tensor> Results(SmoothStages network, Tensor u)
    {
        Tensor input = u.detach().requires_grad_(), y = network.call(input);
        y.square().sum().backward();
        Dictionary<string, Tensor> results = network.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!, StringComparer.Ordinal);
        results["result"] = y.detach();
        results["input"] = input.grad!;
        return results;
    }
}
