namespace OptGen.Randomness;

/// <summary>
/// An endless sequence of random numbers that is a function of a 64-bit seed and the stream's number: element i is had without the ones before it, and has the same bits on
/// every machine, whatever the number of threads.
/// </summary>
/// <remarks>
/// <para>Word i of a stream is word i mod 4 of the block of <see cref="Philox4x32"/> whose counter has i/4 in its lower and the stream's number in its upper 64 bits, and whose
/// key is the seed. All numbers are made of words by exact or once rounded arithmetic: no function of the mathematics library, no fused multiply-add.</para>
/// <para>It is a value without state: copies give the same numbers. For other numbers take another stream, or other indices.</para>
/// </remarks>
/// <param name="Seed">The seed.</param>
/// <param name="Stream">The number of the stream; streams of one seed are independent of each other.</param>
public readonly record struct RandomSequence(ulong Seed, ulong Stream = 0)
{
    /// <summary>Word i: all 2^32 values are equally likely.</summary>
    /// <param name="index">i.</param>
    public uint Word(ulong index)
    {
        var block = Philox4x32.Block(index >> 2, Stream, Seed);
        return (index & 3) switch { 0 => block.Word0, 1 => block.Word1, 2 => block.Word2, _ => block.Word3 };
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1: floor(w*bound/2^64), w made of the words 2i (low) and 2i + 1 (high).</summary>
    /// <param name="index">i.</param>
    /// <param name="bound">At least 1. No number's probability differs from 1/bound by more than 2^-64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public long Below(ulong index, long bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong word = Word(2 * index) | ((ulong)Word(2 * index + 1) << 32);
        return (long)Math.BigMul(word, (ulong)bound, out _);
    }

    /// <summary>Numbers evenly distributed in [0, 1): the upper 24 bits of the words first, first + 1, … times 2^-24.</summary>
    /// <param name="destination">What is filled.</param>
    /// <param name="first">The index of the first word.</param>
    public void Uniforms(Span<float> destination, ulong first = 0)
    {
        Words words = new(this, first);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (words.Next() >> 8) * (1f / 16777216f);
    }

    /// <summary>Numbers evenly distributed in [0, 1): the upper 53 bits of the words 2i (low) and 2i + 1 (high) times 2^-53, for i = first, first + 1, ….</summary>
    /// <param name="destination">What is filled.</param>
    /// <param name="first">The first i.</param>
    public void Uniforms(Span<double> destination, ulong first = 0)
    {
        Words words = new(this, 2 * first);
        for (int i = 0; i < destination.Length; i++)
        {
            ulong low = words.Next(), high = words.Next();
            destination[i] = ((low | (high << 32)) >> 11) * (1.0 / 9007199254740992.0);
        }
    }

    /// <summary>Standard normal numbers: the quantile at (w + 1/2)/2^32 of the words first, first + 1, …, rounded to single precision. None is beyond 6.34.</summary>
    /// <param name="destination">What is filled.</param>
    /// <param name="first">The index of the first word.</param>
    public void Normals(Span<float> destination, ulong first = 0)
    {
        Words words = new(this, first);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (float)NormalQuantile.Of(words.Next());
    }

    /// <summary>The same numbers before they are rounded to single precision.</summary>
    /// <param name="destination">What is filled.</param>
    /// <param name="first">The index of the first word.</param>
    public void Normals(Span<double> destination, ulong first = 0)
    {
        Words words = new(this, first);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = NormalQuantile.Of(words.Next());
    }

    /// <summary>
    /// Standard normal numbers first, first + 1, … of a faster kind, for noise: by the transform of Box and Muller in single precision, many at a time. They are other numbers
    /// than those of <see cref="Normals(Span{float}, ulong)"/>, of one accuracy otherwise, and have the same bits on every machine too. None is beyond 5.77.
    /// </summary>
    /// <param name="destination">What is filled.</param>
    /// <param name="first">The index of the first number.</param>
    public void FastNormals(Span<float> destination, ulong first = 0)
    {
        const int size = NormalBlocks.GroupSize;
        Span<float> group = stackalloc float[size];
        int offset = (int)(first % size);
        ulong number = first / size;
        if (offset > 0 && destination.Length > 0)
        {
            NormalBlocks.Fill(this, number++, group);
            int count = Math.Min(size - offset, destination.Length);
            group.Slice(offset, count).CopyTo(destination);
            destination = destination[count..];
        }
        int whole = destination.Length / size * size;
        NormalBlocks.Fill(this, number, destination[..whole]);
        if (whole < destination.Length)
        {
            NormalBlocks.Fill(this, number + (ulong)(whole / size), group);
            group[..(destination.Length - whole)].CopyTo(destination[whole..]);
        }
    }

    /// <summary>
    /// A random order of 0 … length - 1, all equally likely: 0, 1, 2, … where for i = length - 1, length - 2, … 1 element i changes places with element <see cref="Below"/>(i, i + 1).
    /// </summary>
    /// <param name="length">The number of elements, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public int[] Permutation(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var order = new int[length];
        for (int i = 0; i < length; i++)
            order[i] = i;
        for (int i = length - 1; i >= 1; i--)
        {
            int other = (int)Below((ulong)i, i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    /// <summary>Words one after the other, each block computed once.</summary>
    private struct Words(RandomSequence sequence, ulong first)
    {
        private ulong _next = first;
        private (uint Word0, uint Word1, uint Word2, uint Word3) _block = Philox4x32.Block(first >> 2, sequence.Stream, sequence.Seed);

        public uint Next()
        {
            uint place = (uint)_next & 3;
            if (place == 0)
                _block = Philox4x32.Block(_next >> 2, sequence.Stream, sequence.Seed);
            _next++;
            return place switch { 0 => _block.Word0, 1 => _block.Word1, 2 => _block.Word2, _ => _block.Word3 };
        }
    }
}
