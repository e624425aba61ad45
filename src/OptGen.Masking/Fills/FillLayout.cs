using OptGen.Randomness;

namespace OptGen.Masking;

/// <summary>Where in the prototype of a <see cref="Fill"/> each weight of each layer stands: pure arithmetic on arrays, the same on every machine.</summary>
/// <remarks>
/// <para>
/// Weight i of layer l, in row-major order, is <c>gain[l]*prototype[place]</c>. The place is <c>start[l] + i</c> for <see cref="DenseFill"/> and <see cref="OneLayerFill"/>,
/// where start[l] is the sum of the sizes before it, of all layers or of the first ones of each shape; <c>i</c> for <see cref="MaxLayerFill"/>; and for
/// <see cref="RandomVectorFill"/> <c>i mod L</c>, <c>permutation[i] mod L</c> or <c>(offset[l] + i) mod L</c>. The product is one multiplication of doubles, rounded to
/// single precision.
/// </para>
/// <para>
/// What is random comes from the seed's streams (<see cref="RandomSequence"/>): stream 0 has the prototype's values, its normal numbers 0, 1, 2, … or their signs; stream 1 the
/// permutation, of as many numbers as the largest weight has; stream 2 the offsets, of layer l <c>Below(l, L)</c>.
/// </para>
/// </remarks>
public sealed class FillLayout
{
    /// <summary>The streams of a seed.</summary>
    internal const ulong PrototypeStream = 0, PermutationStream = 1, OffsetStream = 2, ScoreStream = 3, PruningStream = 4;

    private readonly long[] _counts;
    private readonly long[] _starts;
    private readonly int[]? _permutation;
    private readonly ulong _seed;
    private readonly long _length;
    private readonly bool _isShifted;

    /// <summary>Lays out a network's weights.</summary>
    /// <param name="fill">How weights are cut from the prototype.</param>
    /// <param name="shapes">The shapes of the masked weights, in the order of their layers.</param>
    /// <param name="seed">What random numbers are a function of.</param>
    /// <exception cref="ArgumentException">There is no shape, a size is below 1, or a weight has more than 2^31 - 1 numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The ratio of a <see cref="RandomVectorFill"/> is not above 0 and at most 1.</exception>
    public FillLayout(Fill fill, IReadOnlyList<IReadOnlyList<long>> shapes, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentNullException.ThrowIfNull(shapes);
        if (shapes.Count == 0)
            throw new ArgumentException("There is no weight to fill.", nameof(shapes));
        if (fill is RandomVectorFill { Ratio: not (> 0 and <= 1) } vector)
            throw new ArgumentOutOfRangeException(nameof(fill), vector.Ratio, "The ratio of a random vector must be above 0 and at most 1.");
        Fill = fill;
        _seed = seed;
        _counts = [.. shapes.Select(Count)];
        _starts = new long[_counts.Length];
        _length = fill.PrototypeLength(shapes);
        _isShifted = fill is RandomVectorFill { Arrangement: VectorArrangement.Shifted };
        if (fill is RandomVectorFill { Arrangement: VectorArrangement.Permuted })
            _permutation = new RandomSequence(seed, PermutationStream).Permutation((int)_counts.Max());
        if (fill is DenseFill)
        {
            for (int layer = 1; layer < _starts.Length; layer++)
                _starts[layer] = _starts[layer - 1] + _counts[layer - 1];
        }
        else if (fill is OneLayerFill)
        {
            Dictionary<string, long> firsts = [];
            long next = 0;
            for (int layer = 0; layer < _starts.Length; layer++)
            {
                string shape = string.Join(',', shapes[layer]);
                if (!firsts.TryGetValue(shape, out _starts[layer]))
                {
                    firsts[shape] = _starts[layer] = next;
                    next += _counts[layer];
                }
            }
        }
    }

    /// <summary>How weights are cut from the prototype.</summary>
    public Fill Fill { get; }

    /// <summary>How many values the prototype has: the unique numbers of the network's weights, but for the gains.</summary>
    public long PrototypeLength => _length;

    /// <summary>The offset of a layer that the seed gives: below <see cref="PrototypeLength"/> with <see cref="VectorArrangement.Shifted"/>, else 0.</summary>
    /// <param name="layer">The layer's place among the shapes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public long Offset(int layer)
    {
        Require(layer);
        return _isShifted ? new RandomSequence(_seed, OffsetStream).Below((ulong)layer, _length) : 0;
    }

    /// <summary>The prototype that the seed gives: standard normal numbers, or their signs.</summary>
    /// <param name="values">Which of them.</param>
    /// <exception cref="NotSupportedException">The prototype has more numbers than an array can hold.</exception>
    public float[] Draw(FillValues values)
    {
        if (_length > Array.MaxLength)
            throw new NotSupportedException($"The prototype has {_length} numbers, more than one array can hold: choose a fill that shares them among layers.");
        var prototype = new float[_length];
        new RandomSequence(_seed, PrototypeStream).Normals(prototype);
        if (values == FillValues.SignedConstant)
        {
            for (int i = 0; i < prototype.Length; i++)
                prototype[i] = prototype[i] < 0 ? -1 : 1;
        }
        return prototype;
    }

    /// <summary>The place in the prototype of a weight.</summary>
    /// <param name="layer">The layer's place among the shapes.</param>
    /// <param name="offset">The layer's offset; read with <see cref="VectorArrangement.Shifted"/> alone.</param>
    /// <param name="index">The weight's place in the layer, in row-major order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer, or no such weight in it.</exception>
    public long Place(int layer, long offset, long index)
    {
        Require(layer);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _counts[layer]);
        if (Fill is not RandomVectorFill)
            return _starts[layer] + index;
        return ((_isShifted ? offset : 0) + (_permutation is null ? index : _permutation[index])) % _length;
    }

    /// <summary>Writes the weights of a layer.</summary>
    /// <param name="layer">The layer's place among the shapes.</param>
    /// <param name="prototype">The prototype's values.</param>
    /// <param name="gain">What they are multiplied by.</param>
    /// <param name="offset">The layer's offset; read with <see cref="VectorArrangement.Shifted"/> alone.</param>
    /// <param name="destination">The weights, in row-major order.</param>
    /// <exception cref="ArgumentException">The prototype or the destination has not the length that it must have, or the offset is not below the prototype's length.</exception>
    public void Write(int layer, ReadOnlySpan<float> prototype, double gain, long offset, Span<float> destination)
    {
        Require(layer);
        if (prototype.Length != _length)
            throw new ArgumentException($"The prototype has {prototype.Length} values; the fill needs {_length}.", nameof(prototype));
        if (destination.Length != _counts[layer])
            throw new ArgumentException($"The destination has {destination.Length} places; the layer has {_counts[layer]} weights.", nameof(destination));
        if (_isShifted && (offset < 0 || offset >= _length))
            throw new ArgumentException($"The offset {offset} is not from 0 to {_length - 1}.", nameof(offset));
        if (_permutation is not null)
        {
            for (int i = 0; i < destination.Length; i++)
                destination[i] = (float)(gain * prototype[_permutation[i] % prototype.Length]);
            return;
        }
        int place = (int)(_isShifted ? offset : _starts[layer]);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = (float)(gain * prototype[place]);
            if (++place == prototype.Length)
                place = 0;
        }
    }

    private static long Count(IReadOnlyList<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            if (size < 1)
                throw new ArgumentException($"A weight of the shape [{string.Join(", ", shape)}] has no numbers.", nameof(shape));
            count = checked(count * size);
        }
        return count <= int.MaxValue ? count : throw new ArgumentException($"A weight of the shape [{string.Join(", ", shape)}] has more than 2^31 - 1 numbers.", nameof(shape));
    }

    private void Require(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, _counts.Length);
    }
}
