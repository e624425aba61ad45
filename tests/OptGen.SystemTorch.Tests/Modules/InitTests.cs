using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.init;

namespace OptGen.SystemTorch.Tests.Modules;

/// <summary>First values, bit for bit as PyTorch draws them.</summary>
[Collection("default generator")]
public sealed class InitTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("init");

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Draws = new()
    {
        ["uniform"] = t => uniform_(t, -0.3, 0.7),
        ["normal"] = t => normal_(t, 0.2, 1.5),
        ["trunc_normal"] = t => trunc_normal_(t, 0.1, 0.9, -0.5, 1.2),
        ["xavier_uniform"] = t => xavier_uniform_(t, 1.7),
        ["xavier_normal"] = t => xavier_normal_(t, 0.6),
        ["kaiming_uniform"] = t => kaiming_uniform_(t, 0.2, FanInOut.FanOut),
        ["kaiming_normal"] = t => kaiming_normal_(t, nonlinearity: NonlinearityType.ReLU),
        ["orthogonal_wide"] = t => orthogonal_(t, 1.4),
        ["orthogonal_tall"] = t => orthogonal_(t),
        ["sparse"] = t => sparse_(t, 0.3, 0.5),
        ["eye"] = eye_,
        ["dirac1"] = dirac_,
        ["dirac2"] = dirac_,
        ["constant"] = t => constant_(t, 0.3)
    };

    public static TheoryData<string> Names => new(Draws.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Init_OneSeed_IsPyTorchsBitForBit(string name)
    {
        using var scope = NewDisposeScope();
        var expected = Golden.Tensor(name);
        using var parameter = Parameter(empty(expected.shape));
        manual_seed(3);
        Assert.Same(parameter, Draws[name](parameter));
        TensorAssert.BitEqual(expected, parameter, name);
        Assert.True(parameter.is_leaf);
    }

    [Fact]
    public void CalculateGain_EachNonlinearity_IsPyTorchs()
    {
        Assert.Equal(Golden.Number("gain linear"), calculate_gain(NonlinearityType.Linear));
        Assert.Equal(Golden.Number("gain conv2d"), calculate_gain(NonlinearityType.Conv2D));
        Assert.Equal(Golden.Number("gain sigmoid"), calculate_gain(NonlinearityType.Sigmoid));
        Assert.Equal(Golden.Number("gain tanh"), calculate_gain(NonlinearityType.Tanh));
        Assert.Equal(Golden.Number("gain relu"), calculate_gain(NonlinearityType.ReLU));
        Assert.Equal(Golden.Number("gain leaky_relu"), calculate_gain(NonlinearityType.LeakyReLU, 0.2));
    }

    [Fact]
    public void CalculateFanInAndFanOut_Vector_ThrowsWithItsDimensions()
    {
        using var vector = empty(3);
        var error = Assert.Throws<ArgumentException>(() => CalculateFanInAndFanOut(vector));
        Assert.Contains("at least 2 dimensions; this one has 1", error.Message, StringComparison.Ordinal);
    }
}
