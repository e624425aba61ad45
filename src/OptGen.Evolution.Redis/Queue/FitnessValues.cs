using System.Buffers.Binary;

namespace OptGen.Evolution.Redis;

/// <summary>Fitness values as bytes: little endian, eight each, and a checksum that also covers what they are the fitness of.</summary>
internal static class FitnessValues
{
    /// <summary>The values of some members of a step.</summary>
    public static byte[] Pack(Step step, int first, ReadOnlySpan<double> values)
    {
        var bytes = new byte[checked(values.Length * sizeof(double) + CheckedBytes.ChecksumLength)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        CheckedBytes.Seal(What(step, first), bytes);
        return bytes;
    }

    /// <summary>Takes the values back.</summary>
    /// <returns>Whether they are whole, as many as there is room for, and of these members of this step. Otherwise nothing is written.</returns>
    public static bool TryUnpack(Step step, int first, ReadOnlySpan<byte> bytes, Span<double> values)
    {
        if (!CheckedBytes.IsWhole(What(step, first), bytes, (long)values.Length * sizeof(double)))
            return false;
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
        return true;
    }

    private static string What(Step step, int first) => $"{step} {first} ";
}
