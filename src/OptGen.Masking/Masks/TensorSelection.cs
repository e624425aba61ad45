using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>The same selection by operations on tensors, of any type and on any device.</summary>
internal sealed class TensorSelection(Func<Tensor[]> scoresOf, bool isSigned) : IMaskSelection, IDisposable
{
    private Tensor[] _scores = [];
    private Tensor[] _masks = [];

    public void Select(long kept)
    {
        _scores = scoresOf();
        using IDisposable off = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor[] flat = [.. _scores.Select(score => Key(score.detach()).flatten())];
        Tensor keys = flat.Length == 1 ? flat[0] : cat(flat);
        Tensor last = keys.topk(checked((int)kept)).values.narrow(0, kept - 1, 1);
        Tensor above = keys.gt(last), equal = keys.eq(last);
        // Of those that are equal to the last one, the first ones, until k are kept.
        using Scalar most = kept;
        Tensor mask = above.logical_or(equal.logical_and(equal.cumsum(0, ScalarType.Int64).Plus(above.sum()).le(most)));
        foreach (Tensor old in _masks)
            old.Dispose();
        _masks = new Tensor[_scores.Length];
        long first = 0;
        for (int layer = 0; layer < _scores.Length; layer++)
        {
            _masks[layer] = mask.narrow(0, first, flat[layer].numel()).view(_scores[layer].shape).clone().DetachFromDisposeScope();
            first += flat[layer].numel();
        }
    }

    public Tensor Masked(int layer, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scores = _scores[layer], mask = _masks[layer].to(weight.device);
        Tensor kept;
        using (no_grad())
            kept = where(mask, weight, zeros_like(weight));
        if (!is_grad_enabled() || !scores.requires_grad)
            return kept.MoveToOuterDisposeScope();
        // As in MemorySelection: a product whose value is written over.
        Tensor like = scores.to(weight.dtype, weight.device);
        Tensor slopes;
        using (no_grad())
            slopes = isSigned ? weight : weight.mul(like.sign());
        Tensor masked = like.mul(slopes);
        using (no_grad())
            masked.detach().copy_(kept);
        return masked.MoveToOuterDisposeScope();
    }

    public byte[] Bits(int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<bool> kept = MemoryMarshal.Cast<byte, bool>(_masks[layer].cpu().contiguous().bytes);
        var bits = new byte[(kept.Length + 7) / 8];
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i])
                bits[i >> 3] |= (byte)(1 << (i & 7));
        }
        return bits;
    }

    public void Dispose()
    {
        foreach (Tensor mask in _masks)
            mask.Dispose();
        _masks = [];
    }

    private Tensor Key(Tensor score) => isSigned ? score : score.abs();
}
