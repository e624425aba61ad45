using OptGen.Masking.Tests;

namespace OptGen.Masking.Fuzz;

/// <summary>What is fuzzed: reading bytes, and what must hold of it.</summary>
internal static class Target
{
    private static readonly MaskFileLimits Limits = new(MaxBytes: 1 << 16, MaxWeights: 1 << 14);

    /// <summary>Reads bytes; whether they were a file. Throws when anything happens that must not.</summary>
    public static bool Read(ReadOnlySpan<byte> file)
    {
        MaskFileContents contents;
        try
        {
            contents = MaskFile.FromBytes(file, Limits);
        }
        catch (MaskFileException)
        {
            return false;
        }

        // What was read can be written, and is the same when it is read again.
        if (MaskFile.FromBytes(MaskFile.ToBytes(contents, Limits), Limits) != contents) throw new InvalidOperationException("What was read is other contents when it is written and read again.");
        var description = MaskFile.Describe(file, Limits);
        if (description.Parts.Sum(part => part.Bytes) != file.Length) throw new InvalidOperationException("The parts of the description are not the file.");
        return true;
    }

    /// <summary>Files to begin with: each fill, prototype and coding.</summary>
    public static IEnumerable<byte[][]> Seeds()
    {
        Fill[] fills = [new DenseFill(), new OneLayerFill(), new MaxLayerFill(), new RandomVectorFill(0.1, VectorArrangement.Shifted), new RandomVectorFill(0.2)];
        for (var i = 0; i < 20; i++)
        {
            var random = new Random(i);
            long[][] shapes = [[4, 2, 3, 3], [6, 10], [6, 10], [13]];
            var length = (int)fills[i % 5].PrototypeLength(shapes);
            Prototype prototype = (i % 4) switch
            {
                0 => new SeedPrototype(),
                1 => new Float32Prototype([.. Enumerable.Range(0, length).Select(_ => random.NextSingle())]),
                2 => new Float16Prototype([.. Enumerable.Range(0, length).Select(_ => (Half)random.NextSingle())]),
                _ => new ConstantPrototype(1)
            };
            yield return FileParts.Sections(MaskFile.ToBytes(new MaskFileContents
            {
                Architecture = "net",
                Fill = fills[i % 5],
                Values = FillValues.Normal,
                Seed = 1,
                Prototype = prototype,
                Weights = [.. shapes.Select((shape, layer) => Weight(random, layer, shape, fraction: i < 10 ? 0.5 : 0.1))],
                Tensors = [.. Enumerable.Range(0, 4).Select(type => new StoredTensor { Name = $"t{type}", Type = (StoredType)type, Shape = [], Data = [.. new byte[type == 1 ? 8 : type == 0 ? 4 : 2]] })]
            }));
        }
    }

    private static MaskedWeight Weight(Random random, int layer, long[] shape, double fraction)
    {
        var count = (int)shape.Aggregate((a, b) => a * b);
        var mask = new byte[(count + 7) / 8];
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            // The third keeps all, and the last has structure.
            var bit = layer == 2 || (layer == 1 ? i % 10 < 2 : random.NextDouble() < fraction);
            if (bit) mask[i / 8] |= (byte)(1 << (i % 8));
            kept += bit ? 1 : 0;
        }

        return new MaskedWeight { Name = $"w{layer}", Shape = [.. shape], Kept = kept, Gain = 1, Mask = [.. mask] };
    }
}
