using System.Collections.Concurrent;
using OptGen.Evolution.Redis.Tests.Servers;
using OptGen.Evolution.Tests;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis.Tests.Workers;

/// <summary>Updates whose slices are computed by workers: what is damaged, lost or another step's is computed again, and the bits stay.</summary>
public sealed class SharedUpdateTests
{
    private const int Slices = 6;

    private static readonly RunKeys Keys = new("test");

    [Theory]
    [InlineData(1)]
    [InlineData(50_000)]
    [InlineData(100_000)]
    public void Estimates_WithAnySlicesKnown_HaveTheSameBits(long numbers)
    {
        var options = new EvolutionOptions { Population = 34, RangeSize = 2, Noise = Noise.FullRank, Seed = 9 };
        EvolutionStrategy Strategy() => new(Networks.Perceptron(70, 90, 31), options, Networks.Adam);
        var random = new Random(3);
        double[] fitness = [.. Enumerable.Range(0, 34).Select(_ => random.NextDouble())], other = [.. fitness.Reverse()];
        using EvolutionStrategy plain = Strategy();
        plain.Tell(fitness);
        byte[] expected = Networks.Bits(plain.Network);
        for (int i = 0; i < 8; i++)
        {
            using EvolutionStrategy strategy = Strategy();
            EstimateSlices cut = EstimateSlices.Of(strategy, numbers, 17)!;
            Assert.True(cut.Count > 1);
            var known = new KnownEstimate(cut, i == 6 ? 1 : 0, i == 7 ? other : fitness);
            for (int slice = 0; slice < cut.Count; slice++)
            {
                // All of them, some, and wrong ones of another generation and of other fitness.
                if (i >= 6)
                    known[slice] = new float[cut.Length(slice)];
                else if (i == 0 || random.Next(2) == 0)
                    known[slice] = cut.Compute(0, fitness, slice);
            }
            strategy.Known = known;
            strategy.Tell(fitness);
            Assert.Equal(expected, Networks.Bits(strategy.Network));
            Assert.Null(strategy.Known);
        }
    }

    /// <summary>What the strategy is given is what it takes: else the tests above would hold without slices.</summary>
    [Fact]
    public void Estimates_WithAWrongSlice_HaveOtherBits()
    {
        using EvolutionStrategy plain = SmallTask.Strategy(SmallTask.Shared), strategy = SmallTask.Strategy(SmallTask.Shared);
        double[] fitness = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        EstimateSlices cut = SmallTask.Slices.Cut(strategy)!;
        Assert.Equal(Slices, cut.Count);
        strategy.Known = new KnownEstimate(cut, 0, fitness) { [0] = new float[cut.Length(0)] };
        strategy.Tell(fitness);
        plain.Tell(fitness);
        Assert.NotEqual(Networks.Bits(plain.Network), Networks.Bits(strategy.Network));
    }

    [Fact]
    public void Updates_ThatAreLittleWork_AreNotShared()
    {
        using EvolutionStrategy shared = SmallTask.Strategy(SmallTask.Shared), low = SmallTask.Strategy();
        Assert.Null(SmallTask.Slices.Cut(low));
        Assert.Null(SliceRule.Default.Cut(shared));
        Assert.Null(new SliceRule(1, 21).Cut(shared));
        Assert.NotNull(new SliceRule(1, 20).Cut(shared));
        using var network = new UnderflowNetwork(UnderflowNetwork.PostWidths);
        using var post = new EvolutionStrategy(network, new EvolutionOptions { Population = 256 }, Networks.Adam);
        EstimateSlices cut = SliceRule.Default.Cut(post)!;
        Assert.InRange(cut.Count, 8, 16);
        Assert.Equal(network.parameters().Sum(parameter => parameter.numel()), Enumerable.Range(0, cut.Count).Sum(slice => (long)cut.Length(slice)));
        Assert.False(cut.IsFor([.. Enumerable.Repeat(double.NaN, 256)]));
        Assert.True(cut.IsFor([.. Enumerable.Repeat(double.NegativeInfinity, 256)]));
    }

    [Fact]
    public void Values_OfSlices_WithAnyBitFlippedOrCutOff_AreRefused()
    {
        using EvolutionStrategy strategy = SmallTask.Strategy(SmallTask.Shared);
        EstimateSlices cut = SmallTask.Slices.Cut(strategy)!;
        int slice = Enumerable.Range(0, Slices).MinBy(cut.Length);
        Step step = StrategyIdentity.StepOf(strategy);
        float[] values = [.. Enumerable.Range(0, cut.Length(slice)).Select(i => i == 0 ? -0f : 1f / i)];
        byte[] bytes = SliceValues.Pack(step, cut, slice, values);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), SliceValues.Unpack(step, cut, slice, bytes)!.Select(BitConverter.SingleToInt32Bits));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SliceValues.Unpack(step, cut, slice, bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        for (int length = 0; length < bytes.Length; length++)
            Assert.Null(SliceValues.Unpack(step, cut, slice, bytes.AsSpan(0, length)));
        Assert.Null(SliceValues.Unpack(step with { Generation = 1 }, cut, slice, bytes));
        Assert.Null(SliceValues.Unpack(step, cut, slice == 0 ? 1 : 0, bytes));
    }

    [Fact]
    public void Items_OfSlices_AreReadBackOrRefused()
    {
        using EvolutionStrategy strategy = SmallTask.Strategy(SmallTask.Shared);
        EstimateSlices cut = SmallTask.Slices.Cut(strategy)!;
        Step step = StrategyIdentity.StepOf(strategy);
        NameValueEntry[] right = new SliceItem(step, 5).Fields();
        Assert.True(SliceItem.TryParse(right, cut, out SliceItem item));
        Assert.Equal(new SliceItem(step, 5), item);
        Assert.False(SliceItem.TryParse(right, null, out _));
        Assert.False(SliceItem.TryParse(null, cut, out _));
        Assert.False(SliceItem.TryParse([.. right, new("more", 1)], cut, out _));
        Assert.False(SliceItem.TryParse([right[1], right[0]], cut, out _));
        foreach (string slice in new[] { "6", "-1", "05", "", " 1", "x", "99999999999999999999" })
            Assert.False(SliceItem.TryParse([right[0], new("slice", slice)], cut, out _));
        Assert.False(SliceItem.TryParse([new("step", "12"), right[1]], cut, out _));
        Assert.False(WorkItem.TryParse(right, SmallTask.Shared, out _));
    }

    /// <summary>A worker computes all slices of some generation, unless the coordinator wants none.</summary>
    [TheoryWithRedis]
    [InlineData(true)]
    [InlineData(false)]
    public void Workers_ComputeSlices_WhereTheCoordinatorAsks(bool asks)
    {
        using var server = new RedisServerProcess();
        using ConnectionMultiplexer connection = server.Connect();
        RedisRun Run(bool shares) => new(server.Address, "test") { Slices = SmallTask.Slices, ShareUpdate = shares };
        // What workers say does not matter.
        using var worker = new WorkerThread(Run(!asks), isShared: true);
        using var workers = new RedisWorkers(Run(asks), 1);
        long most = 0;
        int keys = 0;
        Assert.Equal(SmallTask.ExpectedOf(true), SmallTask.Evolve(workers, isShared: true, after: _ =>
        {
            RedisKey[] there = [.. connection.GetServers()[0].Keys(pattern: "*slices:*")];
            keys = Math.Max(keys, there.Length);
            most = Math.Max(most, there.Select(key => connection.GetDatabase().HashLength(key)).DefaultIfEmpty().Max());
        }));
        Assert.Equal(asks ? Slices + 1 : 0, most);
        Assert.InRange(keys, asks ? 1 : 0, asks ? 2 : 0);
    }

    /// <summary>The server has slices already: one is no slice, one another step's, one another slice.</summary>
    [FactWithRedis]
    public void Slices_ThatAreDamagedOrOthers_AreComputedAgain()
    {
        using var server = new RedisServerProcess();
        using ConnectionMultiplexer connection = server.Connect();
        using EvolutionStrategy strategy = SmallTask.Strategy(SmallTask.Shared);
        EstimateSlices cut = SmallTask.Slices.Cut(strategy)!;
        Step step = StrategyIdentity.StepOf(strategy);
        connection.GetDatabase().HashSet(Keys.Slices(step),
        [
            new("0", "short"),
            new("1", SliceValues.Pack(step with { Generation = 1 }, cut, 1, new float[cut.Length(1)])),
            new("2", SliceValues.Pack(step, cut, 3, new float[cut.Length(3)])),
            new("nonsense", "x")
        ]);
        var said = new ConcurrentQueue<string>();
        using var worker = new WorkerThread(server.Run(log: said.Enqueue), isShared: true);
        using var workers = new RedisWorkers(server.Run(log: said.Enqueue), 1);
        Assert.Equal(SmallTask.ExpectedOf(true), SmallTask.Evolve(workers, isShared: true));
        Assert.Null(worker.Error);
        foreach (int slice in new[] { 0, 1, 2 })
            Assert.Contains(said, sentence => sentence.StartsWith($"The slice {slice} in '{Keys.Slices(step)}' was malformed", StringComparison.Ordinal));
    }

    /// <summary>Somebody takes slices off the stream without computing them, deletes those that are there, or takes away what says that they will come.</summary>
    [TheoryWithRedis]
    [InlineData("work")]
    [InlineData("results")]
    [InlineData("request")]
    public void Slices_ThatAreLost_AreComputedByWhoNeedsThem(string what)
    {
        using var server = new RedisServerProcess();
        using ConnectionMultiplexer connection = server.Connect();
        IDatabase database = connection.GetDatabase();
        using var worker = new WorkerThread(server.Run(), isShared: true);
        using var workers = new RedisWorkers(server.Run(), 1);
        using var cancellation = new CancellationTokenSource();
        int taken = 0;
        Task thief = Task.Run(() =>
        {
            while (!cancellation.IsCancellationRequested)
            {
                if (what == "work")
                {
                    foreach (StreamEntry entry in database.StreamRange(Keys.Work).Where(entry => taken < 12 && entry.Values is [_, { Name: var name }] && name == "slice"))
                        taken += (int)database.StreamDelete(Keys.Work, [entry.Id]);
                }
                else
                {
                    foreach (RedisKey key in connection.GetServers()[0].Keys(pattern: "*slices:*").Where(_ => taken < 12))
                        taken += database.HashDelete(key, what == "results" ? "4" : RunKeys.Cut) ? 1 : 0;
                }
            }
        });
        Assert.Equal(SmallTask.ExpectedOf(true), SmallTask.Evolve(workers, isShared: true));
        cancellation.Cancel();
        thief.Wait();
        Assert.Null(worker.Error);
        Assert.True(taken > 0, "Nothing was lost.");
    }

    [FactWithRedis]
    public void Fitness_ThatIsNotANumber_IsNotShared()
    {
        using var server = new RedisServerProcess();
        using ConnectionMultiplexer connection = server.Connect();
        using var worker = new WorkerThread(server.Run(), Fitness.Of<TorchSharp.torch.nn.Module>((_, generation) => generation == 2 ? double.NaN : 1), isShared: true);
        using var workers = new RedisWorkers(server.Run(), 1);
        Assert.Contains("of member 0 of generation 2 is not a number", Assert.Throws<EvolutionException>(() => SmallTask.Evolve(workers, isShared: true)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(connection.GetServers()[0].Keys(), key => key.ToString().Contains("slices:2:", StringComparison.Ordinal));
        workers.End();
        worker.Join();
        Assert.Null(worker.Error);
    }
}
