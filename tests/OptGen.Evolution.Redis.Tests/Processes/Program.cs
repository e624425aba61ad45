using OptGen.Evolution.Tests;
using TorchSharp;

namespace OptGen.Evolution.Redis.Tests.Processes;

/// <summary>The test assembly as a program: a worker or a coordinator of the task, so that a test can kill it.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        torch.set_num_threads(1);
        var run = new RedisRun(arguments[1], "test") { Resume = true, ClaimAfter = TimeSpan.FromSeconds(0.4), Log = Console.Error.WriteLine };
        return arguments[0] switch
        {
            "worker" => Work(run, int.Parse(arguments[2])),
            "coordinator" => Coordinate(run, arguments[2]),
            _ => throw new ArgumentException($"There is no scenario '{arguments[0]}'.", nameof(arguments))
        };
    }

    /// <summary>Works, with a line and a wait before each evaluation.</summary>
    private static int Work(RedisRun run, int milliseconds)
    {
        using EvolutionStrategy strategy = SmallTask.Strategy();
        using var worker = new RedisWorker(run, strategy, SmallTask.Network, new WatchedFitness(generation =>
        {
            Console.Out.WriteLine(generation);
            Thread.Sleep(milliseconds);
        }));
        worker.Run();
        return 0;
    }

    /// <summary>Evolves with checkpoints and a line after each generation, and writes the bits at the end.</summary>
    private static int Coordinate(RedisRun run, string folder)
    {
        using var workers = new RedisWorkers(run, 1);
        byte[] bits = SmallTask.Evolve(
            workers,
            checkpoints: new EvolutionCheckpoints(Path.Combine(folder, "checkpoints")) { EveryGenerations = 4, Resume = true },
            after: report => Console.Out.WriteLine(report.Generation));
        File.WriteAllBytes(Path.Combine(folder, "bits"), bits);
        workers.End();
        return 0;
    }
}
