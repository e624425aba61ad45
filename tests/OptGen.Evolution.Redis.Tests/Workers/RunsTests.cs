using OptGen.Evolution.Redis.Tests.Servers;
using OptGen.Evolution.Tests;
using StackExchange.Redis;
using static TorchSharp.torch;

namespace OptGen.Evolution.Redis.Tests.Workers;

/// <summary>Whose run it is, and what the server has of it.</summary>
public sealed class RunsTests
{
    [FactWithRedis]
    public void Runs_SideBySide_DoNotMix()
    {
        using var server = new RedisServerProcess();
        EvolutionOptions other = SmallTask.Options with { Seed = 77 };
        byte[] Evolve(IPopulationWorkers workers)
        {
            using EvolutionStrategy strategy = SmallTask.Strategy(other);
            new EvolutionRun(strategy, workers).Run(SmallTask.Generations);
            return Networks.Bits(strategy.Network);
        }

        using var threads = new ThreadWorkers(SmallTask.Network, Networks.Classification(), 1);
        byte[] expected = Evolve(threads);
        using var one = new WorkerThread(server.Run("one"));
        using var two = new WorkerThread(server.Run("two"), strategy: SmallTask.Strategy(other));
        using var firstWorkers = new RedisWorkers(server.Run("one"), 1);
        using var secondWorkers = new RedisWorkers(server.Run("two"), 1);
        Task<byte[]> first = Task.Run(() => SmallTask.Evolve(firstWorkers)), second = Task.Run(() => Evolve(secondWorkers));
        Assert.Equal(SmallTask.Expected, first.Result);
        Assert.Equal(expected, second.Result);
        firstWorkers.End();
        one.Join();
        Assert.False(two.HasReturned);
    }

    [FactWithRedis]
    public void Run_ThatIsThere_IsRefusedOrResumed()
    {
        using var server = new RedisServerProcess();
        int evaluations = 0;
        using var worker = new WorkerThread(server.Run(), new WatchedFitness(_ => Interlocked.Increment(ref evaluations)));
        using (var workers = new RedisWorkers(server.Run(), 1))
            SmallTask.Evolve(workers, generations: 20);
        void Fails(string words, RedisRun run, EvolutionStrategy strategy)
        {
            using var workers = new RedisWorkers(run, 1);
            using (strategy)
                Assert.Contains(words, Assert.Throws<EvolutionException>(() => new EvolutionRun(strategy, workers).Run(1)).Message, StringComparison.Ordinal);
        }

        Fails("The server has a run 'test' already: set RedisRun.Resume", server.Run(), SmallTask.Strategy());
        Fails("evolves something else: there is \"options: population 40, sigma 0.02,", server.Run(resume: true), SmallTask.Strategy(SmallTask.Options with { Sigma = 0.5 }));
        Fails("here \"optimiser: SGD\"", server.Run(resume: true), new EvolutionStrategy(SmallTask.Network(), SmallTask.Options, network => optim.SGD(network.parameters(), 0.1)));
        Fails("here \"network: 6 evolved; layers.0.weight Float32 [20, 6]", server.Run(resume: true), new EvolutionStrategy(new UnderflowNetwork([6, 20, 16, 3]), SmallTask.Options, Networks.Adam));
        int before = evaluations;
        using var resumed = new RedisWorkers(server.Run(resume: true), 1);
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(resumed));
        // The first twenty generations are taken from the server.
        Assert.InRange(evaluations - before, 30 * 7, 30 * 7 + 7);
        Assert.Null(worker.Error);
    }

    [FactWithRedis]
    public void Coordinator_WhoseRunIsTakenOver_SaysSo()
    {
        using var server = new RedisServerProcess();
        using var first = new RedisWorkers(server.Run(), 1);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        Task<byte[]> waiting = Task.Run(() => SmallTask.Evolve(first, cancellation: cancellation.Token));
        using ConnectionMultiplexer connection = server.Connect();
        Wait.Until(() => connection.GetDatabase().StreamLength("optgen:{test}:work") == 7);
        using var worker = new WorkerThread(server.Run(claimAfter: 5), new WatchedFitness(_ => Thread.Sleep(10)));
        using var second = new RedisWorkers(server.Run(resume: true), 1);
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(second));
        Assert.Contains("Another coordinator has taken over the run 'test'", Assert.Throws<EvolutionException>(() => waiting.GetAwaiter().GetResult()).Message, StringComparison.Ordinal);
        Assert.Contains("Another coordinator has the run 'test'", Assert.Throws<EvolutionException>(() => first.End()).Message, StringComparison.Ordinal);
    }

    [FactWithRedis]
    public void Worker_OfAnotherStrategy_SaysWhatDiffers()
    {
        using var server = new RedisServerProcess();
        using var right = new WorkerThread(server.Run());
        using var wrong = new WorkerThread(server.Run(), name: "third", strategy: SmallTask.Strategy(SmallTask.Options with { RangeSize = 8 }));
        using var workers = new RedisWorkers(server.Run(), 1);
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(workers));
        wrong.Join();
        string words = Assert.IsType<EvolutionException>(wrong.Error).Message;
        Assert.Contains("The worker third cannot work for the run 'test', which evolves something else: there is \"options: ", words, StringComparison.Ordinal);
        Assert.Contains("ranges of 8 together", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Worker_WithAWrongFactory_IsRefused()
    {
        var run = new RedisRun("127.0.0.1:1", "test");
        using EvolutionStrategy strategy = SmallTask.Strategy();
        void Fails(string words, Func<nn.Module> network) =>
            Assert.Contains(words, Assert.Throws<EvolutionException>(() => new RedisWorker(run, strategy, network, Networks.Classification())).Message, StringComparison.Ordinal);
        Fails("gave none", () => null!);
        Fails("must make a new one", () => strategy.Network);
        Fails("layers.0.weight Float32 [16, 5]", () => new UnderflowNetwork([5, 16, 16, 3]));
    }

    /// <summary>Somebody writes what is no work and no result, deletes what is some, and takes work up without a trace.</summary>
    [FactWithRedis]
    public void Server_WithMalformedEntries_IsPutInOrder()
    {
        using var server = new RedisServerProcess();
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using ConnectionMultiplexer connection = server.Connect();
        IDatabase database = connection.GetDatabase();
        RedisKey work = "optgen:{test}:work";
        using var workers = new RedisWorkers(server.Run(claimAfter: 0.2, log: said.Enqueue), 1);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(45));
        Task<byte[]> evolving = Task.Run(() => SmallTask.Evolve(workers, cancellation: cancellation.Token));
        Wait.Until(() => database.StreamLength(work) == 7);
        string step = database.HashGet("optgen:{test}:run", RunKeys.Step)!;
        RedisKey results = $"optgen:{{test}}:results:{step}";
        database.StreamAdd(work, "a", "b");
        database.StreamAdd(work, [new("step", step), new("first", 3), new("count", 6)]);
        database.StreamAdd(work, [new("step", step), new("first", 0), new("count", 1_000_000_000)]);
        database.StreamAdd(work, [new("step", "99999999999999:zz"), new("first", 0), new("count", 6)]);
        database.HashSet(results, [new("0", "short"), new("6", new byte[64]), new("nonsense", "x")]);
        // One entry is gone, another was taken up and forgotten.
        StreamEntry[] entries = database.StreamRange(work);
        database.StreamDelete(work, [entries[2].Id]);
        StreamEntry[] taken = database.StreamReadGroup(work, RunKeys.Group, "nobody", StreamPosition.NewMessages, 1);
        database.StreamAcknowledge(work, RunKeys.Group, taken[0].Id);
        using var worker = new WorkerThread(server.Run(claimAfter: 0.2, log: said.Enqueue));
        Assert.Equal(SmallTask.Expected, evolving.Result);
        Assert.Null(worker.Error);
        Assert.Contains(said, sentence => sentence.Contains("malformed", StringComparison.Ordinal) || sentence.Contains("is no work of this run", StringComparison.Ordinal));
        Assert.Contains(said, sentence => sentence.Contains("A result of the members 0 to 5", StringComparison.Ordinal));
    }

    [FactWithRedis]
    public void Snapshot_ThatIsDamaged_EndsTheWorkerWithASentence()
    {
        using var server = new RedisServerProcess();
        using ConnectionMultiplexer connection = server.Connect();
        IDatabase database = connection.GetDatabase();
        using var workers = new RedisWorkers(server.Run(), 1);
        using var cancellation = new CancellationTokenSource();
        Task<byte[]> evolving = Task.Run(() => SmallTask.Evolve(workers, cancellation: cancellation.Token));
        Wait.Until(() => database.StreamLength("optgen:{test}:work") == 7);
        byte[] state = database.HashGet("optgen:{test}:snapshot", RunKeys.State)!;
        state[^40] ^= 1;
        database.HashSet("optgen:{test}:snapshot", RunKeys.State, state);
        using var worker = new WorkerThread(server.Run());
        worker.Join();
        Assert.Contains("The snapshot of run 'test' cannot be taken: The state of the evolution strategy is damaged", Assert.IsType<EvolutionException>(worker.Error).Message, StringComparison.Ordinal);
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => evolving.GetAwaiter().GetResult());
    }
}
