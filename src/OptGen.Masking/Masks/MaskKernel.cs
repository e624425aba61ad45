using System.Numerics;

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
            Vector<int> last = new(threshold.Key);
            for (int lanes = Vector<int>.Count; scores.Length - i >= lanes; i += lanes)
            {
                Vector<int> keep = Vector.GreaterThanOrEqual(TKey.Of(new Vector<float>(scores[i..])), last);
                Vector.AsVectorSingle(keep & Vector.AsVectorInt32(new Vector<float>(weights[i..]))).CopyTo(masked[i..]);
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
        Vector<int> sign = new(int.MinValue);
        for (int lanes = Vector<int>.Count; scores.Length - i >= lanes; i += lanes)
        {
            Vector<float> score = new(scores[i..]);
            Vector<int> signed = Vector.AsVectorInt32(new Vector<float>(weights[i..])) ^ (Vector.AsVectorInt32(score) & sign);
            Vector.AsVectorSingle(Vector.AndNot(signed, Vector.Equals(score, Vector<float>.Zero))).CopyTo(slopes[i..]);
        }
        for (; i < scores.Length; i++)
            slopes[i] = scores[i] == 0 ? 0 : scores[i] < 0 ? -weights[i] : weights[i];
    }
}
