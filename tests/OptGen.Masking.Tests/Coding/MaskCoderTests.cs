using OptGen.Tests.Shared;

namespace OptGen.Masking.Tests;

public sealed class MaskCoderTests
{
    public static TheoryData<double> Fractions => [1.0, 0.9, 0.5, 0.3, 0.1, 0.05, 0.01, 0.001, 0.0];

    [Theory]
    [MemberData(nameof(Fractions))]
    public void Encode_RandomMask_IsReadAgainAndNearItsEntropy(double fraction)
    {
        var random = new Random(7);
        long[][] shapes = [[1], [7], [3, 5], [64, 64], [300, 1000], [32, 16, 3, 3], [128, 1, 5, 5], [10, 3, 1, 1], [2, 70000], [40000], [16, 8, 9, 9], [4, 6, 3]];
        foreach (var shape in shapes)
        {
            var count = (int)shape.Aggregate((a, b) => a * b);
            var kept = (int)Math.Round(count * fraction);
            var mask = SampleMasks.Exactly(random, count, kept);
            var bytes = RoundTrip(mask, shape, kept).Length;
            Assert.InRange(bytes, 0, Math.Min(mask.Length, 64 + (1.005 * SampleMasks.EntropyBytes(count, kept))));
        }
    }

    [Fact]
    public void Encode_EveryCountOfWeights_IsReadAgain()
    {
        var random = new Random(8);
        for (var count = 1; count <= 300; count++)
        {
            for (var kept = 0; kept <= count; kept += 1 + (count / 7))
                RoundTrip(SampleMasks.Exactly(random, count, kept), [count], kept);
            foreach (var width in new[] { 1, 2, 3, 8, 17 })
            {
                if (count % width != 0) continue;
                var mask = SampleMasks.Exactly(random, count, count / 3);
                RoundTrip(mask, [count / width, width], count / 3);
                RoundTrip(mask, [1, count / width, width], count / 3);
            }
        }
    }

    [Fact]
    public void Encode_RowsAndColumnsOfTheirOwnDensity_TakesNearlyTheEntropyOfTheDensities()
    {
        var random = new Random(9);
        double[] rows = Enumerable.Range(0, 512).Select(_ => Math.Exp(2 * random.NextDouble() - 1)).ToArray();
        double[] columns = Enumerable.Range(0, 1024).Select(_ => Math.Exp(2 * random.NextDouble() - 1)).ToArray();
        foreach (var k in new[] { 0.5, 0.1 })
        {
            double Probability(int row, int column) => k / (k + ((1 - k) / (rows[row] * columns[column])));
            var mask = SampleMasks.Random(random, 512, 1024, Probability);
            var ideal = 0.0;
            for (var row = 0; row < 512; row++)
                for (var column = 0; column < 1024; column++) ideal += SampleMasks.EntropyBytes(1 << 30, (long)(Probability(row, column) * (1 << 30))) / (1 << 30);
            var kept = SampleMasks.Ones(mask);
            var length = RoundTrip(mask, [512, 1024], kept).Length;
            Assert.InRange(length, 0.99 * ideal, 1.02 * ideal);
            Assert.True(length < 0.95 * SampleMasks.EntropyBytes(512 * 1024, kept));
        }
    }

    [Theory]
    [InlineData("channels pruned", 64, 576, 0.62)]
    [InlineData("kernels pruned", 64, 576, 0.14)]
    [InlineData("two of four", 512, 512, 0.65)]
    [InlineData("dead columns", 256, 784, 0.68)] // half of the columns take a bit each, 0.62 of H(1/4)
    [InlineData("checkerboard", 100, 100, 0.05)]
    public void Encode_Structure_TakesAPartOfTheEntropy(string structure, int rows, int columns, double most)
    {
        var random = new Random(10);
        double[] live = Enumerable.Range(0, 64 * 64).Select(_ => random.NextDouble()).ToArray();
        var first = new int[rows * columns / 4];
        for (var group = 0; group < first.Length; group++) first[group] = random.Next(6);
        int[] pairs = [0b0011, 0b0101, 0b1001, 0b0110, 0b1010, 0b1100];
        var mask = SampleMasks.Random(random, rows, columns, (row, column) => structure switch
        {
            "channels pruned" => live[column / 9] < 0.5 ? 0.6 : 0,
            "kernels pruned" => live[(row * 64) + (column / 9)] < 0.3 ? 1 : 0,
            "two of four" => (pairs[first[((row * columns) + column) / 4]] >> (column % 4)) & 1,
            "dead columns" => live[column] < 0.5 ? 0.5 : 0,
            _ => (row + column) % 2
        });
        long[] shape = structure.EndsWith("pruned", StringComparison.Ordinal) ? [64, 64, 3, 3] : [rows, columns];
        var kept = SampleMasks.Ones(mask);
        Assert.InRange(RoundTrip(mask, shape, kept).Length, 1, most * SampleMasks.EntropyBytes(rows * columns, kept));
    }

    [Fact]
    public void Encode_LargeMaskWithoutStructure_IsPlainAtOneHalf()
    {
        var mask = SampleMasks.Exactly(new Random(11), 1 << 21, 1 << 20);
        var coded = MaskCoder.Encode(mask, [1 << 10, 1 << 11], 1 << 20);
        Assert.Equal(MaskCoding.Plain, coded.Coding);
        Assert.Equal(mask, coded.Bytes.ToArray());
    }

    [Fact]
    public void Encode_LargeMaskWithStructure_IsCodedByContexts()
    {
        var random = new Random(12);
        var dense = Enumerable.Range(0, 2048).Select(_ => random.NextDouble()).ToArray();
        var mask = SampleMasks.Random(random, 1024, 2048, (_, column) => dense[column]);
        var kept = SampleMasks.Ones(mask);
        var coded = MaskCoder.Encode(mask, [1024, 2048], kept);
        Assert.Equal(MaskCoding.Contexts, coded.Coding);
        Assert.InRange(coded.Bytes.Length, 0, 0.75 * mask.Length); // the mean of H over [0, 1] is 1/(2 ln 2) = 0.72
    }

    [Fact]
    public void Decode_AnyBytes_GivesAMaskOrSaysWhatIsWrong()
    {
        var random = new Random(13);
        long[][] shapes = [[5, 40], [4, 3, 3, 3], [123]];
        var answers = new HashSet<string>();
        for (var i = 0; i < RandomCases.Of(20000); i++)
        {
            var shape = shapes[i % shapes.Length];
            var count = (int)shape.Aggregate((a, b) => a * b);
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (i % 100 == 0) bytes.AsSpan().Fill(255);
            var mask = new byte[(count + 7) / 8];
            var answer = MaskCoder.Decode((MaskCoding)random.Next(3), bytes, shape, random.Next(count + 1), mask);
            answers.Add(answer?.Split(' ')[0] ?? "none");
            Assert.True(count % 8 == 0 || mask[^1] >> (count % 8) == 0 || answer is null);
        }

        Assert.Superset(new HashSet<string> { "none", "begins", "has", "is" }, answers);
    }

    private static byte[] RoundTrip(byte[] mask, long[] shape, long kept)
    {
        var coded = MaskCoder.Encode(mask, shape, kept);
        var read = new byte[mask.Length];
        Assert.Null(MaskCoder.Decode(coded.Coding, coded.Bytes.Span, shape, kept, read));
        Assert.Equal(mask, read);
        return coded.Bytes.ToArray();
    }
}
