namespace OptGen.Masking;

/// <summary>The r-th greatest of some whole numbers, in time proportional to their number, whatever they are.</summary>
internal static class RadixSelection
{
    private const int Bits = 11, Bins = 1 << Bits;

    /// <summary>Finds it. The numbers are left in another order, and some of them overwritten.</summary>
    /// <param name="keys">The numbers.</param>
    /// <param name="rank">r, from 1 to their number.</param>
    /// <param name="above">How many are greater.</param>
    /// <param name="equal">How many are equal to it.</param>
    public static int Greatest(Span<int> keys, long rank, out long above, out long equal)
    {
        Span<int> histogram = stackalloc int[Bins];
        above = 0;
        // The sign is turned, so that the order is that of numbers without a sign; the digits go from the highest down.
        for (int shift = 32 - Bits; ; shift = Math.Max(0, shift - Bits))
        {
            histogram.Clear();
            foreach (int key in keys)
                histogram[Digit(key, shift)]++;
            int bin = Bins - 1;
            while (above + histogram[bin] < rank)
                above += histogram[bin--];
            int inside = 0;
            foreach (int key in keys)
            {
                if (Digit(key, shift) == bin)
                    keys[inside++] = key;
            }
            keys = keys[..inside];
            if (shift == 0)
                break;
        }
        equal = keys.Length;
        return keys[0];
    }

    private static int Digit(int key, int shift) => (int)(((uint)key ^ 0x80000000) >> shift) & (Bins - 1);
}
