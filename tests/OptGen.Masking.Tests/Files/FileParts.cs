using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace OptGen.Masking.Tests;

/// <summary>A file taken apart and put together anew, with right lengths and checksums around whatever the sections hold.</summary>
internal static class FileParts
{
    private const int Header = 20, Head = 16, Trailer = 8;
    private static readonly string[] Tags = ["MANI", "PROT", "MASK", "TENS"];

    /// <summary>The bytes of the four sections of an intact file.</summary>
    public static byte[][] Sections(byte[] file)
    {
        var sections = new byte[4][];
        var at = Header;
        for (var i = 0; i < 4; i++)
        {
            if (Tags[i] != Encoding.ASCII.GetString(file, at, 4)) throw new InvalidDataException($"At byte {at} there is no section {Tags[i]}.");
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at + 4));
            sections[i] = file[(at + Head)..(at + Head + length)];
            at += Head + length;
        }

        if (file.Length != at + Trailer) throw new InvalidDataException("Bytes are left.");
        return sections;
    }

    /// <summary>A file of these sections that every checksum agrees with.</summary>
    public static byte[] Assemble(byte[][] sections)
    {
        var file = new byte[Header + sections.Sum(section => Head + section.Length) + Trailer];
        new byte[] { 0x89, 0x50, 0x45, 0x4D, 0x4E, 0x0D, 0x0A, 0x1A, 1, 0, 0, 0 }.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(12), (ulong)file.Length);
        var at = Header;
        for (var i = 0; i < 4; i++)
        {
            Encoding.ASCII.GetBytes(Tags[i], file.AsSpan(at));
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at + 4), (ulong)sections[i].Length);
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + 12), Crc32.HashToUInt32(sections[i]));
            sections[i].CopyTo(file, at + Head);
            at += Head + sections[i].Length;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), Crc64.HashToUInt64(file.AsSpan(0, at)));
        return file;
    }
}
