using System.Buffers.Binary;
using System.IO.Compression;

namespace OptGen.Training;

/// <summary>
/// Reads the idx files of MNIST and its successors: two zero bytes, the type of the values (8: unsigned byte), the
/// number of dimensions, each dimension's size (big-endian, 32 bits), the values; the whole optionally gzip-compressed.
/// </summary>
/// <remarks>Sizes come from the file, so they are checked against limits and against what the file can hold before memory is reserved.</remarks>
internal static class IdxFile
{
    /// <summary>The most values that are read from one file: some twenty times the largest data set of this family.</summary>
    internal const long MaxValues = 1L << 30;

    /// <summary>The longest side of an image.</summary>
    internal const int MaxSide = 4096;

    private const byte UnsignedByte = 8;

    // Deflate expresses at most 258 bytes by two bits; with its block headers that stays below this ratio.
    private const long MaxDeflateRatio = 1032;

    /// <summary>The sizes and the values of a file with the given number of dimensions.</summary>
    internal static (int[] Sizes, byte[] Values) Read(string path, int dimensions)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            bool compressed = IsGzip(file);
            if (!compressed && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                throw DataFormatException.In(path, $"is named .gz but is no gzip file: it starts with {Start(file)}, not with the bytes 1F 8B.");
            using Stream content = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
            var read = Read(path, content, dimensions, file.Length, compressed ? MaxDeflateRatio : 1);
            if (compressed)
                CheckTrailer(path, file, 4 + 4 * dimensions + read.Values.Length);
            return read;
        }
        catch (InvalidDataException damage)
        {
            throw DataFormatException.In(path, $"is a damaged gzip file: {damage.Message}", damage);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DataFormatException.In(path, $"could not be read: {error.Message}", error);
        }
    }

    private static (int[] Sizes, byte[] Values) Read(string path, Stream content, int dimensions, long length, long ratio)
    {
        byte[] magic = Take(path, content, 4, "the 4 bytes of its magic number");
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UnsignedByte || magic[3] != dimensions)
        {
            throw DataFormatException.In(path,
                $"is no idx file of {dimensions}-dimensional unsigned bytes: its magic number is {Hexadecimal(magic)}, expected 00 00 08 {dimensions:X2}.");
        }

        byte[] header = Take(path, content, 4 * dimensions, $"the {4 * dimensions} bytes of its {dimensions} sizes");
        var sizes = new int[dimensions];
        long count = 1;
        for (int i = 0; i < dimensions; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * i));
            long limit = i == 0 ? MaxValues : MaxSide;
            if (size < 1 || size > limit)
                throw DataFormatException.In(path, $"declares size {size} for dimension {i}, expected 1 to {limit}.");
            sizes[i] = (int)size;
            count *= size;
            if (count > MaxValues)
                throw DataFormatException.In(path, $"declares more than {MaxValues} values ({Sizes(sizes.AsSpan(0, i + 1))}), which is the limit.");
        }
        if (count > length * ratio)
            throw DataFormatException.In(path, $"is truncated: it declares {count} values ({Sizes(sizes)}), more than its {length} bytes can hold.");

        byte[] values = Take(path, content, (int)count, $"the {count} values it declares ({Sizes(sizes)})");
        if (content.ReadByte() >= 0)
            throw DataFormatException.In(path, $"goes on after the {count} values it declares ({Sizes(sizes)}).");
        return (sizes, values);
    }

    // GZipStream accepts a file that ends anywhere behind its last value, so what a gzip file ends with is checked here.
    private static void CheckTrailer(string path, FileStream file, long length)
    {
        Span<byte> trailer = stackalloc byte[4];
        file.Position = file.Length - trailer.Length;
        file.ReadExactly(trailer);
        uint declared = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (declared != length)
            throw DataFormatException.In(path, $"is a truncated gzip file: it holds {length} bytes, but ends with the number {declared} instead of that.");
    }

    private static byte[] Take(string path, Stream content, int count, string what)
    {
        var bytes = new byte[count];
        int read = content.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read == count ? bytes : throw DataFormatException.In(path, $"is truncated: it ends after {read} of {what}.");
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        bool gzip = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 0x1F && start[1] == 0x8B;
        file.Position = 0;
        return gzip;
    }

    private static string Start(FileStream file)
    {
        var start = new byte[2];
        int read = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        return read == 0 ? "nothing at all" : Hexadecimal(start.AsSpan(0, read));
    }

    private static string Hexadecimal(ReadOnlySpan<byte> bytes)
    {
        string digits = Convert.ToHexString(bytes);
        return string.Join(' ', Enumerable.Range(0, bytes.Length).Select(i => digits.Substring(2 * i, 2)));
    }

    private static string Sizes(ReadOnlySpan<int> sizes) => string.Join(" x ", sizes.ToArray());
}
