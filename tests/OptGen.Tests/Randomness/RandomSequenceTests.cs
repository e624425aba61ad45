using OptGen.Randomness;
using OptGen.Tests.Shared;

namespace OptGen.Tests.Randomness;

/// <summary>Numbers that are the same on every machine: their bits were computed by another implementation, in Python.</summary>
public sealed class RandomSequenceTests
{
    private static readonly RandomSequence Sequence = new(StoredBits.Seed, StoredBits.Stream);

    /// <summary>The known answers of Random123, the generator's authors' library.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdcceb, 0x5001e420u, 0x24126ea1u)]
    public void Philox_PublishedCounters_GivePublishedWords(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint w0, uint w1, uint w2, uint w3) =>
        Assert.Equal((w0, w1, w2, w3), Philox4x32.Block(c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32), k0 | ((ulong)k1 << 32)));

    [Fact]
    public void Words_AreTheStoredOnes() => Assert.Equal(StoredBits.Words, Enumerable.Range(0, StoredBits.Words.Length).Select(i => Sequence.Word((ulong)i)));

    [Fact]
    public void Uniforms_AreTheStoredOnes()
    {
        var values = new float[StoredBits.Uniforms.Length];
        Sequence.Uniforms(values);
        Assert.Equal(StoredBits.Uniforms, values.Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void DoubleUniforms_AreTheStoredOnes()
    {
        var values = new double[StoredBits.DoubleUniforms.Length];
        Sequence.Uniforms(values);
        Assert.Equal(StoredBits.DoubleUniforms, values.Select(BitConverter.DoubleToUInt64Bits));
    }

    [Fact]
    public void Normals_AreTheStoredOnes()
    {
        var values = new float[StoredBits.Normals.Length];
        Sequence.Normals(values);
        Assert.Equal(StoredBits.Normals, values.Select(BitConverter.SingleToUInt32Bits));
    }

    /// <summary>Both tails, both borders of the middle, and the smallest magnitude.</summary>
    [Fact]
    public void Normals_OfExtremeWords_AreTheStoredOnes() =>
        Assert.Equal(StoredBits.ExtremeNormals, StoredBits.ExtremeWords.Select(word => BitConverter.DoubleToUInt64Bits(NormalQuantile.Of(word))));

    [Fact]
    public void FastNormals_AreTheStoredOnes()
    {
        var values = new float[StoredBits.FastNormals.Length];
        Sequence.FastNormals(values);
        Assert.Equal(StoredBits.FastNormals, values.Select(BitConverter.SingleToUInt32Bits));
    }

    /// <summary>Against the formula in double precision, on a million numbers.</summary>
    [Fact]
    public void FastNormals_AreThoseOfBoxAndMuller()
    {
        int count = RandomCases.Of(1_000_000) / 32 * 32;
        var values = new float[count];
        Sequence.FastNormals(values);
        for (int i = 0; i < count; i++)
        {
            int place = i % 32;
            ulong word = ((ulong)(i / 32) * 8 + (ulong)(place % 16 / 2)) * 4 + (ulong)(place % 2 * 2);
            double u = ((Sequence.Word(word) >> 9) + 0.5) / 8388608, angle = Sequence.Word(word + 1) / 4294967296.0 * 2 * Math.PI;
            double expected = Math.Sqrt(-2 * Math.Log(u)) * (place < 16 ? Math.Cos(angle) : Math.Sin(angle));
            Assert.True(Math.Abs(values[i] - expected) < 2e-6, $"number {i} is {values[i]:r} and should be {expected:r}");
        }
    }

    [Fact]
    public void Permutation_IsTheStoredOne() => Assert.Equal(StoredBits.Permutation, Sequence.Permutation(StoredBits.Permutation.Length));

    [Fact]
    public void Elements_FromTheMiddle_AreThoseOfTheWhole()
    {
        var whole = new float[37];
        var doubles = new double[37];
        var fast = new float[100];
        Sequence.FastNormals(fast);
        for (int first = 0; first < fast.Length; first++)
        {
            for (int length = 0; length <= fast.Length - first; length++)
            {
                var part = new float[length];
                Sequence.FastNormals(part, (ulong)first);
                Assert.Equal(fast[first..(first + length)], part);
            }
        }
        Sequence.Normals(whole);
        Sequence.Uniforms(doubles);
        for (int first = 0; first < whole.Length; first++)
        {
            var part = new float[whole.Length - first];
            var doublePart = new double[whole.Length - first];
            Sequence.Normals(part, (ulong)first);
            Sequence.Uniforms(doublePart, (ulong)first);
            Assert.Equal(whole[first..], part);
            Assert.Equal(doubles[first..], doublePart);
        }
    }

    [Fact]
    public void Elements_OnManyThreads_AreThoseOfOne()
    {
        var one = new float[100_000];
        Sequence.Normals(one);
        var many = new float[one.Length];
        Parallel.For(0, 100, piece => Sequence.Normals(many.AsSpan(piece * 1000, 1000), (ulong)piece * 1000));
        Assert.Equal(one, many);
    }

    [Fact]
    public void Streams_OfOneSeed_Differ()
    {
        var firsts = Enumerable.Range(0, 1000).Select(stream => new RandomSequence(5, (ulong)stream).Word(0)).ToHashSet();
        Assert.True(firsts.Count >= 999, $"{firsts.Count} different words");
    }

    /// <summary>Of a million numbers: moments within five standard errors, and the chi-squared statistic of 100 equally likely classes.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Normals_HaveTheMomentsAndTheShapeOfTheNormalDistribution(bool isFast)
    {
        const int count = 1_000_000;
        var sequence = new RandomSequence(20221014);
        var values = new double[count];
        if (isFast)
        {
            var singles = new float[count];
            sequence.FastNormals(singles);
            values = Array.ConvertAll(singles, value => (double)value);
        }
        else
            sequence.Normals(values);
        double mean = values.Average(), variance = values.Average(v => v * v), third = values.Average(v => v * v * v), fourth = values.Average(v => v * v * v * v);
        double error = 1 / Math.Sqrt(count);
        Assert.InRange(mean, -5 * error, 5 * error);
        Assert.InRange(variance, 1 - 5 * Math.Sqrt(2) * error, 1 + 5 * Math.Sqrt(2) * error);
        Assert.InRange(third, -5 * Math.Sqrt(15) * error, 5 * Math.Sqrt(15) * error);
        Assert.InRange(fourth, 3 - 5 * Math.Sqrt(96) * error, 3 + 5 * Math.Sqrt(96) * error);

        double[] borders = [.. Enumerable.Range(1, 99).Select(i => NormalQuantile.Of((uint)Math.Round(i * 42949672.96)))];
        var classes = new int[100];
        foreach (double value in values)
        {
            int place = Array.BinarySearch(borders, value);
            classes[place < 0 ? ~place : place + 1]++;
        }
        Assert.InRange(classes.Sum(n => (n - 10_000.0) * (n - 10_000.0) / 10_000.0), 43, 180);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(long.MaxValue)]
    public void Below_AnyBound_IsInRange(long bound)
    {
        for (ulong i = 0; i < 1000; i++)
            Assert.InRange(Sequence.Below(i, bound), 0, bound - 1);
    }

    [Fact]
    public void Below_NoBound_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Sequence.Below(0, 0));

    [Fact]
    public void Permutation_OfThree_HasEachOrderEquallyOften()
    {
        int trials = RandomCases.Of(60_000);
        var counts = Enumerable.Range(0, trials).GroupBy(stream => string.Concat(new RandomSequence(9, (ulong)stream).Permutation(3))).Select(g => g.Count()).ToArray();
        Assert.Equal(6, counts.Length);
        double expected = trials / 6.0;
        Assert.InRange(counts.Sum(n => (n - expected) * (n - expected) / expected), 0, 25);
    }
}
