using OptGen.Evolution.Redis.Tests.Servers;
using StackExchange.Redis;

namespace OptGen.Evolution.Redis.Tests.Processes;

/// <summary>Workers and coordinators that are processes, and are killed.</summary>
public sealed class ProcessTests
{
    /// <summary>Four processes: the first works for all three runs, one after the other, the second for two, the others for the last alone.</summary>
    [TheoryWithRedis]
    [LongInlineData(false)]
    [InlineData(true)]
    public void Processes_OneTwoAndFour_GiveTheBitsOfThreads(bool isShared)
    {
        using var server = new RedisServerProcess();
        string[][] runs = [["one", "two", "four"], ["two", "four"], ["four"], ["four"]];
        Child[] children = [.. runs.Select(ids => new Child([isShared ? "sharing-worker" : "worker", server.Address, "0", .. ids]))];
        try
        {
            using ConnectionMultiplexer connection = server.Connect();
            foreach (var (id, count) in new[] { ("one", 1), ("two", 2), ("four", 4) })
            {
                using var workers = new RedisWorkers(server.Run(id), 1);
                bool areAllThere = false;
                Assert.Equal(SmallTask.ExpectedOf(isShared), SmallTask.Evolve(workers, isShared: isShared, after: report =>
                {
                    // The server knows a worker when that has taken work, so generations must go on; slowly, until the last to start has come.
                    for (int i = 0; report.Generation >= 3 && !areAllThere && i < 40; i++)
                    {
                        areAllThere = connection.GetDatabase().StreamConsumerInfo($"optgen:{{{id}}}:work", RunKeys.Group).Length == count;
                        if (!areAllThere)
                            Thread.Sleep(20);
                    }
                }));
                Assert.True(areAllThere, $"Not all of {count} workers took part.");
                workers.End();
            }
            foreach (Child child in children)
            {
                var (code, _, errors) = child.Wait();
                Assert.Equal((0, ""), (code, errors));
            }
        }
        finally
        {
            foreach (Child child in children)
                child.Dispose();
        }
    }

    [TheoryWithRedis]
    [LongInlineData(false)]
    [InlineData(true)]
    public void Worker_KilledAtRandomMoments_ChangesNoBit(bool isShared)
    {
        using var server = new RedisServerProcess();
        var random = new Random(5);
        int kills = RandomCases.Of(20), run = 0;
        while (kills > 0)
        {
            // One run after the other, each with as many kills as it lasts. A worker of this process sees to it that the run goes on.
            string id = "test";
            using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(50));
            using var workers = new RedisWorkers(server.Run(id), 1);
            using var steady = new WorkerThread(server.Run(id), new WatchedFitness(_ => Thread.Sleep(isShared ? 4 : 20)), isShared: isShared);
            Task<byte[]> coordinator = Task.Factory.StartNew(
                () => SmallTask.Evolve(workers, cancellation: cancellation.Token, isShared: isShared), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            while (kills > 0 && !coordinator.IsCompleted)
            {
                using var victim = new Child(isShared ? "sharing-worker" : "worker", server.Address, isShared ? "4" : "20", "test");
                Task<string?> line = Task.Run(victim.ReadLine);
                while (!line.Wait(20) && !coordinator.IsCompleted)
                {
                }
                if (!line.IsCompleted || line.Result is null)
                    break;
                Thread.Sleep(random.Next(60));
                victim.Kill();
                kills--;
            }
            Assert.Equal(SmallTask.ExpectedOf(isShared), coordinator.GetAwaiter().GetResult());
            workers.End();
            Assert.True(++run <= 40, "The victims never got to work.");
        }
    }

    [TheoryWithRedis]
    [LongInlineData(false)]
    [InlineData(true)]
    public void Coordinator_Killed_ResumesAndEndsWithTheSameBits(bool isShared)
    {
        using var server = new RedisServerProcess();
        using var folder = new TemporaryFolder();
        using var first = new WorkerThread(server.Run(resume: true), new WatchedFitness(_ => Thread.Sleep(isShared ? 1 : 4)), isShared: isShared);
        using var second = new WorkerThread(server.Run(resume: true), new WatchedFitness(_ => Thread.Sleep(isShared ? 1 : 4)), isShared: isShared);
        var random = new Random(6);
        for (int kills = RandomCases.Long ? 5 : 1; kills > 0; kills--)
        {
            using var coordinator = new Child(isShared ? "sharing-coordinator" : "coordinator", server.Address, folder.Path);
            Assert.NotNull(coordinator.ReadLine());
            Thread.Sleep(random.Next(120));
            coordinator.Kill();
        }
        using var last = new Child(isShared ? "sharing-coordinator" : "coordinator", server.Address, folder.Path);
        var (code, _, errors) = last.Wait();
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(SmallTask.ExpectedOf(isShared), File.ReadAllBytes(folder.File("bits")));
    }
}
