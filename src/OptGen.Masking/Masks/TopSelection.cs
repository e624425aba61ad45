using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OptGen.Masking;

/// <summary>Finds the k greatest keys, by selection: scores are read once or twice, and nothing is sorted.</summary>
/// <remarks>
/// Scores change little from one step to the next, so a selection first looks in a narrow range around the last one's threshold: one pass counts what is above the range and
/// gathers what is in it, a few percent. Where the threshold has left the range, a histogram finds the range anew. Either way the result is exact.
/// </remarks>
/// <typeparam name="TKey">The order of scores.</typeparam>
internal sealed class TopSelection<TKey> where TKey : IScoreKey
{
    private const int BinShift = 20, Bins = 1 << (32 - BinShift), FirstBin = -(Bins / 2), LeastReach = 1, GreatestReach = 1 << 24;

    // Below this count a histogram costs more than to gather everything.
    private const long Few = 2048;

    private readonly int[] _histogram = new int[Bins];
    private int[] _candidates = [];
    private int _candidateCount;
    private long? _last;
    private long _reach = 1 << 19;

    /// <summary>Finds the threshold.</summary>
    /// <param name="parts">The scores.</param>
    /// <param name="kept">k: how many are kept.</param>
    public Threshold Find<TParts>(TParts parts, long kept) where TParts : IScoreParts
    {
        long count = 0;
        for (int part = 0; part < parts.Count; part++)
            count += parts[part].Length;
        if (kept <= 0)
            return Threshold.Nothing;
        if (kept >= count)
            return Threshold.Everything;
        long rank;
        if (count <= Few)
            rank = kept - Gather(parts, int.MinValue, int.MaxValue);
        else if (_last is not { } last || !TryNear(parts, kept, count, last, out rank))
            rank = FromHistogram(parts, kept, count);
        Span<int> candidates = _candidates.AsSpan(0, _candidateCount);
        int key = RadixSelection.Greatest(candidates, rank, out long above, out long ties);
        _last = key;
        return new(key, ties, rank - above);
    }

    private bool TryNear<TParts>(TParts parts, long kept, long count, long last, out long rank) where TParts : IScoreParts
    {
        int low = (int)Math.Max(int.MinValue, last - _reach), high = (int)Math.Min(int.MaxValue, last + _reach);
        rank = kept - Gather(parts, low, high);
        if (rank < 1 || rank > _candidateCount)
        {
            _reach = Math.Min(GreatestReach, _reach * 4);
            return false;
        }
        // Up to a hundredth or so of the scores: few enough to gather fast, and more than a training step moves past the threshold.
        if (_candidateCount > count / 64)
            _reach = Math.Max(LeastReach, _reach / 2);
        else if (_candidateCount < count / 1024)
            _reach = Math.Min(GreatestReach, _reach * 2);
        return true;
    }

    private long FromHistogram<TParts>(TParts parts, long kept, long count) where TParts : IScoreParts
    {
        Array.Clear(_histogram);
        for (int part = 0; part < parts.Count; part++)
        {
            foreach (float score in parts[part])
                _histogram[(TKey.Of(score) >> BinShift) - FirstBin]++;
        }
        long above = 0;
        int bin = Bins - 1;
        while (above + _histogram[bin] < kept)
            above += _histogram[bin--];
        int low = (bin + FirstBin) << BinShift;
        return kept - Gather(parts, low, low | ((1 << BinShift) - 1));
    }

    /// <summary>Collects the keys from low to high; how many are above.</summary>
    private long Gather<TParts>(TParts parts, int low, int high) where TParts : IScoreParts
    {
        _candidateCount = 0;
        long above = 0;
        for (int part = 0; part < parts.Count; part++)
            above += Gather(parts[part], low, high);
        return above;
    }

    private long Gather(ReadOnlySpan<float> scores, int low, int high)
    {
        int lanes = Vector256<int>.Count, i = 0;
        long above = 0;
        ref float first = ref MemoryMarshal.GetReference(scores);
        Vector256<int> lows = Vector256.Create(low), highs = Vector256.Create(high);
        while (scores.Length - i >= lanes)
        {
            // Lanes count down by one a vector: they cannot overflow within a block.
            int end = i + Math.Min(scores.Length - i, 1 << 24) / lanes * lanes;
            Vector256<int> counts = Vector256<int>.Zero;
            // Four vectors at a time: most of them have nothing in the range, which one branch says.
            for (; end - i >= 4 * lanes; i += 4 * lanes)
            {
                Vector256<int> a = KeysAt(ref first, i), b = KeysAt(ref first, i + lanes), c = KeysAt(ref first, i + 2 * lanes), d = KeysAt(ref first, i + 3 * lanes);
                Vector256<int> overA = Vector256.GreaterThan(a, highs), overB = Vector256.GreaterThan(b, highs), overC = Vector256.GreaterThan(c, highs), overD = Vector256.GreaterThan(d, highs);
                counts -= overA;
                counts -= overB;
                counts -= overC;
                counts -= overD;
                // What is not below the range, nor above it.
                Vector256<int> insideA = ~(Vector256.GreaterThan(lows, a) | overA), insideB = ~(Vector256.GreaterThan(lows, b) | overB);
                Vector256<int> insideC = ~(Vector256.GreaterThan(lows, c) | overC), insideD = ~(Vector256.GreaterThan(lows, d) | overD);
                if (((insideA | insideB) | (insideC | insideD)) == Vector256<int>.Zero)
                    continue;
                Add(scores, i, insideA);
                Add(scores, i + lanes, insideB);
                Add(scores, i + 2 * lanes, insideC);
                Add(scores, i + 3 * lanes, insideD);
            }
            for (; i < end; i += lanes)
            {
                Vector256<int> keys = KeysAt(ref first, i), over = Vector256.GreaterThan(keys, highs);
                counts -= over;
                Add(scores, i, ~(Vector256.GreaterThan(lows, keys) | over));
            }
            above += Vector256.Sum(counts);
        }
        for (; i < scores.Length; i++)
        {
            int key = TKey.Of(scores[i]);
            if (key > high)
                above++;
            else if (key >= low)
                Add(key);
        }
        return above;
    }

    private static Vector256<int> KeysAt(ref float scores, int place) => TKey.Of(Vector256.LoadUnsafe(ref scores, (nuint)place));

    private void Add(ReadOnlySpan<float> scores, int place, Vector256<int> inside)
    {
        for (uint lanes = inside.ExtractMostSignificantBits(); lanes != 0; lanes &= lanes - 1)
            Add(TKey.Of(scores[place + BitOperations.TrailingZeroCount(lanes)]));
    }

    private void Add(int key)
    {
        int[] candidates = _candidates;
        int count = _candidateCount;
        if ((uint)count >= (uint)candidates.Length)
        {
            Array.Resize(ref _candidates, Math.Max(1024, 2 * count));
            candidates = _candidates;
        }
        candidates[count] = key;
        _candidateCount = count + 1;
    }
}
