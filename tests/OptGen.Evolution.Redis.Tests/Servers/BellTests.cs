using StackExchange.Redis;

namespace OptGen.Evolution.Redis.Tests.Servers;

/// <summary>Processes wake each other over channels, and do without where the server forbids that.</summary>
public sealed class BellTests
{
    private static readonly RedisChannel Channel = new RunKeys("test").ForWorkers;

    /// <summary>Once a bell has rung, pauses begin at ten minutes: a single wait that is not announced would be noticed.</summary>
    [FactWithRedis]
    public void Waits_OfAWholeRun_AreAllAnnounced()
    {
        using var server = new RedisServerProcess();
        RedisRun Run() => new(server.Address, "test") { LongestPause = TimeSpan.FromMinutes(10), ClaimAfter = TimeSpan.FromMinutes(40) };
        using var first = new WorkerThread(Run());
        using var second = new WorkerThread(Run(), new WatchedFitness(_ => Thread.Sleep(1)));
        using var workers = new RedisWorkers(Run(), 1);
        WorkerThread? third = null;
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(workers, cancellation: cancellation.Token, after: report =>
        {
            if (report.Generation == 20)
                third = new WorkerThread(Run());
        }));
        workers.End();
        foreach (WorkerThread worker in new[] { first, second, third! })
        {
            worker.Join();
            Assert.True(worker.HasReturned);
            worker.Dispose();
        }
    }

    [FactWithRedis]
    public void Bell_Rung_EndsTheWaitAndIsReliedOnUntilItFails()
    {
        using var server = new RedisServerProcess();
        using ConnectionMultiplexer connection = server.Connect(), other = server.Connect();
        using var bell = new Bell(server.Run(), Channel);
        bell.Listen(connection);
        var pause = new Pause(TimeSpan.FromMilliseconds(2), bell, TimeSpan.FromMilliseconds(3));
        Assert.False(bell.IsReliable);
        Wait.Until(() => other.GetDatabase().Publish(Channel, "") == 1);
        Assert.True(bell.Wait(TimeSpan.FromSeconds(30), default));
        Assert.True(bell.IsReliable);
        // What is there without a wait says nothing about the bell.
        pause.Found();
        Assert.True(bell.IsReliable);
        pause.Wait(default);
        pause.Progressed();
        Assert.True(bell.IsReliable);
        pause.Found();
        Assert.False(bell.IsReliable);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => bell.Wait(TimeSpan.FromSeconds(30), cancelled.Token));
    }

    /// <summary>The server drops the connections on which messages come, again and again.</summary>
    [FactWithRedis]
    public void Messages_ThatAreLost_ChangeNoBit()
    {
        using var server = new RedisServerProcess();
        using var worker = new WorkerThread(server.Run());
        using var workers = new RedisWorkers(server.Run(), 1);
        using ConnectionMultiplexer connection = server.Connect(",allowAdmin=true");
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(workers, after: report =>
        {
            if (report.Generation % 10 == 0)
                connection.GetDatabase().Execute("CLIENT", "KILL", "TYPE", "pubsub");
        }));
        Assert.Null(worker.Error);
    }

    [TheoryWithRedis]
    [InlineData("resetchannels")]
    [InlineData("-subscribe")]
    [InlineData("-publish")]
    public void Server_ThatForbidsChannels_IsAskedInstead(string rule)
    {
        using var server = new RedisServerProcess(false, "--user", "modest", "on", ">right", "~*", "&*", "+@all", rule);
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        RedisRun Run() => server.Run(more: ",user=modest,password=right", log: said.Enqueue);
        using var worker = new WorkerThread(Run());
        using var workers = new RedisWorkers(Run(), 1);
        Assert.Equal(SmallTask.Expected, SmallTask.Evolve(workers));
        Assert.Null(worker.Error);
        Assert.Equal(rule == "-publish" ? 0 : 2, said.Count(sentence => sentence.Contains("Nobody is woken by the Redis server of run 'test'", StringComparison.Ordinal)));
        Assert.DoesNotContain(said, sentence => sentence.Contains("does not answer", StringComparison.Ordinal));
    }

    /// <summary>Who else listens at a connection goes on hearing; what is disposed does not, and leaves nothing behind.</summary>
    [FactWithRedis]
    public void Connection_ThatWasGiven_KeepsItsOwnListeners()
    {
        using var server = new RedisServerProcess();
        using ConnectionMultiplexer connection = server.Connect();
        using var heard = new SemaphoreSlim(0);
        RedisChannel channel = new RunKeys("test").ForCoordinator, unheard = new RunKeys("alone").ForCoordinator;
        connection.GetSubscriber().Subscribe(channel, (_, _) => heard.Release());
        using (var worker = new WorkerThread(server.Run()))
        using (var workers = new RedisWorkers(new RedisRun(connection, "test"), 1))
            SmallTask.Evolve(workers, generations: 3);
        using (var worker = new WorkerThread(server.Run("alone")))
        using (var workers = new RedisWorkers(new RedisRun(connection, "alone"), 1))
            SmallTask.Evolve(workers, generations: 3);
        while (heard.Wait(0))
        {
        }
        Wait.Until(() => connection.GetDatabase().Publish(unheard, "") == 0);
        Assert.Equal(1, connection.GetDatabase().Publish(channel, ""));
        Assert.True(heard.Wait(TimeSpan.FromSeconds(30)));
    }
}
