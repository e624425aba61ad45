using System.Buffers.Binary;

namespace OptGen.Masking;

/// <summary>Bits as bytes of 0 or 1, and back.</summary>
internal static class BitRows
{
    /// <summary>Lays bits of a packed mask out as bytes.</summary>
    /// <param name="mask">The packed bits, least significant first.</param>
    /// <param name="first">The first bit.</param>
    /// <param name="bits">Receives a byte for each bit.</param>
    public static void Unpack(ReadOnlySpan<byte> mask, int first, Span<byte> bits)
    {
        var shift = first & 7;
        while (bits.Length >= 8)
        {
            var at = first >> 3;
            int eight = mask[at] >> shift;
            if (shift != 0) eight |= mask[at + 1] << (8 - shift);
            // Bit i alone in byte i; then 1 where a byte is not 0.
            var alone = (byte)eight * 0x0101010101010101UL & 0x8040201008040201UL;
            BinaryPrimitives.WriteUInt64LittleEndian(bits, ((alone + 0x7F7F7F7F7F7F7F7FUL) >> 7) & 0x0101010101010101UL);
            bits = bits[8..];
            first += 8;
        }

        for (var i = 0; i < bits.Length; i++, first++) bits[i] = (byte)((mask[first >> 3] >> (first & 7)) & 1);
    }

    /// <summary>Sets the bits of a packed mask that bytes say; others stay.</summary>
    /// <param name="bits">A byte of 0 or 1 for each bit.</param>
    /// <param name="mask">The packed bits, least significant first.</param>
    /// <param name="first">The first bit.</param>
    public static void Pack(ReadOnlySpan<byte> bits, Span<byte> mask, int first)
    {
        var shift = first & 7;
        while (bits.Length >= 8)
        {
            var at = first >> 3;
            var eight = (int)(BinaryPrimitives.ReadUInt64LittleEndian(bits) * 0x0102040810204080UL >> 56) << shift;
            mask[at] |= (byte)eight;
            if (shift != 0) mask[at + 1] |= (byte)(eight >> 8);
            bits = bits[8..];
            first += 8;
        }

        for (var i = 0; i < bits.Length; i++, first++) mask[first >> 3] |= (byte)(bits[i] << (first & 7));
    }
}
