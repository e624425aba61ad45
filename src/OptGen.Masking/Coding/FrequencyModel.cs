namespace OptGen.Masking;

/// <summary>Gives every bit of a mask the probability of a one among all of its bits: n bits of which k are ones take n*H(k/n) bits and less than 3 bytes.</summary>
internal static class FrequencyModel
{
    /// <summary>Writes or reads a mask.</summary>
    /// <param name="coder">The writer or reader.</param>
    /// <param name="mask">The mask, a bit for each weight; zeros before it is read.</param>
    /// <param name="count">How many bits it has.</param>
    /// <param name="kept">How many of them are ones: from 1 to one less than all.</param>
    public static void Code<TCoder>(ref TCoder coder, Span<byte> mask, int count, long kept)
        where TCoder : struct, IRangeCoder, allows ref struct
    {
        var probability = Probability(count, kept);
        for (var at = 0; at < mask.Length; at++)
        {
            int packed = mask[at], bits = Math.Min(8, count - (8 * at));
            for (var i = 0; i < bits; i++) packed |= coder.Code((packed >> i) & 1, probability) << i;
            mask[at] = (byte)packed;
        }
    }

    /// <summary>The share of ones in units of 2^-32, from 1 to 2^32 - 1: kept*2^32/count, rounded down, which is never 0 as a mask has less than 2^31 bits.</summary>
    public static uint Probability(int count, long kept) => (uint)((ulong)kept * (1UL << 32) / (ulong)count);
}
