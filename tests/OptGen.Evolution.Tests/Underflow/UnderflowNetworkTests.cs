using OptGen.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Underflow;

/// <summary>Whole networks: the post's numbers, what is linear and what is not, names, and bad input.</summary>
[Collection("default generator")]
public sealed class UnderflowNetworkTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private static readonly int[] Small = [12, 16, 16, 5];

    public static TheoryData<HiddenArithmetic> Arithmetics => [.. Enum.GetValues<HiddenArithmetic>()];

    [Fact]
    public void PostNetwork_HasItsParametersAndNames()
    {
        using var network = new UnderflowNetwork(UnderflowNetwork.PostWidths);
        Assert.Equal(669_706, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(
            ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "layers.2.weight", "layers.2.bias"], network.named_parameters().Select(pair => pair.name));
        Assert.Equal([512, 784], network.get_parameter("layers.0.weight")!.shape);
        Assert.Equal([10], network.get_parameter("layers.2.bias")!.shape);
        for (int i = 0; i < 3; i++)
        {
            using Tensor weight = network.get_parameter($"layers.{i}.weight")!.detach().to(float64);
            double count = weight.numel(), deviation = Math.Sqrt(2.0 / UnderflowNetwork.PostWidths[i]);
            // Five standard errors of a mean and of a deviation.
            Assert.Equal(0, weight.mean().item<double>(), 5 * deviation / Math.Sqrt(count));
            Assert.Equal(deviation, weight.std().item<double>(), 5 * deviation / Math.Sqrt(2 * count));
            Assert.Equal(0, network.get_parameter($"layers.{i}.bias")!.count_nonzero().item<long>());
        }
    }

    [FactWithFolder("/usr/share/datasets/fashion-mnist", "dataset-fashion-mnist")]
    public void DeadZones_AtTheStart_AreThoseMeasuredInPyTorch()
    {
        double[] measured = [0.614, 0.505, 0.431];
        using DisposeScope scope = NewDisposeScope();
        using ImageData data = ImageData.Load("/usr/share/datasets/fashion-mnist");
        using IDisposable off = no_grad();
        Tensor images = data.Test.Inputs.flatten(1).mul(data.Pixels[0].StandardDeviation).add(data.Pixels[0].Mean);
        Assert.Equal(0, images.min().item<float>(), 1e-5f);
        Assert.Equal(1, images.max().item<float>(), 1e-5f);
        if (!RandomCases.Long)
            images = images.view(-1, 5, 784).select(1, 0);
        const int Seeds = 8;
        double[][] shares = [.. Enumerable.Range(0, Seeds).Select(seed =>
        {
            using var generator = new Generator((ulong)seed);
            using var network = new UnderflowNetwork(UnderflowNetwork.PostWidths, generator: generator);
            return network.ZeroShares(images).ToArray();
        })];
        for (int layer = 0; layer < 3; layer++)
        {
            double[] ofLayer = [.. shares.Select(seed => seed[layer])];
            double mean = ofLayer.Average(), deviation = Math.Sqrt(ofLayer.Sum(share => (share - mean) * (share - mean)) / (Seeds - 1));
            output.WriteLine($"layer {layer}: mean {mean:F4}, deviation {deviation:F4}, measured {measured[layer]}");
            // One draw more, of the same distribution: its distance from the mean of eight is within Student's t of 7 degrees of freedom, 5.41 at 99.9 %.
            Assert.Equal(measured[layer], mean, 5.41 * deviation * Math.Sqrt(1 + 1.0 / Seeds) + 0.0005);
        }
    }

    [Theory]
    [InlineData(HiddenArithmetic.Ieee)]
    [InlineData(HiddenArithmetic.IeeeArithmetic)]
    [InlineData(HiddenArithmetic.Linear)]
    public void NetworksWithoutFlushing_AreLinear(HiddenArithmetic arithmetic) => Assert.InRange(Nonlinearity(arithmetic), 0, 1e-5);

    [Theory]
    [InlineData(HiddenArithmetic.Threshold)]
    [InlineData(HiddenArithmetic.FlushedArithmetic)]
    [InlineData(HiddenArithmetic.HardShrink)]
    [InlineData(HiddenArithmetic.Relu)]
    public void OtherNetworks_AreNot(HiddenArithmetic arithmetic) => Assert.InRange(Nonlinearity(arithmetic), 0.05, 2);

    /// <summary>How far f(x + y) is from f(x) + f(y), as a part of the greatest value.</summary>
    private double Nonlinearity(HiddenArithmetic arithmetic)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable off = no_grad();
        using var generator = new Generator(5);
        using var network = new UnderflowNetwork([64, 128, 128, 10], arithmetic, generator: generator);
        Tensor x = rand(64, 64, generator: generator), y = rand(64, 64, generator: generator);
        Tensor together = network.call(x.add(y)), apart = network.call(x).add(network.call(y));
        double distance = (together.sub(apart).abs().max() / together.abs().max()).item<float>();
        output.WriteLine($"{arithmetic}: {distance:g3}");
        return distance;
    }

    [Fact]
    public void SameGenerator_GivesAllArithmeticsTheSameWeights_AndStatesFitEachOther()
    {
        using DisposeScope scope = NewDisposeScope();
        UnderflowNetwork[] networks = [.. Enum.GetValues<HiddenArithmetic>().Select(arithmetic => new UnderflowNetwork(Small, arithmetic, generator: new Generator(3)))];
        foreach (UnderflowNetwork network in networks)
        {
            foreach (var (name, parameter) in network.named_parameters())
                Assert.True(parameter.equal(networks[0].get_parameter(name)!).all().item<bool>(), name);
            using var other = new UnderflowNetwork(Small, network.Arithmetic, generator: new Generator(4));
            Tensor x = randn(3, 12);
            Assert.False(other.call(x).allclose(network.call(x)));
            other.load_state_dict(network.state_dict());
            Assert.Equal(network.call(x).data<float>().ToArray(), other.call(x).data<float>().ToArray());
        }
        foreach (UnderflowNetwork network in networks)
            network.Dispose();
    }

    [Fact]
    public void OwnGenerator_LeavesTorchsAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(8);
        Tensor expected = randn(3);
        manual_seed(8);
        using var network = new UnderflowNetwork(Small, generator: new Generator(1));
        Assert.Equal(expected.data<float>().ToArray(), randn(3).data<float>().ToArray());
    }

    [Fact]
    public void Baselines_AreTheNetworksOfTorchsModules()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (var (arithmetic, activation) in new (HiddenArithmetic, Func<Tensor, Tensor>)[]
        {
            (HiddenArithmetic.Linear, z => z), (HiddenArithmetic.Relu, z => z.relu()), (HiddenArithmetic.HardShrink, z => z.mul(z.abs().ge(0.5).to(float32)))
        })
        {
            using var network = new UnderflowNetwork(Small, arithmetic, generator: new Generator(6));
            foreach (Parameter bias in network.parameters().Where(parameter => parameter.dim() == 1))
                bias.detach().normal_();
            Tensor x = randn(4, 12), expected = x;
            for (int i = 0; i < 3; i++)
            {
                expected = nn.functional.linear(expected, network.get_parameter($"layers.{i}.weight")!, network.get_parameter($"layers.{i}.bias"));
                expected = i < 2 ? activation(expected) : expected;
            }
            Assert.True(network.call(x).allclose(expected, 1e-6, 1e-6));
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void BadInput_IsOneClearError(HiddenArithmetic arithmetic)
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new UnderflowNetwork(Small, arithmetic);
        Assert.Throws<ArgumentNullException>(() => network.call(null!));
        Assert.Contains("takes float32, not Float64", Message<ArgumentException>(zeros(2, 12, dtype: float64)), StringComparison.Ordinal);
        Assert.Contains("takes float32, not Int64", Message<ArgumentException>(zeros(2, 12, dtype: int64)), StringComparison.Ordinal);
        Assert.Contains("takes 12 values in the last dimension, not a tensor of shape [2, 11]", Message<ArgumentException>(zeros(2, 11)), StringComparison.Ordinal);
        Assert.Contains("shape []", Message<ArgumentException>(zeros([])), StringComparison.Ordinal);
        Assert.Contains("is on meta", Message<ArgumentException>(zeros(2, 12, device: new Device("meta"))), StringComparison.Ordinal);
        Assert.Contains("none", Assert.Throws<ArgumentException>(() => network.ZeroShares(zeros(0, 12))).Message, StringComparison.Ordinal);
        Assert.Equal([0, 5], network.call(zeros(0, 12)).shape);
        Assert.Equal([2, 3, 5], network.call(zeros(2, 3, 12)).shape);
        Assert.Equal([5], network.call(zeros(12)).shape);
        network.to(float64);
        Assert.Contains("its weight is Float64", Message<InvalidOperationException>(zeros(2, 12)), StringComparison.Ordinal);

        string Message<T>(Tensor x)
            where T : Exception => Assert.Throws<T>(() => network.call(x)).Message;
    }

    [Fact]
    public void Moves_ThereAndBack_KeepNamesAndValues()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (HiddenArithmetic arithmetic in Enum.GetValues<HiddenArithmetic>())
        {
            using var network = new UnderflowNetwork(Small, arithmetic, generator: new Generator(3));
            Tensor x = randn(3, 12);
            float[] before = network.call(x).data<float>().ToArray();
            string[] names = [.. network.named_parameters().Select(pair => pair.name)];
            network.to(float64).to(float32);
            Assert.Equal(names, network.named_parameters().Select(pair => pair.name));
            Assert.Equal(before, network.call(x).data<float>().ToArray());
        }
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        Assert.Contains("at least two widths", Assert.Throws<ArgumentException>(() => new UnderflowNetwork([3])).Message, StringComparison.Ordinal);
        Assert.Contains("at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => new UnderflowNetwork([3, 0, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new UnderflowNetwork(null!));
        Assert.Contains("no such arithmetic", Assert.Throws<ArgumentOutOfRangeException>(() => new UnderflowNetwork(Small, (HiddenArithmetic)99)).Message, StringComparison.Ordinal);
        Assert.Contains("no such gradient", Assert.Throws<ArgumentOutOfRangeException>(() => new UnderflowNetwork(Small, gradient: (UnderflowGradient)9)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnderflowLinear(0, 1, UnderflowPlace.Input));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnderflowLinear(1, 0, UnderflowPlace.Input));
        Assert.Contains("no such place", Assert.Throws<ArgumentOutOfRangeException>(() => new UnderflowLinear(1, 1, (UnderflowPlace)2)).Message, StringComparison.Ordinal);
        Assert.Contains("no such form", Assert.Throws<ArgumentOutOfRangeException>(() => new UnderflowLinear(1, 1, UnderflowPlace.Input, (UnderflowForm)7)).Message, StringComparison.Ordinal);
    }
}
