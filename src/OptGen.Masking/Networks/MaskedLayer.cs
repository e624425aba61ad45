using System.Collections.Immutable;
using TorchSharp.Modules;

namespace OptGen.Masking;

/// <summary>A masked weight of a <see cref="MaskedNetwork"/>.</summary>
public sealed class MaskedLayer
{
    private readonly MaskedNetwork _network;
    private readonly int _slot;

    internal MaskedLayer(MaskedNetwork network, int slot, string name, long[] shape, double gain, long offset)
    {
        _network = network;
        _slot = slot;
        Name = name;
        Shape = [.. shape];
        Count = shape.Aggregate(1L, (product, size) => product * size);
        Gain = gain;
        Offset = offset;
    }

    /// <summary>The weight's name in the network's state_dict, such as <c>stem.weight</c>; of a weight that several modules share, the first one.</summary>
    public string Name { get; }

    /// <summary>The weight's shape.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>How many numbers it has.</summary>
    public long Count { get; }

    /// <summary>What the prototype's values are multiplied by.</summary>
    public double Gain { get; }

    /// <summary>Where in the prototype the layer begins, with <see cref="VectorArrangement.Shifted"/>; else 0.</summary>
    public long Offset { get; }

    /// <summary>The scores, of the weight's shape: what is trained. They belong to the network; moving it to another type or device replaces them.</summary>
    /// <exception cref="InvalidOperationException">The network has been frozen.</exception>
    public Parameter Scores => _network.ScoresOf(_slot);

    /// <summary>The mask that the scores give now: bit i mod 8 of byte i/8 is 1 where weight i, in row-major order, is kept.</summary>
    /// <exception cref="InvalidOperationException">The network has been frozen, or a score is not a number.</exception>
    public byte[] Mask() => _network.Masks()[_slot];
}
