namespace OptGen.Randomness;

/// <summary>
/// Philox4x32-10, a counter-based generator: each block of four 32-bit words is a function of a 128-bit counter and a 64-bit key, so any word of a sequence is had
/// without the ones before it, by any number of threads, and on every machine alike.
/// </summary>
/// <remarks>
/// <see cref="RandomSequence"/> makes numbers of it. Source: Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (2011); the tests hold it against
/// the known answers that were published with it.
/// </remarks>
public static class Philox4x32
{
    private const int Rounds = 10;
    private const uint FirstMultiplier = 0xD2511F53, SecondMultiplier = 0xCD9E8D57;

    // The golden ratio and the square root of 3, less 1, as fractions of 2^32.
    private const uint FirstKeyStep = 0x9E3779B9, SecondKeyStep = 0xBB67AE85;

    /// <summary>The four words of one counter.</summary>
    /// <param name="counterLow">The counter's words 0 and 1, the first in the lower half.</param>
    /// <param name="counterHigh">The counter's words 2 and 3, the third in the lower half.</param>
    /// <param name="key">The key's words 0 and 1, the first in the lower half.</param>
    public static (uint Word0, uint Word1, uint Word2, uint Word3) Block(ulong counterLow, ulong counterHigh, ulong key)
    {
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong first = (ulong)FirstMultiplier * c0, second = (ulong)SecondMultiplier * c2;
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
            unchecked
            {
                k0 += FirstKeyStep;
                k1 += SecondKeyStep;
            }
        }
        return (c0, c1, c2, c3);
    }
}
