using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace OptGen.Training;

/// <summary>Makes the PNG images inside an SVG document small: OxyPlot 2.2.0 writes them without compression.</summary>
internal static class EmbeddedImages
{
    private const string Beginning = "data:image/png;base64,";
    private const int SignatureLength = 8;

    /// <summary>The same document with its images compressed.</summary>
    public static string Compress(string svg)
    {
        int start = svg.IndexOf(Beginning, StringComparison.Ordinal);
        while (start >= 0)
        {
            start += Beginning.Length;
            int end = svg.IndexOf('"', start);
            string image = Convert.ToBase64String(CompressPng(Convert.FromBase64String(svg[start..end])));
            svg = string.Concat(svg.AsSpan(0, start), image, svg.AsSpan(end));
            start = svg.IndexOf(Beginning, start + image.Length, StringComparison.Ordinal);
        }
        return svg;
    }

    /// <summary>A PNG file with its data in one chunk, compressed; the other chunks as they are. PNG (ISO/IEC 15948), sections 5 and 10.</summary>
    private static byte[] CompressPng(byte[] png)
    {
        using var data = new MemoryStream();
        using var result = new MemoryStream();
        result.Write(png, 0, SignatureLength);
        int position = SignatureLength;
        while (position < png.Length)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(position));
            ReadOnlySpan<byte> type = png.AsSpan(position + 4, 4), content = png.AsSpan(position + 8, length);
            if (type.SequenceEqual("IDAT"u8))
            {
                data.Write(content);
            }
            else
            {
                if (type.SequenceEqual("IEND"u8))
                    Write(result, "IDAT"u8, Deflated(data));
                Write(result, type, content);
            }
            position += 12 + length;
        }
        return result.ToArray();
    }

    private static byte[] Deflated(MemoryStream data)
    {
        data.Position = 0;
        using var plain = new ZLibStream(data, CompressionMode.Decompress);
        using var small = new MemoryStream();
        using (var deflate = new ZLibStream(small, CompressionLevel.SmallestSize))
            plain.CopyTo(deflate);
        return small.ToArray();
    }

    private static void Write(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        png.Write(number);
    }
}
