using OptGen.Evolution.Tests;
using TorchSharp;

namespace OptGen.Evolution.Redis.Tests.Processes;

/// <summary>The test assembly as a program: a worker or a coordinator of the task, so that a test can kill it.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        torch.set_num_threads(1);
        return arguments[0] switch
        {
            "worker" => Work(arguments[1], int.Parse(arguments[2]), arguments[3..], isShared: false),
            "sharing-worker" => Work(arguments[1], int.Parse(arguments[2]), arguments[3..], isShared: true),
            "coordinator" => Coordinate(Run(arguments[1], "test"), arguments[2], isShared: false),
            "sharing-coordinator" => Coordinate(Run(arguments[1], "test"), arguments[2], isShared: true),
            _ => throw new ArgumentException($"There is no scenario '{arguments[0]}'.", nameof(arguments))
        };
    }

    private static RedisRun Run(string address, string id) => new(address, id) { Resume = true, ClaimAfter = TimeSpan.FromSeconds(0.4), Log = Console.Error.WriteLine, Slices = SmallTask.Slices };

    /// <summary>Works for one run after the other, with a line and a wait before each evaluation.</summary>
    private static int Work(string address, int milliseconds, string[] ids, bool isShared)
    {
        foreach (string id in ids)
        {
            using EvolutionStrategy strategy = SmallTask.Strategy(SmallTask.OptionsOf(isShared));
            using var worker = new RedisWorker(Run(address, id), strategy, SmallTask.Network, new WatchedFitness(generation =>
            {
                Console.Out.WriteLine(generation);
                Thread.Sleep(milliseconds);
            }));
            worker.Run();
        }
        return 0;
    }

    /// <summary>Evolves with checkpoints and a line after each generation, and writes the bits at the end.</summary>
    private static int Coordinate(RedisRun run, string folder, bool isShared)
    {
        using var workers = new RedisWorkers(run, 1);
        byte[] bits = SmallTask.Evolve(
            workers,
            checkpoints: new EvolutionCheckpoints(Path.Combine(folder, "checkpoints")) { EveryGenerations = 4, Resume = true },
            after: report => Console.Out.WriteLine(report.Generation),
            isShared: isShared);
        File.WriteAllBytes(Path.Combine(folder, "bits"), bits);
        workers.End();
        return 0;
    }
}
