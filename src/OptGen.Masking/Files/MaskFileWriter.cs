using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace OptGen.Masking;

/// <summary>Lays contents down as bytes. The same contents give the same bytes.</summary>
internal static class MaskFileWriter
{
    /// <summary>The whole file.</summary>
    /// <param name="contents">Contents that keep the rules.</param>
    public static byte[] Write(MaskFileContents contents)
    {
        byte[][] sections = [Manifest(contents), Values(contents.Prototype), Masks(contents), Tensors(contents)];
        var length = checked(MaskFileFormat.LeastBytes + sections.Sum(section => section.Length));
        using var stream = new MemoryStream(length);
        var writer = new BinaryWriter(stream);
        writer.Write(MaskFileFormat.Magic);
        writer.Write(MaskFileFormat.Version);
        writer.Write((ulong)length);
        foreach (var ((_, tag), section) in MaskFileFormat.Sections.Zip(sections))
        {
            writer.Write(Encoding.ASCII.GetBytes(tag));
            writer.Write((ulong)section.Length);
            writer.Write(Crc32.HashToUInt32(section));
            writer.Write(section);
        }

        writer.Write(Crc64.HashToUInt64(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    private static byte[] Manifest(MaskFileContents contents) => Section(writer =>
    {
        var note = MaskFileFormat.Utf8.GetBytes(contents.Architecture);
        writer.Write(note.Length);
        writer.Write(note);
        switch (contents.Fill)
        {
            case DenseFill: writer.Write((byte)0); break;
            case OneLayerFill: writer.Write((byte)1); break;
            case MaxLayerFill: writer.Write((byte)2); break;
            case RandomVectorFill vector:
                writer.Write((byte)3);
                writer.Write(vector.Ratio);
                writer.Write((byte)vector.Arrangement);
                break;
        }

        writer.Write((byte)(contents.Values == FillValues.Normal ? 0 : 1));
        writer.Write(contents.Seed);
        var shifted = contents.Fill is RandomVectorFill { Arrangement: VectorArrangement.Shifted };
        writer.Write(contents.Weights.Length);
        foreach (var weight in contents.Weights)
        {
            Head(writer, weight.Name, weight.Type, weight.Shape.AsSpan());
            writer.Write((uint)weight.Kept);
            writer.Write(weight.Gain);
            if (shifted) writer.Write((uint)weight.Offset);
        }
    });

    private static byte[] Values(Prototype prototype) => Section(writer =>
    {
        switch (prototype)
        {
            case SeedPrototype:
                writer.Write((byte)0);
                break;
            case Float32Prototype { Values: var values }:
                writer.Write((byte)1);
                Numbers(writer, MemoryMarshal.Cast<float, int>(values.AsSpan()));
                break;
            case Float16Prototype { Values: var values }:
                writer.Write((byte)2);
                Numbers(writer, MemoryMarshal.Cast<Half, short>(values.AsSpan()));
                break;
            case ConstantPrototype { Value: var value }:
                writer.Write((byte)3);
                writer.Write(value);
                break;
        }
    });

    private static byte[] Masks(MaskFileContents contents) => Section(writer =>
    {
        foreach (var weight in contents.Weights)
        {
            var coded = MaskCoder.Encode(weight.Mask.AsSpan(), weight.Shape.AsSpan(), weight.Kept);
            writer.Write((byte)coded.Coding);
            writer.Write(coded.Bytes.Length);
            writer.Write(coded.Bytes.Span);
        }
    });

    private static byte[] Tensors(MaskFileContents contents) => Section(writer =>
    {
        writer.Write(contents.Tensors.Length);
        foreach (var tensor in contents.Tensors)
        {
            Head(writer, tensor.Name, tensor.Type, tensor.Shape.AsSpan());
            writer.Write(tensor.Data.AsSpan());
        }
    });

    /// <summary>What each entry begins with: name, type and shape.</summary>
    private static void Head(BinaryWriter writer, string name, StoredType type, ReadOnlySpan<long> shape)
    {
        var bytes = MaskFileFormat.Utf8.GetBytes(name);
        writer.Write((ushort)bytes.Length);
        writer.Write(bytes);
        writer.Write((byte)type);
        writer.Write((byte)shape.Length);
        foreach (var size in shape) writer.Write((uint)size);
    }

    private static void Numbers(BinaryWriter writer, ReadOnlySpan<int> values)
    {
        var bytes = new byte[values.Length * sizeof(int)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        writer.Write(bytes);
    }

    private static void Numbers(BinaryWriter writer, ReadOnlySpan<short> values)
    {
        var bytes = new byte[values.Length * sizeof(short)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * sizeof(short)), values[i]);
        writer.Write(bytes);
    }

    // BinaryWriter writes little-endian on every machine.
    private static byte[] Section(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        return stream.ToArray();
    }
}
