using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OptGen.Randomness;

/// <summary>
/// Standard normal numbers by the transform of Box and Muller in single precision, 32 at a time: what <see cref="RandomSequence.FastNormals"/> gives. Additions,
/// subtractions, multiplications, divisions and square roots alone, in a fixed order and never fused, so every machine has the same bits.
/// </summary>
/// <remarks>
/// <para>Group g is made of the Philox blocks 8g … 8g + 7. Words 0 and 1 of block 8g + i are the numbers 2i and 16 + 2i of the group, words 2 and 3 the numbers 2i + 1 and
/// 17 + 2i: of each pair the first word gives the radius, the second the angle; the cosines stand in the first half, the sines in the second. That is the order in which
/// vectors have them.</para>
/// <para>The radius is sqrt(-2 ln u), u = (w/2^9 + 1/2)/2^23 rounded down, so no number is beyond 5.77. The angle has all 32 bits.</para>
/// <para>Source: Box and Muller, "A Note on the Generation of Random Normal Deviates" (1958).</para>
/// </remarks>
internal static class NormalBlocks
{
    /// <summary>How many numbers a group has.</summary>
    public const int GroupSize = 32;

    private const int BlocksOfGroup = 8, Rounds = 10;
    private const uint FirstMultiplier = 0xD2511F53, SecondMultiplier = 0xCD9E8D57, FirstKeyStep = 0x9E3779B9, SecondKeyStep = 0xBB67AE85;

    // The bits of sqrt(1/2): mantissas lie between it and sqrt(2), so that the series of the logarithm is short.
    private const int LeastMantissa = 0x3f3504f3;
    private const float Ln2 = 0.69314718f, AngleOfWord = 1.4629180792671596e-9f;

    /// <summary>Writes the groups from the given one on.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="group">g.</param>
    /// <param name="destination">As many numbers as whole groups have.</param>
    public static void Fill(RandomSequence sequence, ulong group, Span<float> destination)
    {
        for (int at = 0; at < destination.Length; at += GroupSize, group++)
        {
            for (int half = 0; half < 2; half++)
            {
                Words(sequence, group * BlocksOfGroup + (ulong)half * 4, out Vector256<uint> radii, out Vector256<uint> angles);
                Transform(radii, angles, out Vector256<float> cosines, out Vector256<float> sines);
                cosines.CopyTo(destination[(at + half * 8)..]);
                sines.CopyTo(destination[(at + 16 + half * 8)..]);
            }
        }
    }

    /// <summary>Four blocks: of block i words 0 and 2 in the elements 2i and 2i + 1 of the radii, words 1 and 3 in those of the angles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Words(RandomSequence sequence, ulong block, out Vector256<uint> radii, out Vector256<uint> angles)
    {
        // A word in each 64 bits; what stands above it is never read.
        Vector256<ulong> counter = Vector256.Create(block, block + 1, block + 2, block + 3);
        Vector256<ulong> c0 = counter, c1 = counter >>> 32, c2 = Vector256.Create(sequence.Stream), c3 = c2 >>> 32;
        Vector256<ulong> m0 = Vector256.Create((ulong)FirstMultiplier), m1 = Vector256.Create((ulong)SecondMultiplier);
        uint k0 = (uint)sequence.Seed, k1 = (uint)(sequence.Seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> first = Multiply(m0, c0), second = Multiply(m1, c2);
            c0 = (second >>> 32) ^ c1 ^ Vector256.Create((ulong)k0);
            c1 = second;
            c2 = (first >>> 32) ^ c3 ^ Vector256.Create((ulong)k1);
            c3 = first;
            unchecked
            {
                k0 += FirstKeyStep;
                k1 += SecondKeyStep;
            }
        }
        Vector256<ulong> low = Vector256.Create((ulong)uint.MaxValue);
        radii = ((c0 & low) | (c2 << 32)).AsUInt32();
        angles = ((c1 & low) | (c3 << 32)).AsUInt32();
    }

    /// <summary>Products of the lower halves of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Multiply(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.IsSupported ? Avx2.Multiply(a.AsUInt32(), b.AsUInt32()) : a * (b & Vector256.Create((ulong)uint.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(Vector256<uint> radii, Vector256<uint> angles, out Vector256<float> cosines, out Vector256<float> sines)
    {
        // 24 bits: exact.
        Vector256<float> u = (Vector256.ConvertToSingle((radii >>> 9).AsInt32()) + Vector256.Create(0.5f)) * Vector256.Create(1f / 8388608);
        Vector256<float> radius = Vector256.Sqrt(Vector256.Create(-2f) * Log(u));

        // The angle is a quarter turn q times, and what is left of it lies within an eighth of a turn around 0.
        Vector256<uint> quarters = (angles + Vector256.Create(0x20000000u)) >>> 30;
        Vector256<float> x = Vector256.ConvertToSingle((angles - (quarters << 30)).AsInt32()) * Vector256.Create(AngleOfWord), square = x * x;
        Vector256<float> sine = ((((square * Vector256.Create(1f / 362880) - Vector256.Create(1f / 5040)) * square + Vector256.Create(1f / 120)) * square
            - Vector256.Create(1f / 6)) * square + Vector256<float>.One) * x;
        Vector256<float> cosine = (((square * Vector256.Create(1f / 40320) - Vector256.Create(1f / 720)) * square + Vector256.Create(1f / 24)) * square
            - Vector256.Create(0.5f)) * square + Vector256<float>.One;
        Vector256<float> isOdd = (Vector256<uint>.Zero - (quarters & Vector256<uint>.One)).AsSingle();
        Vector256<uint> cosineSign = ((quarters + Vector256<uint>.One) & Vector256.Create(2u)) << 30, sineSign = (quarters & Vector256.Create(2u)) << 30;
        cosines = radius * (Vector256.ConditionalSelect(isOdd, sine, cosine).AsUInt32() ^ cosineSign).AsSingle();
        sines = radius * (Vector256.ConditionalSelect(isOdd, cosine, sine).AsUInt32() ^ sineSign).AsSingle();
    }

    /// <summary>The natural logarithm of normal numbers, to about 1e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Log(Vector256<float> u)
    {
        Vector256<int> exponent = (u.AsInt32() - Vector256.Create(LeastMantissa)) >> 23;
        Vector256<float> mantissa = (u.AsInt32() - (exponent << 23)).AsSingle();
        // ln m = 2 atanh s; |s| < 0.1716, so what is left out is below 3e-9 of it.
        Vector256<float> s = (mantissa - Vector256<float>.One) / (mantissa + Vector256<float>.One), square = s * s;
        Vector256<float> series = (((square * Vector256.Create(1f / 9) + Vector256.Create(1f / 7)) * square + Vector256.Create(1f / 5)) * square
            + Vector256.Create(1f / 3)) * square + Vector256<float>.One;
        return Vector256.ConvertToSingle(exponent) * Vector256.Create(Ln2) + Vector256.Create(2f) * s * series;
    }
}
