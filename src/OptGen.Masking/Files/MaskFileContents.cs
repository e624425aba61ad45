using System.Collections.Immutable;

namespace OptGen.Masking;

/// <summary>All that a file of a masked network holds.</summary>
/// <remarks>
/// It is plain data, without tensors: <c>MaskFile</c> writes and reads it. What is stored is enough to rebuild every weight bit for bit, given the network's
/// code. Immutable; equal when all members are.
/// </remarks>
public sealed record MaskFileContents
{
    /// <summary>What the user says of the network, such as how to make it: free text of at most 65536 bytes of UTF-8.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>How weights are cut from the prototype.</summary>
    public required Fill Fill { get; init; }

    /// <summary>What the prototype's values were drawn from.</summary>
    public required FillValues Values { get; init; }

    /// <summary>What random numbers of this file begin with: the values of a <see cref="SeedPrototype"/>, and the permutation of
    /// <see cref="VectorArrangement.Permuted"/>.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The prototype's values.</summary>
    public required Prototype Prototype { get; init; }

    /// <summary>The masked weights in the order of their layers, which decides what <see cref="OneLayerFill"/> shares. A weight that several layers share is here once.</summary>
    public required ImmutableArray<MaskedWeight> Weights { get; init; }

    /// <summary>Every other tensor of the network's state_dict, in its order.</summary>
    public ImmutableArray<StoredTensor> Tensors { get; init; } = [];

    /// <summary>How many values the prototype has.</summary>
    public long PrototypeLength => Fill.PrototypeLength([.. Weights.Select(weight => (IReadOnlyList<long>)weight.Shape)]);

    /// <summary>Whether the other is the same in all members.</summary>
    public bool Equals(MaskFileContents? other) =>
        other is not null && Architecture == other.Architecture && Fill == other.Fill && Values == other.Values && Seed == other.Seed
        && Prototype == other.Prototype && Weights.AsSpan().SequenceEqual(other.Weights.AsSpan()) && Tensors.AsSpan().SequenceEqual(other.Tensors.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Architecture, Fill, Values, Seed, Prototype, Weights.Length, Tensors.Length);
}
