using System.Collections.Immutable;

namespace OptGen.Masking;

/// <summary>One masked weight of a network: its mask, and what its values are rebuilt from.</summary>
/// <remarks>Immutable; equal when all members are, the mask bit for bit.</remarks>
public sealed record MaskedWeight
{
    /// <summary>The weight's name, as in the network's state_dict: <c>stem.weight</c>. Not empty, at most 1024 bytes of UTF-8, unique in the file.</summary>
    public required string Name { get; init; }

    /// <summary>The weight's shape: 1 to 8 sizes from 1 to 2^31 - 1, whose product is at most 2^31 - 1.</summary>
    public required ImmutableArray<long> Shape { get; init; }

    /// <summary>The type of the weight's numbers in the network: one of the floating-point types.</summary>
    public StoredType Type { get; init; } = StoredType.F32;

    /// <summary>How many weights the mask keeps: the number of its ones. From 0 to <see cref="Count"/>.</summary>
    public required long Kept { get; init; }

    /// <summary>The factor between the prototype's values and the weights. Finite.</summary>
    public required double Gain { get; init; }

    /// <summary>Where in the prototype this layer begins: below the prototype's length with <see cref="VectorArrangement.Shifted"/>, else 0.</summary>
    public long Offset { get; init; }

    /// <summary>
    /// A bit for each weight in row-major order, 1 where it is kept: weight i is bit i mod 8 of byte i/8, least significant first. Of
    /// (<see cref="Count"/> + 7)/8 bytes, with zeros after the last weight.
    /// </summary>
    public required ImmutableArray<byte> Mask { get; init; }

    /// <summary>How many weights there are: the product of <see cref="Shape"/>.</summary>
    public long Count
    {
        get
        {
            var count = 1L;
            foreach (var size in Shape) count = checked(count * size);
            return count;
        }
    }

    /// <summary>Whether the other is the same in all members.</summary>
    public bool Equals(MaskedWeight? other) =>
        other is not null && Name == other.Name && Sequences.Same(Shape, other.Shape) && Type == other.Type && Kept == other.Kept
        && BitConverter.DoubleToInt64Bits(Gain) == BitConverter.DoubleToInt64Bits(other.Gain) && Offset == other.Offset && Sequences.Same(Mask, other.Mask);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kept, Sequences.Hash(Mask));
}
