using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Selection over scores of float32 in the processor's memory.</summary>
/// <typeparam name="TKey">The order of scores.</typeparam>
internal sealed class MemorySelection<TKey>(Func<Tensor[]> scoresOf, bool isSigned) : IMaskSelection where TKey : IScoreKey
{
    private readonly TopSelection<TKey> _selection = new();
    private Threshold _threshold;
    private Tensor[] _scores = [];
    private long[] _tiesLeft = [];

    public void Select(long kept)
    {
        _scores = scoresOf();
        _threshold = _selection.Find(new TensorParts(_scores), kept);
        // How many ties each layer may keep: the first layers' come first.
        long left = _threshold.KeptTies;
        _tiesLeft = new long[_scores.Length];
        for (int layer = 0; layer < _scores.Length; layer++)
        {
            _tiesLeft[layer] = left;
            if (layer + 1 < _scores.Length && _threshold.KeptTies != _threshold.Ties)
                left -= Math.Min(left, Count(TensorMemory.Floats(_scores[layer]), _threshold.Key));
        }
        GC.KeepAlive(_scores);
    }

    public Tensor Masked(int layer, Tensor weight)
    {
        Tensor scores = _scores[layer];
        long ties = _tiesLeft[layer];
        bool wantsGradient = is_grad_enabled() && scores.requires_grad;
        Tensor masked;
        if (wantsGradient)
        {
            // A product, for the sake of its derivative: the gradient for scores is that of the masked weight times the slope. Its value is written over at once; nothing kept it.
            using Tensor? slopes = isSigned ? null : Slopes(scores, weight);
            masked = scores.mul(slopes ?? weight);
        }
        else
            masked = empty_like(weight);
        using (Tensor raw = masked.detach())
            MaskKernel<TKey>.Mask(TensorMemory.Floats(scores), TensorMemory.Floats(weight), _threshold, ref ties, TensorMemory.Floats(raw));
        GC.KeepAlive(scores);
        GC.KeepAlive(weight);
        GC.KeepAlive(masked);
        return masked;
    }

    public byte[] Bits(int layer)
    {
        long ties = _threshold.KeptTies == _threshold.Ties ? long.MaxValue : _tiesLeft[layer];
        byte[] bits = MaskKernel<TKey>.Bits(TensorMemory.Floats(_scores[layer]), _threshold, ref ties);
        GC.KeepAlive(_scores);
        return bits;
    }

    private static Tensor Slopes(Tensor scores, Tensor weight)
    {
        using IDisposable off = no_grad();
        Tensor slopes = empty_like(weight);
        SlopeKernel.Write(TensorMemory.Floats(scores), TensorMemory.Floats(weight), TensorMemory.Floats(slopes));
        return slopes;
    }

    private static long Count(ReadOnlySpan<float> scores, int key)
    {
        long count = 0;
        foreach (float score in scores)
        {
            if (TKey.Of(score) == key)
                count++;
        }
        return count;
    }
}
