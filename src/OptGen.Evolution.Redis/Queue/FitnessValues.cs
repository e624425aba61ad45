using System.Buffers.Binary;
using System.IO.Hashing;

namespace OptGen.Evolution.Redis;

/// <summary>Fitness values as bytes: little endian, eight each, and a checksum that also covers what they are the fitness of.</summary>
internal static class FitnessValues
{
    private const int ChecksumLength = 16;

    /// <summary>The values of some members of a step.</summary>
    public static byte[] Pack(Step step, int first, ReadOnlySpan<double> values)
    {
        var bytes = new byte[checked(values.Length * sizeof(double) + ChecksumLength)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        Checksum(step, first, bytes.AsSpan(0, bytes.Length - ChecksumLength), bytes.AsSpan(bytes.Length - ChecksumLength));
        return bytes;
    }

    /// <summary>Takes the values back.</summary>
    /// <returns>Whether they are whole, as many as there is room for, and of these members of this step. Otherwise nothing is written.</returns>
    public static bool TryUnpack(Step step, int first, ReadOnlySpan<byte> bytes, Span<double> values)
    {
        if (bytes.Length != (long)values.Length * sizeof(double) + ChecksumLength)
            return false;
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        Checksum(step, first, bytes[..^ChecksumLength], checksum);
        if (!checksum.SequenceEqual(bytes[^ChecksumLength..]))
            return false;
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
        return true;
    }

    private static void Checksum(Step step, int first, ReadOnlySpan<byte> values, Span<byte> checksum)
    {
        var hash = new XxHash128();
        hash.Append(System.Text.Encoding.UTF8.GetBytes($"{step} {first} "));
        hash.Append(values);
        hash.GetCurrentHash(checksum);
    }
}
