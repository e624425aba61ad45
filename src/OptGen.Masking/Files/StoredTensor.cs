using System.Collections.Immutable;

namespace OptGen.Masking;

/// <summary>A tensor that is stored as it is: of a norm, a bias, or a layer that is not masked.</summary>
/// <remarks>Immutable; equal when all members are, byte for byte.</remarks>
public sealed record StoredTensor
{
    /// <summary>The tensor's name, as in the network's state_dict. Not empty, at most 1024 bytes of UTF-8, unique in the file.</summary>
    public required string Name { get; init; }

    /// <summary>The type of its numbers.</summary>
    public required StoredType Type { get; init; }

    /// <summary>Its shape: at most 8 sizes from 0 to 2^31 - 1; none for a single number.</summary>
    public required ImmutableArray<long> Shape { get; init; }

    /// <summary>Its numbers in row-major order, little-endian.</summary>
    public required ImmutableArray<byte> Data { get; init; }

    /// <summary>Whether the other is the same in all members.</summary>
    public bool Equals(StoredTensor? other) =>
        other is not null && Name == other.Name && Type == other.Type && Sequences.Same(Shape, other.Shape) && Sequences.Same(Data, other.Data);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Type, Sequences.Hash(Data));
}
