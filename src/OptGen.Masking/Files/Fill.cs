namespace OptGen.Masking;

/// <summary>How the frozen weights of the masked layers are cut from one prototype, a vector of values.</summary>
/// <remarks>Source: "One Layer is All You Need" (arXiv 2210.06699), equations 4 to 9. A layer's weight number i, in row-major order, is its gain times the
/// prototype's value at a place that the fill says; the mask then keeps or zeroes it. The fills are <see cref="DenseFill"/>, <see cref="OneLayerFill"/>,
/// <see cref="MaxLayerFill"/> and <see cref="RandomVectorFill"/>. Immutable.</remarks>
public abstract record Fill
{
    private protected Fill()
    {
    }

    /// <summary>How many values the prototype has.</summary>
    /// <param name="shapes">The shapes of the masked weights, in the order of their layers.</param>
    /// <exception cref="OverflowException">The values cannot be counted in 64 bits.</exception>
    public abstract long PrototypeLength(IReadOnlyList<IReadOnlyList<long>> shapes);

    /// <summary>How many weights a shape has.</summary>
    private protected static long Count(IReadOnlyList<long> shape)
    {
        var count = 1L;
        foreach (var size in shape) count = checked(count * size);
        return count;
    }
}

/// <summary>Every weight has a value of its own: the layers' values lie one after the other in the prototype. The baseline "Mask" of the paper.</summary>
public sealed record DenseFill : Fill
{
    /// <inheritdoc/>
    public override long PrototypeLength(IReadOnlyList<IReadOnlyList<long>> shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        var length = 0L;
        foreach (var shape in shapes) length = checked(length + Count(shape));
        return length;
    }
}

/// <summary>
/// Layers of one shape share the values of the first of them; the values of the shapes lie one after the other in the prototype, in the order in which the shapes
/// first occur.
/// </summary>
public sealed record OneLayerFill : Fill
{
    /// <inheritdoc/>
    public override long PrototypeLength(IReadOnlyList<IReadOnlyList<long>> shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var length = 0L;
        foreach (var shape in shapes)
        {
            if (seen.Add(string.Join(',', shape))) length = checked(length + Count(shape));
        }

        return length;
    }
}

/// <summary>The prototype is as long as the largest weight, and every weight is its beginning ("MP" in the paper).</summary>
public sealed record MaxLayerFill : Fill
{
    /// <inheritdoc/>
    public override long PrototypeLength(IReadOnlyList<IReadOnlyList<long>> shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        return shapes.Count == 0 ? 0 : shapes.Max(Count);
    }
}

/// <summary>The prototype is a short vector, repeated to the size of the largest weight, of which every weight takes the beginning ("RP" in the paper).</summary>
/// <param name="Ratio">The prototype's length relative to the largest weight, N: it has min(N, floor(N*ratio) + 1) values. Above 0, at most 1.</param>
/// <param name="Arrangement">What happens to the repeated vector before weights are cut from it.</param>
public sealed record RandomVectorFill(double Ratio, VectorArrangement Arrangement = VectorArrangement.Copy) : Fill
{
    /// <inheritdoc/>
    public override long PrototypeLength(IReadOnlyList<IReadOnlyList<long>> shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        var largest = shapes.Count == 0 ? 0 : shapes.Max(Count);
        return Math.Min(largest, (long)Math.Floor(largest * Ratio) + 1);
    }
}

/// <summary>What happens to the repeated vector of a <see cref="RandomVectorFill"/> before weights are cut from it.</summary>
public enum VectorArrangement
{
    /// <summary>Nothing: weight i is value i modulo the vector's length ("copy" in the reference).</summary>
    Copy = 0,

    /// <summary>The repeated vector is permuted once, by a permutation drawn from the seed ("rand" in the reference).</summary>
    Permuted = 1,

    /// <summary>Each layer begins at an offset of its own: weight i is value (offset + i) modulo the vector's length.</summary>
    Shifted = 2
}
