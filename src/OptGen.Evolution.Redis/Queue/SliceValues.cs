using System.Buffers.Binary;

namespace OptGen.Evolution.Redis;

/// <summary>A slice of an estimate as bytes: little endian, four for each element, and a checksum that also covers the step, the way of cutting and the slice's number.</summary>
internal static class SliceValues
{
    /// <summary>The elements of a slice.</summary>
    public static byte[] Pack(Step step, EstimateSlices cut, int slice, ReadOnlySpan<float> values)
    {
        var bytes = new byte[checked(values.Length * sizeof(float) + CheckedBytes.ChecksumLength)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        CheckedBytes.Seal(What(step, cut, slice), bytes);
        return bytes;
    }

    /// <summary>Takes the elements back.</summary>
    /// <returns>Null where the bytes are damaged, or another slice's.</returns>
    public static float[]? Unpack(Step step, EstimateSlices cut, int slice, ReadOnlySpan<byte> bytes)
    {
        int length = cut.Length(slice);
        if (!CheckedBytes.IsWhole(What(step, cut, slice), bytes, (long)length * sizeof(float)))
            return null;
        var values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        return values;
    }

    private static string What(Step step, EstimateSlices cut, int slice) => $"{step} slice {slice}, {cut} ";
}
