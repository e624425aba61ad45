using System.Runtime.InteropServices;
using OptGen.Benchmarks.Harness;
using OptGen.Masking;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// Writing and reading files of masked networks, in memory, for each mask bit: checksums, checks and all. What is aimed at is 100 million bits a second of one core where masks are
/// stored plainly, and 40 million where they are coded. The clock counts the processor's time that the process gets, so that other processes cost nothing.
/// </summary>
internal static class MaskingFileSuite
{
    private const int Rows = 1024;
    private const int Columns = 2048;
    private const double PlainNanoseconds = 10, CodedNanoseconds = 25;

    public static Suite Create()
    {
        var random = new Random(1);
        double[] rows = Densities(random, Rows), columns = Densities(random, Columns);
        return new Suite(
            "masking-file",
            Machine.Describe("1 thread"),
            [
                .. Cases("half kept, no structure", PlainNanoseconds, Network(random, (_, _) => 0.5)),
                .. Cases("a tenth kept, no structure", CodedNanoseconds, Network(random, (_, _) => 0.1)),
                .. Cases("a tenth kept, rows and columns of their own density", CodedNanoseconds, Network(random, (row, column) => 0.1 / (0.1 + (0.9 * rows[row] * columns[column])))),
                .. Cases("half kept, two of each four", CodedNanoseconds, Network(random, TwoOfFour(random)))
            ]);
    }

    private static IEnumerable<Case> Cases(string name, double target, MaskFileContents contents)
    {
        var file = MaskFile.ToBytes(contents);
        var mask = MaskFile.Describe(file).Masks[0];
        var what = $"{name} ({mask.Coding}, {mask.Bytes / mask.EntropyBytes:0.000} of n*H(k))";
        yield return new Case($"Write: {what}", "ns", target, ProcessorTime(() => MaskFile.ToBytes(contents))) { Items = Rows * Columns };
        yield return new Case($"Read: {what}", "ns", target, ProcessorTime(() => MaskFile.FromBytes(file))) { Items = Rows * Columns };
    }

    private static Func<int, double> ProcessorTime(Action action) => count =>
    {
        var start = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < count; i++) action();
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    };

    private static MaskFileContents Network(Random random, Func<int, int, double> probability)
    {
        var mask = new byte[Rows * Columns / 8];
        var kept = 0;
        for (var i = 0; i < Rows * Columns; i++)
        {
            if (random.NextDouble() >= probability(i / Columns, i % Columns)) continue;
            mask[i / 8] |= (byte)(1 << (i % 8));
            kept++;
        }

        return new MaskFileContents
        {
            Fill = new MaxLayerFill(),
            Values = FillValues.Normal,
            Seed = 1,
            Prototype = new SeedPrototype(),
            Weights = [new MaskedWeight { Name = "weight", Shape = [Rows, Columns], Kept = kept, Gain = 1, Mask = ImmutableCollectionsMarshal.AsImmutableArray(mask) }]
        };
    }

    /// <summary>Factors from 1/e to e on the odds.</summary>
    private static double[] Densities(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Math.Exp((2 * random.NextDouble()) - 1))];

    private static Func<int, int, double> TwoOfFour(Random random)
    {
        int[] pairs = [0b0011, 0b0101, 0b1001, 0b0110, 0b1010, 0b1100];
        var pair = 0;
        return (_, column) =>
        {
            if (column % 4 == 0) pair = pairs[random.Next(6)];
            return (pair >> (column % 4)) & 1;
        };
    }
}
