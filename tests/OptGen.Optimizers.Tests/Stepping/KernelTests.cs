using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>The vector code against its definition, bit for bit.</summary>
public sealed unsafe class KernelTests
{
    public static TheoryData<string, string> RulesAndLocations()
    {
        var data = new TheoryData<string, string>();
        foreach (var rule in Enum.GetNames<RuleKind>())
        {
            foreach (var location in new[] { "none", "Gradient", "Update" }) data.Add(rule, location);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(RulesAndLocations))]
    public void Kernel_SingleRowsOfLength0To257_GiveTheBitsOfTheReference(string rule, string location)
    {
        for (var length = location == "none" ? 0 : 1; length <= 257; length++)
        {
            var layout = new RowLayout(location == "none" ? 1 : 2, 1, 1, length);
            Compare<float>(rule, location, layout, seed: length, special: false);
            Compare<double>(rule, location, layout, seed: length, special: false);
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndLocations))]
    public void Kernel_NaNsInfinitiesZerosAndSubnormals_GiveTheBitsOfTheReference(string rule, string location)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            Compare<float>(rule, location, new RowLayout(3, 1, 1, 37), seed, special: true);
            Compare<double>(rule, location, new RowLayout(3, 1, 1, 37), seed, special: true);
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndLocations))]
    public void Kernel_LongRowsAndRowsInPieces_GiveTheBitsOfTheReference(string rule, string location)
    {
        foreach (var layout in new[] { new RowLayout(1, 1, 1, 9001), new RowLayout(2, 3, 5, 9), new RowLayout(1, 4, 3, 1), new RowLayout(3, 2, 1, 16) })
        {
            Compare<float>(rule, location, location == "none" ? new RowLayout(1, 1, 1, 270) : layout, 7, special: false);
            Compare<double>(rule, location, location == "none" ? new RowLayout(1, 1, 1, 270) : layout, 7, special: false);
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndLocations))]
    public void Kernel_ManyRowsOfLength1To70And4608_GiveTheBitsOfTheReference(string rule, string location)
    {
        if (location == "none") return;
        for (var length = 1; length <= 71; length++)
        {
            var layout = length == 71 ? new RowLayout(4, 1, 1, 4608) : new RowLayout(3 + 4500 / length, 1, 1, length);
            Compare<float>(rule, location, layout, seed: length, special: false, offset: length % 5, parts: 1 + length % 3);
            Compare<double>(rule, location, layout, seed: length, special: false, offset: length % 3, parts: 1 + length % 2);
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndLocations))]
    public void Kernel_RowsLargerThanTheCache_GiveTheBitsOfTheReference(string rule, string location)
    {
        var layout = location == "none" ? new RowLayout(1, 1, 1, 210_001) : new RowLayout(3, 1, 1, 70_001);
        Compare<float>(rule, location, layout, seed: 4, special: false, offset: 1);
        Compare<double>(rule, location, layout, seed: 4, special: false, offset: 1);
    }

    [Fact]
    public void Comparison_OneBitOff_Fails()
    {
        var one = new[] { 1f, 2f };
        Assert.Throws<Xunit.Sdk.TrueException>(() => SameBits(one, [1f, MathF.BitIncrement(2f)], "changed"));
    }

    private static void Compare<T>(string rule, string location, RowLayout layout, int seed, bool special, int offset = 0, int parts = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var count = (int)(layout.Rows * layout.FanIn);
        var whole = count + offset;
        var expected = Enumerable.Range(0, 5).Select(array => Fill<T>(random, whole, special, positive: array > 2)).ToArray();
        var start = expected.Select(array => (T[])array.Clone()).ToArray();
        var update = new UpdateRule(Enum.Parse<RuleKind>(rule), 0.1)
        {
            Keep = 0.9, Fresh = 0.3, Keep2 = 0.99, Fresh2 = 0.02, RootScale = 1.25, Epsilon = 1e-6
        };
        var frame = (seed % 5) switch
        {
            0 => new StepFrame(1, 0, true, 1, 0),
            1 => new StepFrame(-1, 0.01, true, 1, 0),
            2 => new StepFrame(1, 0.01, false, 0.999, 0),
            3 => new StepFrame(1, 0, true, 0.99, 0.003),
            _ => new StepFrame(1, 0.02, true, 1, 0)
        };
        var place = location == "none" ? (CentralizationLocation?)null : Enum.Parse<CentralizationLocation>(location);
        var removed = Run(expected, RowCode.Reference);
        foreach (var code in new[] { RowCode.Lanes256, RowCode.Lanes512 })
        {
            var actual = start.Select(array => (T[])array.Clone()).ToArray();
            Assert.Equal(removed, Run(actual, code));
            for (var i = 0; i < 5; i++) SameBits(expected[i], actual[i], $"{rule}, {location}, {code}, {layout}, array {i}, seed {seed}");
        }

        // In parts, as threads do it; the reference too, since what was removed is added up part by part.
        double Run(T[][] arrays, RowCode code)
        {
            fixed (T* w = arrays[0], g = arrays[1], a = arrays[2], b = arrays[3], c = arrays[4])
            {
                var job = new RowJob
                {
                    Weight = w + offset,
                    Gradient = g + offset,
                    A = a + offset,
                    B = b + offset,
                    C = c + offset,
                    Layout = layout,
                    Location = place,
                    IsStreamed = offset > 0,
                    Rule = update,
                    Frame = frame
                };
                job.Run = RuleCode.Find(update.Kind).Rows(typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64, frame, code);
                var (units, sum) = (place is null ? count : layout.Rows, 0.0);
                for (var part = 0; part < parts; part++) sum += job.Run(ref job, units * part / parts, units * (part + 1) / parts);
                return sum;
            }
        }
    }

    private static T[] Fill<T>(Random random, int count, bool special, bool positive)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] odd = [T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.NegativeZero, T.Zero, T.Epsilon, -T.Epsilon, T.CreateTruncating(1e38), T.One];
        return Enumerable.Range(0, count).Select(_ =>
        {
            var value = T.CreateTruncating(random.NextDouble() * 2 - 1);
            if (positive) value = T.Abs(value);
            return special && random.Next(25) == 0 ? odd[random.Next(odd.Length)] : value;
        }).ToArray();
    }

    private static void SameBits<T>(T[] expected, T[] actual, string where)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (MemoryMarshal.AsBytes<T>(expected).SequenceEqual(MemoryMarshal.AsBytes<T>(actual))) return;
        for (var i = 0; i < expected.Length; i++)
        {
            if (T.IsNaN(expected[i]) && T.IsNaN(actual[i])) continue;
            var same = MemoryMarshal.AsBytes(expected.AsSpan(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan(i, 1)));
            // A message for each of millions of elements would take longer than what is tested.
            if (!same) Assert.True(same, $"{where}, element {i}: {expected[i]} by definition, but {actual[i]}");
        }
    }
}
