using StackExchange.Redis;

namespace OptGen.Evolution.Redis.Tests.Queue;

/// <summary>What is read from the server is checked: names, lengths, ranges, checksums.</summary>
public sealed class MessageTests
{
    private static readonly EvolutionOptions Options = new() { Population = 40, RangeSize = 6 };

    private static readonly Step Step = new(12, "0123456789abcdef0123456789abcdef");

    [Fact]
    public void Items_OfAllRanges_AreReadBack()
    {
        foreach (MemberRange range in Options.Ranges())
        {
            Assert.True(WorkItem.TryParse(new WorkItem(Step, range).Fields(), Options, out WorkItem item));
            Assert.Equal(new WorkItem(Step, range), item);
        }
    }

    [Theory]
    [InlineData("12:0123456789abcdef0123456789abcdef", "36", "6")]
    [InlineData("12:0123456789abcdef0123456789abcdef", "36", "0")]
    [InlineData("12:0123456789abcdef0123456789abcdef", "42", "4")]
    [InlineData("12:0123456789abcdef0123456789abcdef", "1", "6")]
    [InlineData("12:0123456789abcdef0123456789abcdef", "-6", "6")]
    [InlineData("12:0123456789abcdef0123456789abcdef", "+6", "6")]
    [InlineData("12:0123456789abcdef0123456789abcdef", "06", "6")]
    [InlineData("12:0123456789abcdef0123456789abcdef", " 6", "6")]
    [InlineData("12:0123456789abcdef0123456789abcdef", "6", "99999999999999999999")]
    [InlineData("12:0123456789abcdef0123456789abcdef", "", "")]
    [InlineData("-1:0123456789abcdef0123456789abcdef", "6", "6")]
    [InlineData("4294967296:0123456789abcdef0123456789abcdef", "6", "6")]
    [InlineData("12:0123456789ABCDEF0123456789abcdef", "6", "6")]
    [InlineData("12:0123456789abcdef0123456789abcde", "6", "6")]
    [InlineData("12:0123456789abcdef0123456789abcdef0", "6", "6")]
    [InlineData("12", "6", "6")]
    [InlineData(":", "6", "6")]
    [InlineData("", "6", "6")]
    public void Items_ThatAreMalformed_AreRefused(string step, string first, string count)
    {
        Assert.False(WorkItem.TryParse([new("step", step), new("first", first), new("count", count)], Options, out _));
    }

    [Fact]
    public void Items_WithOtherFields_AreRefused()
    {
        NameValueEntry[] right = new WorkItem(Step, new MemberRange(6, 6)).Fields();
        Assert.True(WorkItem.TryParse(right, Options, out _));
        Assert.False(WorkItem.TryParse(null, Options, out _));
        Assert.False(WorkItem.TryParse([], Options, out _));
        Assert.False(WorkItem.TryParse(right[..2], Options, out _));
        Assert.False(WorkItem.TryParse([.. right, new("more", 1)], Options, out _));
        Assert.False(WorkItem.TryParse([right[1], right[0], right[2]], Options, out _));
        Assert.False(WorkItem.TryParse([new("step", RedisValue.Null), right[1], right[2]], Options, out _));
        Assert.False(WorkItem.TryParse([new("step", new byte[] { 0xff, 0xfe }), right[1], right[2]], Options, out _));
    }

    /// <summary>Every bit, and every length; and what belongs to others.</summary>
    [Fact]
    public void Values_WithAnyBitFlippedOrCutOff_AreRefused()
    {
        double[] values = [1.5, -0.0, double.NaN, double.NegativeInfinity, double.Epsilon, Math.PI];
        byte[] bytes = FitnessValues.Pack(Step, 6, values);
        var read = new double[6];
        Assert.True(FitnessValues.TryUnpack(Step, 6, bytes, read));
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(FitnessValues.TryUnpack(Step, 6, bytes, read));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        for (int length = 0; length < bytes.Length; length++)
            Assert.False(FitnessValues.TryUnpack(Step, 6, bytes.AsSpan(0, length), read));
        Assert.False(FitnessValues.TryUnpack(Step, 6, [.. bytes, 0], read));
        Assert.False(FitnessValues.TryUnpack(Step, 0, bytes, read));
        Assert.False(FitnessValues.TryUnpack(Step with { Generation = 13 }, 6, bytes, read));
        Assert.False(FitnessValues.TryUnpack(Step with { Hash = Step.Hash.Replace('0', '1') }, 6, bytes, read));
    }

    [Fact]
    public void Identifiers_OfTheStream_AreOrderedAsNumbers()
    {
        Assert.True(StreamId.IsAfter("10-0", "9-5"));
        Assert.True(StreamId.IsAfter("10-11", "10-9"));
        Assert.False(StreamId.IsAfter("10-9", "10-9"));
        Assert.False(StreamId.IsAfter("9-99", "10-0"));
        Assert.True(StreamId.IsAfter("18446744073709551615-1", "18446744073709551615-0"));
    }

    [Fact]
    public void Runs_WithOddNamesOrTimes_AreRefused()
    {
        foreach (string id in new[] { "", " ", "a b", "a:b", "{a}", "ä", new string('a', 201) })
            Assert.Throws<ArgumentException>(() => new RedisRun("localhost", id));
        Assert.Equal("a.b-c_9", new RedisRun("localhost", "a.b-c_9").Id);
        Assert.Throws<ArgumentException>(() => new RedisRun("", "a"));
        Assert.Throws<ArgumentException>(() => new RedisRun("localhost,nonsense=1", "a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisRun("localhost", "a") { ClaimAfter = TimeSpan.FromMilliseconds(1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisRun("localhost", "a") { LongestEvaluation = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisRun("localhost", "a") { LongestOutage = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisRun("localhost", "a") { LongestPause = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisRun("localhost", "a") { KeptGenerations = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisRun("localhost", "a") { MostDeliveries = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisWorkers(new RedisRun("localhost", "a"), 0));
    }
}
