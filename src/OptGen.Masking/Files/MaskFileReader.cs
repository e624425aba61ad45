using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace OptGen.Masking;

/// <summary>Reads bytes that anyone may have made. Sizes are held against what is there before memory is reserved.</summary>
internal static class MaskFileReader
{
    /// <summary>The contents of a file; they keep all rules.</summary>
    /// <exception cref="MaskFileException">The bytes are no such file.</exception>
    public static MaskFileContents Read(ReadOnlySpan<byte> file, MaskFileLimits limits)
    {
        var layout = MaskFileLayout.Of(file);
        var contents = Manifest(layout.Section(file, MaskFileSection.Manifest), limits);
        contents = contents with { Prototype = Values(layout.Section(file, MaskFileSection.Prototype), contents.PrototypeLength) };
        contents = contents with { Weights = Masks(layout.Section(file, MaskFileSection.Masks), contents.Weights) };
        contents = contents with { Tensors = Tensors(layout.Section(file, MaskFileSection.Tensors)) };
        return ContentsRules.Fault(contents, limits) is var (section, fault) ? throw Wrong(section, fault) : contents;
    }

    /// <summary>What is wrong with a section, as a sentence.</summary>
    public static MaskFileException Wrong(MaskFileSection section, string what, Exception? cause = null) =>
        new(section, section == MaskFileSection.File ? $"{char.ToUpperInvariant(what[0])}{what[1..]}." : $"Section '{section.Name()}': {what}.", cause);

    // The masks of the result are missing, and its prototype is a stand-in.
    private static MaskFileContents Manifest(ReadOnlySpan<byte> section, MaskFileLimits limits)
    {
        var reader = new SectionReader(MaskFileSection.Manifest, section);
        var note = reader.Text(reader.UInt32("the note's length"), MaskFileFormat.MaxNoteBytes, "the architecture note");
        Fill fill = reader.Byte("the fill") switch
        {
            0 => new DenseFill(),
            1 => new OneLayerFill(),
            2 => new MaxLayerFill(),
            3 => new RandomVectorFill(reader.Double("the ratio"), (VectorArrangement)reader.Byte("the arrangement")),
            var kind => throw reader.Wrong($"{kind} is no fill")
        };
        var values = reader.Byte("the kind of values") switch
        {
            0 => FillValues.Normal,
            1 => FillValues.SignedConstant,
            var kind => throw reader.Wrong($"{kind} is no kind of values")
        };
        var seed = reader.UInt64("the seed");
        var shifted = fill is RandomVectorFill { Arrangement: VectorArrangement.Shifted };
        var count = reader.Count(leastBytes: 21, "the number of weights");
        var weights = ImmutableArray.CreateBuilder<MaskedWeight>(count);
        for (var i = 0; i < count; i++)
        {
            var (name, type, shape) = reader.Head("a weight");
            weights.Add(new MaskedWeight
            {
                Name = name,
                Type = type,
                Shape = shape,
                Kept = reader.UInt32($"the kept count of '{name}'"),
                Gain = reader.Double($"the gain of '{name}'"),
                Offset = shifted ? reader.UInt32($"the offset of '{name}'") : 0,
                Mask = []
            });
        }

        reader.End();
        var contents = new MaskFileContents
        {
            Architecture = note,
            Fill = fill,
            Values = values,
            Seed = seed,
            Prototype = new SeedPrototype(),
            Weights = weights.MoveToImmutable()
        };
        return ContentsRules.Manifest(contents, limits) is { } fault ? throw reader.Wrong(fault) : contents;
    }

    private static Prototype Values(ReadOnlySpan<byte> section, long length)
    {
        var reader = new SectionReader(MaskFileSection.Prototype, section);
        Prototype prototype = reader.Byte("the kind") switch
        {
            0 => new SeedPrototype(),
            1 => new Float32Prototype(Floats(reader.Take(Bytes(length, sizeof(float)), $"a prototype of {length} values"))),
            2 => new Float16Prototype(Halves(reader.Take(Bytes(length, sizeof(short)), $"a prototype of {length} values"))),
            3 => new ConstantPrototype(BitConverter.UInt32BitsToSingle(reader.UInt32("the value"))),
            var kind => throw reader.Wrong($"{kind} is no kind of prototype")
        };
        reader.End();
        return prototype;
    }

    private static ImmutableArray<MaskedWeight> Masks(ReadOnlySpan<byte> section, ImmutableArray<MaskedWeight> weights)
    {
        var reader = new SectionReader(MaskFileSection.Masks, section);
        var masked = ImmutableArray.CreateBuilder<MaskedWeight>(weights.Length);
        foreach (var weight in weights)
        {
            int coding = reader.Byte($"the coding of '{weight.Name}'");
            if (coding > (int)MaskCoding.Contexts) throw reader.Wrong($"{coding} is no coding of a mask, as '{weight.Name}' has it");
            var coded = reader.Take(reader.UInt32($"the length of the mask of '{weight.Name}'"), $"the mask of '{weight.Name}'");
            var mask = new byte[(weight.Count + 7) / 8];
            if (MaskCoder.Decode((MaskCoding)coding, coded, weight.Shape.AsSpan(), weight.Kept, mask) is { } fault) throw reader.Wrong($"the mask of '{weight.Name}' {fault}");
            var complete = weight with { Mask = ImmutableCollectionsMarshal.AsImmutableArray(mask) };
            if (ContentsRules.Mask(complete) is { } wrong) throw reader.Wrong(wrong);
            masked.Add(complete);
        }

        reader.End();
        return masked.MoveToImmutable();
    }

    private static ImmutableArray<StoredTensor> Tensors(ReadOnlySpan<byte> section)
    {
        var reader = new SectionReader(MaskFileSection.Tensors, section);
        var count = reader.Count(leastBytes: 5, "the number of tensors");
        var tensors = ImmutableArray.CreateBuilder<StoredTensor>(count);
        for (var i = 0; i < count; i++)
        {
            var (name, type, shape) = reader.Head("a tensor");
            var data = reader.Take(ContentsRules.BytesOf(type, shape), $"tensor '{name}'");
            tensors.Add(new StoredTensor { Name = name, Type = type, Shape = shape, Data = [.. data] });
        }

        reader.End();
        return tensors.MoveToImmutable();
    }

    private static long Bytes(long count, int size) => count > long.MaxValue / size ? long.MaxValue : count * size;

    private static ImmutableArray<float> Floats(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    private static ImmutableArray<Half> Halves(ReadOnlySpan<byte> bytes)
    {
        var values = new Half[bytes.Length / sizeof(short)];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * sizeof(short))..]);
        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }
}
