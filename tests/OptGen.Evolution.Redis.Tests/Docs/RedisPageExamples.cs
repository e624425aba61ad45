using static TorchSharp.torch;

namespace OptGen.Evolution.Redis.Tests.Docs;

// The code of docs/evolution-redis.md, line by line; the page comes before this project's own style.

internal static class RedisPageExamples
{
    public static void Coordinate(EvolutionOptions options, string folder)
    {
        using var network = new UnderflowNetwork([6, 16, 16, 3]);
        using var strategy = new EvolutionStrategy(network, options, model => optim.Adam(model.parameters(), 0.02));
        using var workers = new RedisWorkers(new RedisRun("localhost:6379", "first-run") { Resume = true });
        var run = new EvolutionRun(strategy, workers) { Checkpoints = new EvolutionCheckpoints(folder) { Resume = true } };
        run.Run(1000);
        workers.End();                                               // the workers' programs end, too
    }

    public static void Work(EvolutionOptions options, Fitness fitness)
    {
        using var network = new UnderflowNetwork([6, 16, 16, 3]);
        using var strategy = new EvolutionStrategy(network, options, model => optim.Adam(model.parameters(), 0.02));
        using var worker = new RedisWorker(new RedisRun("localhost:6379", "first-run"), strategy, () => new UnderflowNetwork([6, 16, 16, 3]), fitness);
        worker.Run();
    }

    public static RedisRun Secured()
    {
        var run = new RedisRun("redis.example.org:6380,ssl=true,user=evolution,password=secret", "first-run");
        return run;
    }
}
