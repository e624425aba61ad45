using StackExchange.Redis;

namespace OptGen.Evolution.Redis.Tests.Servers;

/// <summary>Servers that go away, come back, or were never there.</summary>
public sealed class OutageTests
{
    [TheoryWithRedis]
    [LongInlineData(true, false)]
    [LongInlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void Server_StoppedAndStarted_ChangesNoBit(bool persistent, bool isShared)
    {
        using var server = new RedisServerProcess(persistent);
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var first = new WorkerThread(server.Run(), new WatchedFitness(_ => Thread.Sleep(isShared ? 1 : 3)), isShared: isShared);
        using var second = new WorkerThread(server.Run(), new WatchedFitness(_ => Thread.Sleep(isShared ? 1 : 3)), isShared: isShared);
        using var workers = new RedisWorkers(server.Run(log: said.Enqueue), 1);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        Thread? restart = null;
        byte[] bits = SmallTask.Evolve(workers, isShared: isShared, cancellation: cancellation.Token, after: report =>
        {
            if (report.Generation != 20)
                return;
            restart = new Thread(() =>
            {
                Thread.Sleep(25);
                server.Stop();
                Thread.Sleep(300);
                server.Start();
            });
            restart.Start();
        });
        restart!.Join();
        Assert.Equal(SmallTask.ExpectedOf(isShared), bits);
        Assert.Null(first.Error);
        Assert.Null(second.Error);
        if (!persistent)
            Assert.Contains(said, sentence => sentence.Contains("The server has lost the run 'test'", StringComparison.Ordinal));
    }

    [FactWithRedis]
    public void Server_ThatComesAfterTheProcesses_IsWaitedFor()
    {
        using var server = new RedisServerProcess();
        server.Stop();
        using var worker = new WorkerThread(server.Run());
        using var workers = new RedisWorkers(server.Run(), 1);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        Task<byte[]> evolving = Task.Run(() => SmallTask.Evolve(workers, cancellation: cancellation.Token));
        Thread.Sleep(300);
        Assert.False(evolving.IsCompleted);
        server.Start();
        Assert.Equal(SmallTask.Expected, evolving.Result);
    }

    [Fact]
    public void Server_ThatIsNotThere_IsASentence()
    {
        int port = RedisServerProcess.FreePort();
        var run = new RedisRun($"127.0.0.1:{port},connectTimeout=500,connectRetry=1", "test") { LongestOutage = TimeSpan.FromMilliseconds(300) };
        using var workers = new RedisWorkers(run, 1);
        string words = Assert.Throws<EvolutionException>(() => SmallTask.Evolve(workers)).Message;
        Assert.StartsWith($"The Redis server of run 'test' at 127.0.0.1:{port} did not answer for ", words, StringComparison.Ordinal);
        Assert.EndsWith("Start it, or correct the address; the run can be resumed.", words, StringComparison.Ordinal);
        using var worker = new WorkerThread(run);
        worker.Join();
        Assert.StartsWith("The Redis server of run 'test'", Assert.IsType<EvolutionException>(worker.Error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_ForTheServer_CanBeCancelled()
    {
        var run = new RedisRun($"127.0.0.1:{RedisServerProcess.FreePort()},connectTimeout=500,connectRetry=1", "test");
        using var workers = new RedisWorkers(run, 1);
        using var cancellation = new CancellationTokenSource(300);
        Assert.ThrowsAny<OperationCanceledException>(() => SmallTask.Evolve(workers, cancellation: cancellation.Token));
        var worker = new WorkerThread(run);
        worker.Dispose();
        Assert.Null(worker.Error);
    }

    [TheoryWithRedis]
    [InlineData("")]
    [InlineData(",password=wrong")]
    [InlineData(",user=nobody,password=right")]
    public void Password_ThatIsWrong_IsASentenceWithoutIt(string more)
    {
        using var server = new RedisServerProcess(false, "--requirepass", "right");
        using var workers = new RedisWorkers(server.Run(more: more), 1);
        string words = Assert.Throws<EvolutionException>(() => SmallTask.Evolve(workers)).Message;
        Assert.StartsWith($"The Redis server of run 'test' at {server.Address} does not let this process in. Check the user and the password in its configuration: ", words, StringComparison.Ordinal);
        Assert.DoesNotContain("right", words, StringComparison.Ordinal);
        using var worker = new WorkerThread(server.Run(more: more));
        worker.Join();
        Assert.Contains("does not let this process in", Assert.IsType<EvolutionException>(worker.Error).Message, StringComparison.Ordinal);
    }

    [FactWithRedis]
    public void Password_ThatIsRight_LetsIn()
    {
        using var server = new RedisServerProcess(false, "--requirepass", "right");
        using ConnectionMultiplexer connection = server.Connect(",password=right");
        using var worker = new WorkerThread(server.Run(more: ",password=right"));
        // A connection that is given is used, and stays open.
        using (var workers = new RedisWorkers(new RedisRun(connection, "test"), 1))
            SmallTask.Evolve(workers, generations: 3);
        Assert.True(connection.IsConnected);
        Assert.Null(worker.Error);
    }
}
