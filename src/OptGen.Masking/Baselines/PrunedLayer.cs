using System.Collections.Immutable;

namespace OptGen.Masking;

/// <summary>A pruned weight.</summary>
public sealed class PrunedLayer
{
    private readonly byte[] _mask;

    internal PrunedLayer(string name, long[] shape, byte[] mask)
    {
        Name = name;
        Shape = [.. shape];
        Count = shape.Aggregate(1L, (product, size) => product * size);
        Kept = mask.Sum(bits => (long)byte.PopCount(bits));
        _mask = mask;
    }

    /// <summary>The weight's name in the network's state_dict.</summary>
    public string Name { get; }

    /// <summary>The weight's shape.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>How many numbers it has.</summary>
    public long Count { get; }

    /// <summary>How many of them are kept.</summary>
    public long Kept { get; }

    /// <summary>The mask: bit i mod 8 of byte i/8 is 1 where weight i, in row-major order, is kept.</summary>
    public byte[] Mask() => [.. _mask];
}
