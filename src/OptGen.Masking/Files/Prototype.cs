using System.Collections.Immutable;

namespace OptGen.Masking;

/// <summary>The values that the masked weights are cut from, as a file holds them.</summary>
/// <remarks>One of <see cref="SeedPrototype"/>, <see cref="Float32Prototype"/>, <see cref="Float16Prototype"/> and <see cref="ConstantPrototype"/>. Immutable; equal
/// when kind and values are, compared bit for bit.</remarks>
public abstract record Prototype
{
    private protected Prototype()
    {
    }
}

/// <summary>The values are drawn anew from <see cref="MaskFileContents.Seed"/>: nothing of them is stored.</summary>
public sealed record SeedPrototype : Prototype;

/// <summary>Values stored with 32 bits each.</summary>
/// <param name="Values">As many finite numbers as the fill asks for.</param>
public sealed record Float32Prototype(ImmutableArray<float> Values) : Prototype
{
    /// <summary>Whether the other has the same values.</summary>
    public bool Equals(Float32Prototype? other) => other is not null && Sequences.Same(Values, other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequences.Hash(Values);
}

/// <summary>Values stored with 16 bits each, as IEEE 754 binary16.</summary>
/// <param name="Values">As many finite numbers as the fill asks for.</param>
public sealed record Float16Prototype(ImmutableArray<Half> Values) : Prototype
{
    /// <summary>Whether the other has the same values.</summary>
    public bool Equals(Float16Prototype? other) => other is not null && Sequences.Same(Values, other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequences.Hash(Values);
}

/// <summary>All values are one number.</summary>
/// <param name="Value">The number, finite.</param>
public sealed record ConstantPrototype(float Value) : Prototype
{
    /// <summary>Whether the other has the same value, bit for bit: 0 is not -0.</summary>
    public bool Equals(ConstantPrototype? other) => other is not null && BitConverter.SingleToInt32Bits(Value) == BitConverter.SingleToInt32Bits(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.SingleToInt32Bits(Value);
}
