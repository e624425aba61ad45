using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;

namespace OptGen.Masking;

/// <summary>Where the sections of a file lie.</summary>
/// <param name="Places">Beginning and length of each section's bytes, in the order of <see cref="MaskFileFormat.Sections"/>.</param>
internal sealed record MaskFileLayout(ImmutableArray<(int Start, int Length)> Places)
{
    /// <summary>The bytes of a section.</summary>
    public ReadOnlySpan<byte> Section(ReadOnlySpan<byte> file, MaskFileSection section)
    {
        var (start, length) = Places[(int)section - 1];
        return file.Slice(start, length);
    }

    /// <summary>Finds the sections, and checks everything that does not depend on what is in them: beginning, lengths and checksums.</summary>
    /// <exception cref="MaskFileException">The bytes are no such file.</exception>
    public static MaskFileLayout Of(ReadOnlySpan<byte> file)
    {
        Header(file);
        var places = ImmutableArray.CreateBuilder<(int, int)>(MaskFileFormat.Sections.Length);
        var at = MaskFileFormat.HeaderBytes;
        foreach (var (section, tag) in MaskFileFormat.Sections)
        {
            // What must still follow: this head, and the end.
            var left = file.Length - MaskFileFormat.TrailerBytes - at - MaskFileFormat.SectionHeadBytes;
            if (left < 0) throw MaskFileReader.Wrong(section, $"its head at byte {at} lies beyond the file's end");
            var head = file.Slice(at, MaskFileFormat.SectionHeadBytes);
            if (!head[..4].SequenceEqual(Encoding.ASCII.GetBytes(tag))) throw MaskFileReader.Wrong(section, $"at byte {at} it should begin with {tag}, but does not");
            var length = BinaryPrimitives.ReadUInt64LittleEndian(head[4..]);
            if (length > (ulong)left) throw MaskFileReader.Wrong(section, $"it says it has {length} bytes, but at most {left} are there");
            at += MaskFileFormat.SectionHeadBytes;
            var expected = BinaryPrimitives.ReadUInt32LittleEndian(head[12..]);
            var found = Crc32.HashToUInt32(file.Slice(at, (int)length));
            if (found != expected) throw MaskFileReader.Wrong(section, $"its checksum is {found:x8}, where {expected:x8} is written, so it is damaged");
            places.Add((at, (int)length));
            at += (int)length;
        }

        var end = file.Length - MaskFileFormat.TrailerBytes;
        if (at != end) throw MaskFileReader.Wrong(MaskFileSection.File, $"{end - at} bytes lie between the last section and the end");
        var written = BinaryPrimitives.ReadUInt64LittleEndian(file[end..]);
        var whole = Crc64.HashToUInt64(file[..end]);
        if (whole != written) throw MaskFileReader.Wrong(MaskFileSection.File, $"the file's checksum is {whole:x16}, where {written:x16} is written, so it is damaged");
        return new MaskFileLayout(places.MoveToImmutable());
    }

    private static void Header(ReadOnlySpan<byte> file)
    {
        if (file.Length < MaskFileFormat.LeastBytes)
            throw MaskFileReader.Wrong(MaskFileSection.File, $"the file has {file.Length} bytes, where the shortest one has {MaskFileFormat.LeastBytes}");
        if (!file.StartsWith(MaskFileFormat.Magic)) throw MaskFileReader.Wrong(MaskFileSection.File, "the file does not begin as a file of a masked network does");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        if (version != MaskFileFormat.Version) throw MaskFileReader.Wrong(MaskFileSection.File, $"the file has version {version} of the format; this reader knows version {MaskFileFormat.Version}");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file[12..]);
        if (length != (ulong)file.Length) throw MaskFileReader.Wrong(MaskFileSection.File, $"the file has {file.Length} bytes, where its header says {length}");
    }
}
