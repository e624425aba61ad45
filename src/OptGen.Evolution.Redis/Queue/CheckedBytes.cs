using System.IO.Hashing;
using System.Text;

namespace OptGen.Evolution.Redis;

/// <summary>Bytes with a checksum at their end, which also covers what they are.</summary>
internal static class CheckedBytes
{
    public const int ChecksumLength = 16;

    /// <summary>Writes the checksum behind the content.</summary>
    /// <param name="what">What the content is.</param>
    /// <param name="bytes">The content, and room for the checksum.</param>
    public static void Seal(string what, Span<byte> bytes) => Checksum(what, bytes[..^ChecksumLength], bytes[^ChecksumLength..]);

    /// <summary>Whether bytes are whole, and have a content of some length that is what it should be.</summary>
    public static bool IsWhole(string what, ReadOnlySpan<byte> bytes, long length)
    {
        if (bytes.Length != length + ChecksumLength)
            return false;
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        Checksum(what, bytes[..^ChecksumLength], checksum);
        return checksum.SequenceEqual(bytes[^ChecksumLength..]);
    }

    private static void Checksum(string what, ReadOnlySpan<byte> content, Span<byte> checksum)
    {
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(what));
        hash.Append(content);
        hash.GetCurrentHash(checksum);
    }
}
