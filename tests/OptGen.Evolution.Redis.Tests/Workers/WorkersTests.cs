using OptGen.Evolution.Redis.Tests.Servers;
using OptGen.Evolution.Tests;
using StackExchange.Redis;
using static TorchSharp.torch;

namespace OptGen.Evolution.Redis.Tests.Workers;

/// <summary>Workers on threads of this process, over a server: whatever they do, the bits are those of one process.</summary>
public sealed class WorkersTests
{
    [TheoryWithRedis]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(4, true)]
    public void Workers_OneTwoAndFour_GiveTheBitsOfThreads(int count, bool isShared)
    {
        using var server = new RedisServerProcess();
        WorkerThread[] threads = [.. Enumerable.Range(0, count).Select(_ => new WorkerThread(server.Run(), isShared: isShared))];
        using var workers = new RedisWorkers(server.Run(), 2);
        Assert.Equal(SmallTask.ExpectedOf(isShared), SmallTask.Evolve(workers, isShared: isShared));
        workers.End();
        foreach (WorkerThread thread in threads)
        {
            thread.Join();
            Assert.Null(thread.Error);
            Assert.True(thread.HasReturned);
            thread.Dispose();
        }
        using ConnectionMultiplexer connection = server.Connect();
        RedisKey[] keys = [.. connection.GetServers()[0].Keys()];
        Assert.Equal(["optgen:{test}:ended"], keys.Select(key => key.ToString()));
    }

    [TheoryWithRedis]
    [InlineData("full rank")]
    [InlineData("buffers")]
    [InlineData("frozen weights")]
    public void Workers_OfOtherNetworksAndNoise_GiveTheBitsOfThreads(string kind)
    {
        var options = new EvolutionOptions { Population = 10, RangeSize = 4, Noise = kind == "buffers" ? Noise.LowRank() : Noise.FullRank, Shaping = FitnessShaping.ZScores };
        nn.Module<Tensor, Tensor> Network()
        {
            if (kind == "buffers")
                return nn.Sequential(("norm", nn.BatchNorm1d(6)), ("dense", nn.Linear(6, 3)));
            // What is drawn here is another network's at each call.
            var made = nn.Sequential(("first", nn.Linear(6, 9)), ("relu", nn.ReLU()), ("second", nn.Linear(9, 3)));
            made.get_parameter("first.weight")!.requires_grad_(kind != "frozen weights");
            return made;
        }

        nn.Module Started()
        {
            nn.Module network = Network();
            Networks.Fill(network);
            if (kind == "buffers")
            {
                using var mode = no_grad();
                network.named_buffers().First(entry => entry.name == "norm.running_mean").buffer.fill_(0.5);
            }
            return network;
        }

        EvolutionStrategy Strategy(nn.Module network) => new(network, options, module => OptGen.Optimizers.Centralized.AdamW_GC(module, 0.02), generation => 0.02 / (1 + generation));
        byte[] Evolve(IPopulationWorkers workers)
        {
            using EvolutionStrategy strategy = Strategy(Started());
            new EvolutionRun(strategy, workers).Run(20);
            return Networks.Bits(strategy.Network);
        }

        using var threads = new ThreadWorkers(Network, Networks.Classification(), 1);
        byte[] expected = Evolve(threads);
        using var server = new RedisServerProcess();
        using var cancellation = new CancellationTokenSource();
        using EvolutionStrategy own = Strategy(Network());
        using var worker = new RedisWorker(server.Run(), own, Network, Networks.Classification());
        Task running = Task.Factory.StartNew(() => worker.Run(cancellation.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var workers = new RedisWorkers(server.Run());
        Assert.Equal(expected, Evolve(workers));
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => running.GetAwaiter().GetResult());
    }

    [TheoryWithRedis]
    [InlineData(true)]
    [InlineData(false)]
    public void Disposed_Workers_AreRefusedAndConnectNoMore(bool isConnectedBefore)
    {
        using var server = new RedisServerProcess();
        using EvolutionStrategy strategy = SmallTask.Strategy(), own = SmallTask.Strategy();
        var workers = new RedisWorkers(server.Run());
        var worker = new RedisWorker(server.Run(), own, SmallTask.Network, Networks.Classification());
        Assert.Contains("of 40 was to be written to 3 places", Assert.Throws<ArgumentException>(() => workers.Evaluate(strategy, new double[3], default)).Message, StringComparison.Ordinal);
        if (isConnectedBefore)
            workers.End();
        for (int i = 0; i < 2; i++)
        {
            workers.Dispose();
            worker.Dispose();
        }
        Assert.Throws<ObjectDisposedException>(() => workers.Evaluate(strategy, new double[40], default));
        Assert.Throws<ObjectDisposedException>(() => workers.End());
        Assert.Throws<ObjectDisposedException>(() => worker.Run());
    }

    /// <summary>One joins when the others are far ahead of the last snapshot and of the values that are kept; one leaves in the middle.</summary>
    [TheoryWithRedis]
    [InlineData(2, false)]
    [InlineData(9, false)]
    [InlineData(200, false)]
    [InlineData(9, true)]
    public void Workers_ThatComeAndGo_ChangeNoBit(int kept, bool isShared)
    {
        using var server = new RedisServerProcess();
        WorkerThread? first = new(server.Run(kept: kept), new WatchedFitness(_ => Thread.Sleep(1)), isShared: isShared), second = null;
        using var workers = new RedisWorkers(server.Run(kept: kept), 1);
        Assert.Equal(SmallTask.ExpectedOf(isShared), SmallTask.Evolve(workers, isShared: isShared, after: report =>
        {
            if (report.Generation == 23)
                second = new WorkerThread(server.Run(kept: kept), isShared: isShared);
            if (report.Generation == 30)
            {
                first!.Dispose();
                Assert.Null(first.Error);
                first = null;
            }
        }));
        second!.Dispose();
        Assert.Null(second.Error);
        using ConnectionMultiplexer connection = server.Connect();
        IDatabase database = connection.GetDatabase();
        Assert.InRange(database.HashLength("optgen:{test}:fitness"), 1, kept);
        Assert.Equal(0, database.StreamLength("optgen:{test}:work"));
        Assert.Equal(0, database.StreamPending("optgen:{test}:work", RunKeys.Group).PendingMessageCount);
        Assert.DoesNotContain(connection.GetServers()[0].Keys(), key => key.ToString().Contains("results", StringComparison.Ordinal));
    }

    [TheoryWithRedis]
    [InlineData(false)]
    [InlineData(true)]
    public void Worker_WithAnotherUpdate_TakesSnapshotsAndSaysSoOnce(bool isFirst)
    {
        using var server = new RedisServerProcess();
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var odd = new WorkerThread(server.Run(log: said.Enqueue), strategy: SmallTask.Strategy(rate: _ => 0.03));
        using WorkerThread? other = isFirst ? null : new WorkerThread(server.Run());
        using var workers = new RedisWorkers(server.Run(), 1);
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(workers));
        odd.Dispose();
        Assert.Null(odd.Error);
        if (isFirst)
            Assert.Single(said, sentence => sentence.Contains("gave other bits", StringComparison.Ordinal));
    }

    [TheoryWithRedis]
    [InlineData(false)]
    [InlineData(true)]
    public void Worker_ThatHangs_IsGivenUp(bool isShared)
    {
        using var server = new RedisServerProcess();
        using var release = new ManualResetEventSlim();
        int calls = 0;
        using var hanging = new WorkerThread(server.Run(longestEvaluation: 0.7), new WatchedFitness(_ =>
        {
            if (Interlocked.Increment(ref calls) == 3)
                release.Wait();
        }), "sleeper", isShared: isShared);
        using var other = new WorkerThread(server.Run(), new WatchedFitness(_ => Thread.Sleep(isShared ? 0 : 2)), isShared: isShared);
        using var workers = new RedisWorkers(server.Run(), 1);
        Assert.Equal(SmallTask.ExpectedOf(isShared), SmallTask.Evolve(workers, isShared: isShared));
        hanging.Join();
        Assert.Contains("The worker sleeper gave up the members", Assert.IsType<EvolutionException>(hanging.Error).Message, StringComparison.Ordinal);
        release.Set();
    }

    /// <summary>The time since the server heard of the work falls again and again while it is done.</summary>
    [FactWithRedis]
    public void Worker_ThatIsSlow_RenewsItsWork()
    {
        using var server = new RedisServerProcess();
        using var release = new ManualResetEventSlim();
        using var worker = new WorkerThread(server.Run(), new WatchedFitness(_ => release.Wait()));
        using var workers = new RedisWorkers(server.Run(), 1);
        Task<byte[]> evolving = Task.Run(() => SmallTask.Evolve(workers, generations: 1));
        using ConnectionMultiplexer connection = server.Connect();
        Wait.Until(() => connection.GetDatabase().StreamLength("optgen:{test}:work") == 7);
        int renewals = 0;
        long before = -1;
        Wait.Until(() =>
        {
            StreamPendingMessageInfo[] held = connection.GetDatabase().StreamPendingMessages("optgen:{test}:work", RunKeys.Group, 10, RedisValue.Null);
            if (held.Length == 0)
                return false;
            Assert.Equal(1, Assert.Single(held).DeliveryCount);
            long idle = held[0].IdleTimeInMilliseconds;
            renewals += idle < before ? 1 : 0;
            before = idle;
            return renewals == 4;
        });
        release.Set();
        evolving.Wait();
    }

    /// <summary>The worker sees nothing of the coordinator that ends the run, which had all its values from the server.</summary>
    [FactWithRedis]
    public void Workers_OfARunThatWasResumedAndEnded_End()
    {
        using var server = new RedisServerProcess();
        using var worker = new WorkerThread(server.Run());
        using (var first = new RedisWorkers(server.Run(), 1))
            SmallTask.Evolve(first, generations: 5);
        using (var second = new RedisWorkers(server.Run(resume: true), 1))
        {
            SmallTask.Evolve(second, generations: 5);
            second.End();
        }
        worker.Join();
        Assert.True(worker.HasReturned);
        // What ended before is no reason for the next one to end.
        using var next = new WorkerThread(server.Run());
        using var third = new RedisWorkers(server.Run(), 1);
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(third));
        Assert.False(next.HasReturned);
        third.End();
        next.Join();
        Assert.True(next.HasReturned);
    }

    [FactWithRedis]
    public void Fitness_ThatThrows_FailsTheCoordinatorWithTheWorkersWords()
    {
        using var server = new RedisServerProcess();
        using var worker = new WorkerThread(server.Run(), new WatchedFitness(generation =>
        {
            if (generation == 3)
                throw new InvalidDataException("no data");
        }), "seven");
        using (var workers = new RedisWorkers(server.Run(), 1))
        {
            string words = Assert.Throws<EvolutionException>(() => SmallTask.Evolve(workers)).Message;
            Assert.Matches("^The worker seven could not evaluate the members [0-9]+ to [0-9]+ of generation 3: InvalidDataException: no data. Mend it, and resume the run.$", words);
            worker.Join();
            Assert.IsType<InvalidDataException>(Assert.IsType<EvolutionException>(worker.Error).InnerException);
        }
        using var mended = new WorkerThread(server.Run());
        using var resumed = new RedisWorkers(server.Run(resume: true), 1);
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(resumed));
    }

    [FactWithRedis]
    public void Fitness_ThatIsNotANumber_FailsTheCoordinatorAlone()
    {
        using var server = new RedisServerProcess();
        using var worker = new WorkerThread(server.Run(), Fitness.Of<nn.Module>((_, generation) => generation == 2 ? double.NaN : 1));
        using var workers = new RedisWorkers(server.Run(), 1);
        Assert.Contains("of member 0 of generation 2 is not a number", Assert.Throws<EvolutionException>(() => SmallTask.Evolve(workers)).Message, StringComparison.Ordinal);
        workers.End();
        worker.Join();
        Assert.Null(worker.Error);
    }

    [FactWithRedis]
    public void Work_ThatEndsEveryWorker_IsGivenUp()
    {
        using var server = new RedisServerProcess();
        using ConnectionMultiplexer connection = server.Connect();
        var run = new RedisRun(server.Address, "test") { ClaimAfter = TimeSpan.FromMilliseconds(100), MostDeliveries = 3 };
        using var workers = new RedisWorkers(run, 1);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        // Takes everything up, and nothing to its end.
        Task taker = Task.Run(() =>
        {
            IDatabase database = connection.GetDatabase();
            while (!cancellation.IsCancellationRequested)
            {
                try
                {
                    database.StreamReadGroup("optgen:{test}:work", RunKeys.Group, "taker", StreamPosition.NewMessages, 10);
                    database.StreamAutoClaim("optgen:{test}:work", RunKeys.Group, "taker", 50, "0-0", 100);
                }
                catch (RedisServerException)
                {
                    // No group yet.
                }
                Thread.Sleep(20);
            }
        });
        Assert.Contains("3 workers of run 'test' took up the members", Assert.Throws<EvolutionException>(() => SmallTask.Evolve(workers, cancellation: cancellation.Token)).Message, StringComparison.Ordinal);
        cancellation.Cancel();
        taker.Wait();
    }

    [FactWithRedis]
    public void Coordinator_Cancelled_EndsAndLeavesTheRunToBeResumed()
    {
        using var server = new RedisServerProcess();
        using var folder = new TemporaryFolder();
        var checkpoints = new EvolutionCheckpoints(folder.Path) { EveryGenerations = 10, Resume = true };
        using var cancellation = new CancellationTokenSource();
        WorkerThread? worker = new(server.Run());
        using (var workers = new RedisWorkers(server.Run(), 1))
        {
            Assert.ThrowsAny<OperationCanceledException>(() => SmallTask.Evolve(workers, checkpoints: checkpoints, cancellation: cancellation.Token, after: report =>
            {
                if (report.Generation != 17)
                    return;
                // Nobody evaluates any more: it is cancelled while it waits.
                worker!.Dispose();
                cancellation.CancelAfter(200);
            }));
        }
        using var next = new WorkerThread(server.Run());
        using var resumed = new RedisWorkers(server.Run(resume: true), 1);
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(resumed, checkpoints: checkpoints));
    }
}
