using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Weights times masks that stay as they are: gradients reach what is kept and nothing else.</summary>
internal sealed class FixedMasks : IEffectiveWeights
{
    private readonly IReadOnlyList<WeightSlot> _slots;
    private readonly Tensor[] _masks;

    public FixedMasks(IReadOnlyList<WeightSlot> slots, byte[][] bits)
    {
        _slots = slots;
        _masks = [.. bits.Select((mask, i) => Ones(mask, slots[i].Own))];
    }

    public void Prepare(int? slot = null)
    {
        for (int i = slot ?? 0; i < (slot + 1 ?? _slots.Count); i++)
        {
            // Moved along with the network.
            Parameter weight = _slots[i].Own;
            Tensor mask = _masks[i];
            if (mask.dtype == weight.dtype && mask.device_type == weight.device_type && mask.device_index == weight.device_index)
                continue;
            using (mask)
                _masks[i] = mask.to(weight.dtype, weight.device).DetachFromDisposeScope();
        }
    }

    public Tensor Compute(int slot) => _slots[slot].Own.mul(_masks[slot]);

    public IEnumerable<Parameter> Trained(int slot) => [];

    /// <summary>Sets what is removed to zero in the network's own weight, whatever it was.</summary>
    public void Clear(int slot)
    {
        Prepare(slot);
        using Tensor removed = _masks[slot].logical_not();
        using Scalar zero = 0;
        _slots[slot].Own.masked_fill_(removed, zero);
    }

    public void Dispose()
    {
        foreach (Tensor mask in _masks)
            mask.Dispose();
    }

    private static Tensor Ones(byte[] bits, Parameter weight)
    {
        var ones = new float[weight.NumberOfElements];
        for (int i = 0; i < ones.Length; i++)
            ones[i] = (bits[i >> 3] >> (i & 7)) & 1;
        using Tensor mask = tensor(ones, weight.shape);
        return mask.to(weight.dtype, weight.device, copy: true).DetachFromDisposeScope();
    }
}
