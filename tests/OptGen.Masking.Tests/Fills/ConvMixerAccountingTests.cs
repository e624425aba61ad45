using OptGen.Networks.Baselines;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Fills;

/// <summary>ConvMixer-6/256 for ten classes: the numbers of unique values that the paper's fills have there.</summary>
[Collection("default generator")]
public sealed class ConvMixerAccountingTests
{
    private static readonly (string Strategy, Fill Fill, long Unique)[] Table =
    [
        ("Mask", new DenseFill(), 437_248),
        ("One-layer", new OneLayerFill(), 77_568),
        ("MP", new MaxLayerFill(), 65_536),
        ("RP 1e-1", new RandomVectorFill(1e-1), 6_554),
        ("RP 1e-2", new RandomVectorFill(1e-2), 656),
        ("RP 1e-3", new RandomVectorFill(1e-3), 66),
        ("RP 1e-4", new RandomVectorFill(1e-4), 7),
        ("RP 1e-5", new RandomVectorFill(1e-5), 1)
    ];

    public static TheoryData<string> Strategies => [.. Table.Select(row => row.Strategy)];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void UniqueValues_AreTheTables(string strategy)
    {
        (_, Fill fill, long unique) = Table.Single(row => row.Strategy == strategy);
        using var masked = Masked.Apply(new ConvMixer(256, 6, 2, 10, kernelSize: 5), new MaskOptions { Fill = fill });
        Assert.Equal(437_248, masked.Layers.Sum(layer => layer.Count));
        Assert.Equal(14, masked.Layers.Count);
        Assert.Equal(218_624, masked.KeptCount);
        Assert.Equal(unique, masked.PrototypeLength);
        if (unique <= 7)
        {
            // Each layer has its own gain: unique within a layer.
            using var weight = masked.Network.get_parameter("3.1.weight")!.detach();
            Assert.Equal(unique, weight.data<float>().ToArray().Distinct().Count());
        }
        Assert.Empty(masked.Excluded);
    }
}
