using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OptGen.Masking;

/// <summary>What a threshold makes of scores and weights, in one pass over memory.</summary>
/// <typeparam name="TKey">The order of scores.</typeparam>
internal static class MaskKernel<TKey> where TKey : IScoreKey
{
    /// <summary>Defines the mask: whether a weight is kept.</summary>
    /// <param name="score">Its score.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="tiesLeft">How many more may be kept of those that are equal to it: one less afterwards, where this is one of them.</param>
    public static bool Keeps(float score, Threshold threshold, ref long tiesLeft)
    {
        int key = TKey.Of(score);
        if (key != threshold.Key)
            return key > threshold.Key;
        return tiesLeft > 0 && tiesLeft-- > 0;
    }

    /// <summary>Writes the kept weights, and zeros in the place of the others.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="weights">The frozen weights.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="tiesLeft">As in <see cref="Keeps"/>; a global selection hands it from layer to layer.</param>
    /// <param name="masked">What is written.</param>
    public static void Mask(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, Threshold threshold, ref long tiesLeft, Span<float> masked)
    {
        int i = 0;
        if (threshold.KeptTies == threshold.Ties)
        {
            // All ties are kept, nearly always: whether a weight is kept depends on nothing but its own score.
            KernelLengths.Require(scores, weights, masked);
            ref float score = ref MemoryMarshal.GetReference(scores), weight = ref MemoryMarshal.GetReference(weights), result = ref MemoryMarshal.GetReference(masked);
            Vector256<int> last = Vector256.Create(threshold.Key);
            for (int lanes = Vector256<int>.Count; scores.Length - i >= lanes; i += lanes)
            {
                Vector256<int> keep = Vector256.GreaterThanOrEqual(TKey.Of(Vector256.LoadUnsafe(ref score, (nuint)i)), last);
                (keep & Vector256.LoadUnsafe(ref weight, (nuint)i).AsInt32()).AsSingle().StoreUnsafe(ref result, (nuint)i);
            }
            long all = long.MaxValue;
            for (; i < scores.Length; i++)
                masked[i] = Keeps(scores[i], threshold, ref all) ? weights[i] : 0;
            return;
        }
        for (; i < scores.Length; i++)
            masked[i] = Keeps(scores[i], threshold, ref tiesLeft) ? weights[i] : 0;
    }

    /// <summary>The mask as bits, least significant first.</summary>
    public static byte[] Bits(ReadOnlySpan<float> scores, Threshold threshold, ref long tiesLeft)
    {
        var bits = new byte[(scores.Length + 7) / 8];
        for (int i = 0; i < scores.Length; i++)
        {
            if (Keeps(scores[i], threshold, ref tiesLeft))
                bits[i >> 3] |= (byte)(1 << (i & 7));
        }
        return bits;
    }
}

/// <summary>What passes gradients to scores.</summary>
internal static class SlopeKernel
{
    /// <summary>Writes weights times the signs of scores, the sign of 0 being 0: the derivative of a masked weight for the score, were the mask its magnitude.</summary>
    public static void Write(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, Span<float> slopes)
    {
        int i = 0;
        KernelLengths.Require(scores, weights, slopes);
        ref float score = ref MemoryMarshal.GetReference(scores), weight = ref MemoryMarshal.GetReference(weights), result = ref MemoryMarshal.GetReference(slopes);
        Vector256<int> sign = Vector256.Create(int.MinValue);
        for (int lanes = Vector256<int>.Count; scores.Length - i >= lanes; i += lanes)
        {
            Vector256<float> some = Vector256.LoadUnsafe(ref score, (nuint)i);
            Vector256<int> signed = Vector256.LoadUnsafe(ref weight, (nuint)i).AsInt32() ^ (some.AsInt32() & sign);
            Vector256.AndNot(signed, Vector256.Equals(some, Vector256<float>.Zero).AsInt32()).AsSingle().StoreUnsafe(ref result, (nuint)i);
        }
        for (; i < scores.Length; i++)
            slopes[i] = scores[i] == 0 ? 0 : scores[i] < 0 ? -weights[i] : weights[i];
    }
}

/// <summary>What the kernels, which do not check each access, rely on.</summary>
internal static class KernelLengths
{
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Require(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, ReadOnlySpan<float> result)
    {
        if (weights.Length != scores.Length || result.Length != scores.Length)
            throw new ArgumentException($"There are {scores.Length} scores for {weights.Length} weights and {result.Length} results; there must be as many of each.");
    }
}
