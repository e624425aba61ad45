using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OptGen.Masking.Tests;

/// <summary>Contents to write and read.</summary>
internal static class Samples
{
    public static readonly Fill[] Fills =
    [
        new DenseFill(), new OneLayerFill(), new MaxLayerFill(), new RandomVectorFill(0.1), new RandomVectorFill(1e-5),
        new RandomVectorFill(0.3, VectorArrangement.Permuted), new RandomVectorFill(0.2, VectorArrangement.Shifted)
    ];

    private static readonly long[][] Shapes = [[4, 1, 3, 3], [6, 4, 1, 1], [6, 4, 1, 1], [10, 6], [13]];

    /// <summary>A network of five masked weights.</summary>
    /// <param name="seed">Decides all that is random.</param>
    /// <param name="fill">The fill.</param>
    /// <param name="prototype">0: seed, 1: float32, 2: float16, 3: constant.</param>
    /// <param name="fraction">The kept fraction.</param>
    public static MaskFileContents Of(int seed, Fill fill, int prototype, double fraction)
    {
        var random = new Random(seed);
        var length = fill.PrototypeLength(Shapes);
        var weights = Shapes.Select((shape, i) =>
        {
            var count = (int)shape.Aggregate((a, b) => a * b);
            var kept = (int)Math.Round(count * fraction);
            return new MaskedWeight
            {
                Name = $"layers.{i}.weight",
                Shape = [.. shape],
                Type = (StoredType)(i % 4),
                Kept = kept,
                Gain = Math.Sqrt(2.0 / shape[^1]),
                Offset = fill is RandomVectorFill { Arrangement: VectorArrangement.Shifted } ? random.NextInt64(length) : 0,
                Mask = Bytes(SampleMasks.Exactly(random, count, kept))
            };
        });
        return new MaskFileContents
        {
            Architecture = "a net of five layers; größer als π",
            Fill = fill,
            Values = seed % 2 == 0 ? FillValues.Normal : FillValues.SignedConstant,
            Seed = (ulong)random.NextInt64() * 3,
            Prototype = prototype switch
            {
                0 => new SeedPrototype(),
                1 => new Float32Prototype([.. Enumerable.Range(0, (int)length).Select(_ => random.NextSingle() - 0.5f)]),
                2 => new Float16Prototype([.. Enumerable.Range(0, (int)length).Select(_ => (Half)(random.NextSingle() - 0.5f))]),
                _ => new ConstantPrototype(0.25f)
            },
            Weights = [.. weights],
            Tensors = [.. Enumerable.Range(0, 10).Select(i => Tensor(random, $"norm.{i}", (StoredType)i, i % 3 == 0 ? [] : [i, 2]))]
        };
    }

    /// <summary>Few bytes, with something of everything.</summary>
    public static MaskFileContents Small(Prototype? prototype = null) => new()
    {
        Architecture = "tiny",
        Fill = new RandomVectorFill(0.1, VectorArrangement.Shifted),
        Values = FillValues.SignedConstant,
        Seed = 0x0123456789ABCDEF,
        Prototype = prototype ?? new Float32Prototype([0.5f, -1.25f, 3f]),
        Weights =
        [
            new MaskedWeight { Name = "a.weight", Shape = [4, 5], Kept = 3, Gain = 0.5, Offset = 2, Mask = [0b00010010, 0, 0b1000] },
            new MaskedWeight { Name = "b.weight", Shape = [2, 4], Type = StoredType.BF16, Kept = 4, Gain = 1, Offset = 0, Mask = [0b10101001] },
            new MaskedWeight { Name = "c.weight", Shape = [3], Kept = 3, Gain = -2, Offset = 1, Mask = [0b111] }
        ],
        Tensors = [new StoredTensor { Name = "a.bias", Type = StoredType.F16, Shape = [2], Data = [0, 0x3C, 1, 2] }]
    };

    private static StoredTensor Tensor(Random random, string name, StoredType type, long[] shape)
    {
        var data = new byte[shape.Aggregate(1L, (a, b) => a * b) * type.Size()];
        random.NextBytes(data);
        if (type == StoredType.Bool) for (var i = 0; i < data.Length; i++) data[i] &= 1;
        return new StoredTensor { Name = name, Type = type, Shape = [.. shape], Data = Bytes(data) };
    }

    private static ImmutableArray<byte> Bytes(byte[] bytes) => ImmutableCollectionsMarshal.AsImmutableArray(bytes);
}
