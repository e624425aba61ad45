using OptGen.Tests.Shared;

namespace OptGen.Masking.Tests.Masks;

/// <summary>Selection against sorting, with ties, at every count.</summary>
public sealed class SelectionTests
{
    /// <summary>The definition: by score, the highest first; among equal ones by place, the lowest first.</summary>
    private static bool[] Sorted(float[] scores, long kept, bool isSigned)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => isSigned ? scores[i] : MathF.Abs(scores[i])).ThenBy(i => i)];
        var mask = new bool[scores.Length];
        foreach (int i in order.Take((int)kept))
            mask[i] = true;
        return mask;
    }

    private static bool[] Selected<TKey>(TopSelection<TKey> selection, float[][] parts, long kept) where TKey : IScoreKey
    {
        Threshold threshold = selection.Find(new ArrayParts(parts), kept);
        long ties = threshold.KeptTies;
        List<bool> mask = [];
        foreach (float[] scores in parts)
        {
            float[] weights = [.. Enumerable.Repeat(1f, scores.Length)];
            var masked = new float[scores.Length];
            long before = ties;
            MaskKernel<TKey>.Mask(scores, weights, threshold, ref ties, masked);
            byte[] bits = MaskKernel<TKey>.Bits(scores, threshold, ref before);
            for (int i = 0; i < scores.Length; i++)
            {
                mask.Add(masked[i] == 1);
                Assert.Equal(masked[i] == 1, ((bits[i >> 3] >> (i & 7)) & 1) == 1);
            }
        }
        return [.. mask];
    }

    private static float[] Draw(Random random, int length, int kind) => [.. Enumerable.Range(0, length).Select(_ => kind switch
    {
        0 => (float)(random.NextDouble() * 2 - 1),
        1 => random.Next(-2, 3),                                   // many ties, and both zeros
        2 => random.Next(3) == 0 ? -0f : 0f,
        3 => random.Next(5) switch { 0 => float.PositiveInfinity, 1 => float.NegativeInfinity, 2 => float.Epsilon, 3 => -float.Epsilon, _ => 1f },
        4 => (float)Math.ScaleB(random.NextDouble() * 2 - 1, random.Next(-140, 120)),
        _ => 0.25f
    })];

    [Fact]
    public void Masks_OfRandomScores_AreThoseOfSorting()
    {
        var random = new Random(12);
        for (int trial = 0; trial < RandomCases.Of(4000); trial++)
        {
            int kind = random.Next(6);
            float[] scores = Draw(random, trial % 10 == 0 ? random.Next(2049, 9000) : random.Next(1, 258), kind);
            int kept = random.Next(1, scores.Length + 1);
            int cut = random.Next(scores.Length + 1);
            foreach (float[][] parts in new float[][][] { [scores], [scores[..cut], scores[cut..]] })
            {
                Assert.Equal(Sorted(scores, kept, false), Selected(new TopSelection<AbsoluteKey>(), parts, kept));
                Assert.Equal(Sorted(scores, kept, true), Selected(new TopSelection<SignedKey>(), parts, kept));
            }
        }
    }

    /// <summary>One selection after the other starts where the last one ended: slow drifts, jumps, changed counts and scores that become all alike.</summary>
    [Fact]
    public void Masks_OfScoresThatMove_AreThoseOfSorting()
    {
        var random = new Random(13);
        var absolute = new TopSelection<AbsoluteKey>();
        var signed = new TopSelection<SignedKey>();
        float[] scores = Draw(random, 6000, 0);
        for (int step = 0; step < RandomCases.Of(600); step++)
        {
            for (int i = 0; i < scores.Length; i++)
                scores[i] = (step % 12) switch { 11 => scores[i] * 100, 5 => MathF.Round(scores[i] * 4) / 4, 8 => (float)random.NextDouble() - 0.5f, _ => scores[i] + 0.01f * (float)random.NextDouble() };
            long kept = step % 3 == 0 ? random.Next(1, scores.Length + 1) : 3000;
            Assert.Equal(Sorted(scores, kept, false), Selected(absolute, [scores], kept));
            Assert.Equal(Sorted(scores, kept, true), Selected(signed, [scores], kept));
        }
    }

    [Fact]
    public void Slopes_OfEveryLength_AreWeightsTimesSigns()
    {
        var random = new Random(14);
        for (int length = 0; length <= 257; length++)
        {
            float[] scores = Draw(random, length, length % 5), weights = Draw(random, length, 4), slopes = new float[length];
            SlopeKernel.Write(scores, weights, slopes);
            Assert.Equal(scores.Zip(weights, (s, w) => s == 0 ? 0 : w * Math.Sign(s)), slopes);
        }
    }

    [Theory]
    [InlineData(10, 0.9, 9)]     // (1 - 0.9)*10 is below 1 in double: the reference would keep all
    [InlineData(75, 0.01, 1)]
    [InlineData(3, 0.5, 2)]
    [InlineData(5, 0.5, 3)]
    [InlineData(1, 0.001, 1)]
    [InlineData(100, 1, 100)]
    public void KeptFraction_OfACount_IsTheNearestNumber(long count, double fraction, long kept) => Assert.Equal(kept, KeptFraction.Of(count, fraction));

    [Fact]
    public void Schedules_GoFromFirstToLast()
    {
        Assert.Equal([1, 0.75, 0.5, 0.25, 0.25], new long[] { 0, 1, 2, 3, 99 }.Select(new LinearKept(1, 0.25, 3).At));
        var cubic = new CubicKept(1, 0.1, 10);
        Assert.Equal(1, cubic.At(0));
        Assert.Equal(0.1 + 0.9 * 0.125, cubic.At(5), 15);
        Assert.Equal(0.1, cubic.At(10));
        Assert.Equal(0.3, new LinearKept(1, 0.3, 0).At(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => cubic.At(-1));
    }
}
