using TorchSharp;
using TorchSharp.Modules;
using static OptGen.Masking.Tests.Networks.MaskedValues;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Networks;

/// <summary>What the options change, and which are refused.</summary>
[Collection("default generator")]
public sealed class MaskOptionsTests
{
    public MaskOptionsTests() => manual_seed(3);

    [Fact]
    public void NormsAndBiases_AreLearnedOrFrozenByChoice()
    {
        string[] Trained(MaskOptions options)
        {
            using var masked = Masked.Apply(new HandWritten(), options);
            var trained = masked.TrainedParameters().ToHashSet<Parameter>(ReferenceEqualityComparer.Instance);
            return [.. masked.named_parameters().Where(p => trained.Contains(p.parameter)).Select(p => p.name).Order(StringComparer.Ordinal)];
        }
        string[] scores = ["scores.head.weight", "scores.stem.weight", "scores.up.weight"];
        string[] biases = ["network.head.bias", "network.stem.bias", "network.up.bias"], norms = ["network.norm.bias", "network.norm.weight"];
        Assert.Equal([.. biases.Concat(norms).Order(StringComparer.Ordinal), .. scores], Trained(new()));
        Assert.Equal([.. biases, .. scores], Trained(new() { LearnNorms = false }));
        Assert.Equal([.. norms, .. scores], Trained(new() { LearnBiases = false }));
        Assert.Equal(scores, Trained(new() { LearnNorms = false, LearnBiases = false }));
    }

    [Fact]
    public void Gains_AreThoseOfTheLayerOrOfThePrototype()
    {
        using var own = Masked.Apply(new HandWritten());
        Assert.Equal([Math.Sqrt(2.0 / 9), Math.Sqrt(2.0 / 64), Math.Sqrt(2.0 / 16)], own.Layers.Select(layer => layer.Gain));
        using var reference = Masked.Apply(new HandWritten(), new MaskOptions { GainPerLayer = false });
        Assert.All(reference.Layers, layer => Assert.Equal(Math.Sqrt(2.0 / 64), layer.Gain));
        using var dense = Masked.Apply(new HandWritten(), new MaskOptions { GainPerLayer = false, Fill = new DenseFill() });
        Assert.Equal(own.Layers.Select(layer => layer.Gain), dense.Layers.Select(layer => layer.Gain));
        using var scaled = Masked.Apply(new HandWritten(), new MaskOptions { GainForKept = true, Kept = 0.25 });
        Assert.Equal(own.Layers.Select(layer => 2 * layer.Gain), scaled.Layers.Select(layer => layer.Gain));
    }

    [Fact]
    public void SignedConstant_Weights_AreTheGainWithASign()
    {
        using var masked = Masked.Apply(new TwoLayers(8, 16, 4), new MaskOptions { Values = FillValues.SignedConstant, Fill = new RandomVectorFill(0.1) });
        foreach (MaskedLayer layer in masked.Layers)
        {
            float[] values = Values(masked.Network.get_parameter(layer.Name)!);
            Assert.All(values, value => Assert.Equal((float)layer.Gain, MathF.Abs(value)));
        }
    }

    [Fact]
    public void Schedule_StepsGoOnWithIt()
    {
        using var masked = Masked.Apply(new TwoLayers(10, 10, 10), new MaskOptions { Schedule = new LinearKept(1, 0.5, 5) });
        List<long> kept = [];
        for (int i = 0; i < 7; i++)
        {
            kept.Add(masked.KeptCount);
            Assert.Equal(masked.KeptCount, masked.Layers.Sum(layer => Bits(layer.Mask(), layer.Count).Count(bit => bit)));
            masked.Step();
        }
        Assert.Equal([200, 180, 160, 140, 120, 100, 100], kept);
        Assert.Equal(7, masked.Steps);
    }

    /// <summary>What state_dict does not hold of a schedule is set by hand, and the network is the same.</summary>
    [Fact]
    public void Checkpoint_WithSteps_GoesOnWithTheSchedule()
    {
        var options = new MaskOptions { Seed = 5, Schedule = new LinearKept(1, 0.5, 5) };
        using var masked = Masked.Apply(new TwoLayers(10, 10, 10), options);
        for (int i = 0; i < 3; i++)
            masked.Step();
        using var other = Masked.Apply(new TwoLayers(10, 10, 10), options);
        other.load_state_dict(masked.state_dict());
        other.Steps = 3;
        Assert.Equal(140, other.KeptCount);
        using Tensor x = randn(2, 10);
        Assert.Equal(Values(masked.call(x)), Values(other.call(x)));
        Assert.Throws<ArgumentOutOfRangeException>(() => other.Steps = -1);
        Assert.Equal((3, 140), (other.Steps, other.KeptCount));
    }

    [Fact]
    public void KeptOf_GivesLayersFractionsOfTheirOwn()
    {
        using var masked = Masked.Apply(new TwoLayers(10, 10, 10), new MaskOptions { KeptOf = name => name == "second.weight" ? 0.1 : null });
        Assert.Equal([50, 10], masked.Layers.Select(layer => Bits(layer.Mask(), layer.Count).Count(bit => bit)));
        masked.Kept = 0.2;
        Assert.Equal(30, masked.KeptCount);
    }

    [Fact]
    public void Apply_Twice_IsRefused()
    {
        var network = new TwoLayers(3, 3, 3);
        using var masked = Masked.Apply(network);
        var refusal = Assert.Throws<InvalidOperationException>(() => Masked.Apply(network));
        Assert.Equal("first is masked already; a network is masked once. Make it anew for another mask.", refusal.Message);
        Assert.Throws<InvalidOperationException>(() => Masked.Apply(nn.Sequential(("inner", network))));
        Assert.Throws<InvalidOperationException>(() => Masked.Apply(masked));
    }

    [Fact]
    public void Apply_NothingToMask_IsRefused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Masked.Apply(nn.Sequential(nn.ReLU(), nn.BatchNorm1d(3))));
        Assert.StartsWith("Sequential has no layer that can be masked, which are Linear and convolutions: it has no parameters.", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>(() => Masked.Apply(nn.Embedding(3, 3)));
        Assert.Contains("the network (Embedding): only weights of Linear and convolutions can be masked; weight stays trained", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_OddOptions_AreRefused()
    {
        foreach (double kept in new[] { 0, -1, 1.1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Kept = kept }));
            Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { KeptOf = _ => kept }));
            Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Schedule = new LinearKept(1, kept, 3) }));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Fill = new RandomVectorFill(0) }));
        Assert.Throws<ArgumentException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Budget = MaskBudget.Global, KeptOf = _ => 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Scores = (ScoreKind)7 }));
    }

    /// <summary>A refused network is as it was.</summary>
    [Fact]
    public void Apply_RefusedOptions_LeaveTheNetworkAsItWas()
    {
        var network = new TwoLayers(3, 3, 3);
        float[] before = Values(network.get_parameter("first.weight")!);
        Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(network, new MaskOptions { KeptOf = _ => 7 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(network, new MaskOptions { Fill = new RandomVectorFill(2) }));
        Assert.Equal(before, Values(network.get_parameter("first.weight")!));
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
        Masked.Apply(network).Dispose();
    }
}
