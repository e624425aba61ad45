using System.Runtime.InteropServices;
using OptGen.Testing;

namespace OptGen.Masking.Tests;

public sealed class MaskFileDescriptionTests
{
    // ConvMixer-6/256 for ten classes: the patches, six times depthwise and 1x1 convolution, the last layer. 13 norms of 256 channels, four vectors each.
    private static readonly (string Name, long[] Shape)[] ConvMixer =
    [
        ("patches.weight", [256, 3, 2, 2]),
        .. Enumerable.Range(0, 6).SelectMany(i => new[] { ($"blocks.{i}.depthwise.weight", new long[] { 256, 1, 5, 5 }), ($"blocks.{i}.pointwise.weight", [256, 256, 1, 1]) }),
        ("head.weight", [10, 256])
    ];

    public static TheoryData<string, long, long, double, double> Table => new()
    {
        { "Mask", 437248, 1803648, 0.97, 0.97 },
        { "One-layer", 77568, 364928, 4.79, 4.31 },
        { "MP", 65536, 316800, 5.52, 4.87 },
        { "RP 1e-1", 6554, 80872, 21.63, 13.44 },
        { "RP 1e-2", 656, 57280, 30.53, 16.31 },
        { "RP 1e-3", 66, 54920, 31.85, 16.66 },
        { "RP 1e-4", 7, 54684, 31.98, 16.70 },
        { "RP 1e-5", 1, 54660, 32.00, 16.70 }
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Describe_ConvMixer_HasTheBytesOfTheHandMadeTable(string strategy, long values, long payload, double ratio, double ratioWithNorms)
    {
        Fill fill = strategy switch
        {
            "Mask" => new DenseFill(),
            "One-layer" => new OneLayerFill(),
            "MP" => new MaxLayerFill(),
            _ => new RandomVectorFill(double.Parse(strategy[3..]))
        };
        var random = new Random(5);
        var length = fill.PrototypeLength(ConvMixer.Select(weight => weight.Shape).ToArray());
        var prototype = new float[length];
        foreach (ref var value in prototype.AsSpan()) value = random.NextSingle();
        var contents = new MaskFileContents
        {
            Fill = fill,
            Values = FillValues.Normal,
            Seed = 1,
            Prototype = new Float32Prototype([.. prototype]),
            Weights = [.. ConvMixer.Select(weight =>
            {
                var count = (int)weight.Shape.Aggregate((a, b) => a * b);
                return new MaskedWeight { Name = weight.Name, Shape = [.. weight.Shape], Kept = count / 2, Gain = 1, Mask = ImmutableCollectionsMarshal.AsImmutableArray(SampleMasks.Exactly(random, count, count / 2)) };
            })],
            Tensors = [.. Enumerable.Range(0, 52).Select(i => new StoredTensor { Name = $"norms.{i}", Type = StoredType.F32, Shape = [256], Data = [.. new byte[1024]] })]
        };

        var file = MaskFile.ToBytes(contents);
        var description = MaskFile.Describe(file);

        Assert.Equal(437248, description.Weights);
        Assert.Equal(1748992, description.DenseBytes);
        Assert.Equal(53248, description.TensorBytes);
        Assert.Equal(values, description.PrototypeLength);
        Assert.Equal(54656, description.MaskBytes);
        Assert.Equal(payload, description.PayloadBytes);
        Assert.Equal(ratio, Math.Round(description.Ratio, 2));
        Assert.Equal(ratioWithNorms, Math.Round(description.RatioWithTensors, 2));
        Assert.Equal(file.Length, description.Parts.Sum(part => part.Bytes));
        Assert.Equal((437248 / 2 * 4) + 54656, description.Baselines[0].Bytes);
        Assert.Equal(4 * ((2 * 437248 / 2) + 256 + 1 + (6 * 2 * 257) + 11), description.Baselines[1].Bytes);
        Assert.Equal(12 * 437248 / 2, description.Baselines[2].Bytes);
    }

    [Fact]
    public void Describe_SmallFile_PrintsEveryPart()
    {
        var file = MaskFile.ToBytes(Samples.Small());
        var description = MaskFile.Describe(file);
        Assert.Equal(file.Length, description.Parts.Sum(part => part.Bytes));
        Snapshot.Verify(description.ToString(), "Snapshots/SmallFile.verified.txt");
    }

    [Fact]
    public void Describe_Seed_CountsItsBytesOnce()
    {
        var description = MaskFile.Describe(MaskFile.ToBytes(Samples.Small(new SeedPrototype())));
        Assert.Equal(8, description.PrototypeBytes);
        Assert.Equal(description.FileBytes, description.Parts.Sum(part => part.Bytes));
    }
}
