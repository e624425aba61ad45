using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace OptGen.Masking;

/// <summary>Reads one section from its beginning to its end, and no byte outside it.</summary>
internal ref struct SectionReader(MaskFileSection section, ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> all = bytes;
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => rest.Length;

    /// <summary>Takes bytes out.</summary>
    /// <param name="count">How many; more than are left is the file's fault.</param>
    /// <param name="what">What they are, for the message.</param>
    public ReadOnlySpan<byte> Take(long count, string what)
    {
        if (count > rest.Length) throw Wrong($"{what} at byte {all.Length - rest.Length} of the section needs {count} bytes, but only {rest.Length} are left");
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    public byte Byte(string what) => Take(sizeof(byte), what)[0];

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint), what));

    public ulong UInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong), what));

    public double Double(string what) => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double), what));

    /// <summary>A text of so many bytes.</summary>
    public string Text(long count, long most, string what)
    {
        if (count > most) throw Wrong($"{what} has {count} bytes; the limit is {most}");
        try
        {
            return MaskFileFormat.Utf8.GetString(Take(count, what));
        }
        catch (DecoderFallbackException error)
        {
            throw Wrong($"{what} is no UTF-8", error);
        }
    }

    /// <summary>A count of entries, each of which takes some bytes: more than there can be is the file's fault.</summary>
    public int Count(int leastBytes, string what)
    {
        var count = UInt32(what);
        if (count > (uint)(rest.Length / leastBytes)) throw Wrong($"{what} is {count}, for which {rest.Length} bytes are too few");
        return (int)count;
    }

    /// <summary>Name, type and shape, as each entry begins.</summary>
    public (string Name, StoredType Type, ImmutableArray<long> Shape) Head(string what)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort), $"the length of {what}'s name"));
        var name = Text(length, MaskFileFormat.MaxNameBytes, $"{what}'s name");
        var type = Byte($"the type of '{name}'");
        int rank = Byte($"the number of dimensions of '{name}'");
        if (rank > MaskFileFormat.MaxRank) throw Wrong($"'{name}' has {rank} dimensions; the limit is {MaskFileFormat.MaxRank}");
        var shape = ImmutableArray.CreateBuilder<long>(rank);
        for (var i = 0; i < rank; i++) shape.Add(UInt32($"the shape of '{name}'"));
        if (((StoredType)type).Size() == 0) throw Wrong($"'{name}' has the type {type}, which is none");
        return (name, (StoredType)type, shape.MoveToImmutable());
    }

    /// <summary>That nothing is left.</summary>
    public readonly void End()
    {
        if (rest.Length != 0) throw Wrong($"{rest.Length} bytes are left after its end");
    }

    /// <summary>What is wrong, as an exception that names the section.</summary>
    public readonly MaskFileException Wrong(string what, Exception? cause = null) => MaskFileReader.Wrong(section, what, cause);
}
