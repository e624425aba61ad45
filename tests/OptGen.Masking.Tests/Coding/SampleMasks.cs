namespace OptGen.Masking.Tests;

/// <summary>Masks to code: random bits, with the structure that a probability for each place gives them.</summary>
internal static class SampleMasks
{
    /// <summary>A mask whose bit at each row and column is 1 with a probability of its own.</summary>
    public static byte[] Random(Random random, int rows, int columns, Func<int, int, double> probability)
    {
        var mask = new byte[(rows * columns + 7) / 8];
        for (var i = 0; i < rows * columns; i++)
        {
            if (random.NextDouble() < probability(i / columns, i % columns)) mask[i / 8] |= (byte)(1 << (i % 8));
        }

        return mask;
    }

    /// <summary>A mask with exactly so many ones, at random places.</summary>
    public static byte[] Exactly(Random random, int count, int kept)
    {
        var places = Enumerable.Range(0, count).ToArray();
        random.Shuffle(places);
        var mask = new byte[(count + 7) / 8];
        foreach (var place in places.AsSpan(0, kept)) mask[place / 8] |= (byte)(1 << (place % 8));
        return mask;
    }

    public static long Ones(byte[] mask) => mask.Sum(bits => (long)System.Numerics.BitOperations.PopCount(bits));

    /// <summary>n*H(k) in bytes, written out once more.</summary>
    public static double EntropyBytes(long count, long kept)
    {
        var k = (double)kept / count;
        return kept == 0 || kept == count ? 0 : -count * ((k * Math.Log2(k)) + ((1 - k) * Math.Log2(1 - k))) / 8;
    }
}
