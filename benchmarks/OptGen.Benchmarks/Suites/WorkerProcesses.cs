using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OptGen.Benchmarks.Harness;
using OptGen.Evolution;
using OptGen.Evolution.Redis;
using OptGen.Optimizers;

namespace OptGen.Benchmarks.Suites;

/// <summary>A redis-server of the benchmark's own on a loopback port, and generations that worker processes evaluate by way of it.</summary>
internal sealed class WorkerProcesses : IDisposable
{
    /// <summary>What a worker process is started with, before the port, the run's name and the rank.</summary>
    public const string Answer = "evolution-worker";

    private readonly List<Process> _processes = [];
    private readonly List<IDisposable> _owned = [];
    private readonly List<(RedisWorkers Coordinator, Noise Noise)> _runs = [];
    private int _port;

    /// <summary>Generations of a strategy by so many worker processes; all is started when the first one is asked for.</summary>
    public Action<int> Generations(EvolutionOptions options, int workers, string id)
    {
        EvolutionRun? run = null;
        long done = 0;
        return count =>
        {
            run ??= Start(options, workers, id);
            run.Run(done += count);
        };
    }

    /// <summary>Works until the run ends: what a worker process does.</summary>
    public static void Work(IReadOnlyList<string> arguments)
    {
        using var network = new UnderflowNetwork(UnderflowNetwork.PostWidths);
        using var strategy = Strategy(network, EvolutionSuite.Options(arguments[2] == "0" ? Noise.FullRank : Noise.LowRank()));
        using var worker = new RedisWorker(new RedisRun($"127.0.0.1:{arguments[0]}", arguments[1]), strategy, () => new UnderflowNetwork(UnderflowNetwork.PostWidths), EvolutionSuite.Fitness());
        worker.Run();
    }

    /// <summary>Ends workers and server.</summary>
    public void Dispose()
    {
        foreach (var owned in _owned) owned.Dispose();
        foreach (var process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static EvolutionStrategy Strategy(UnderflowNetwork network, EvolutionOptions options) =>
        new(network, options, module => new Centralized.Adam(module.parameters(), 0.01, centralization: Centralization.Off));

    private EvolutionRun Start(EvolutionOptions options, int workers, string id)
    {
        if (_port == 0) StartServer();
        // Workers of other cases would ask the server for work all the time.
        foreach (var other in _runs.Where(run => run.Noise != options.Noise)) other.Coordinator.End();
        _runs.RemoveAll(run => run.Noise != options.Noise);
        var network = new UnderflowNetwork(UnderflowNetwork.PostWidths);
        var strategy = Strategy(network, options);
        var coordinator = new RedisWorkers(new RedisRun($"127.0.0.1:{_port}", id), parallelism: 1);
        _owned.AddRange([coordinator, strategy, network]);
        _runs.Add((coordinator, options.Noise));
        for (var i = 0; i < workers; i++)
        {
            var start = PeerProcess.Again("--answer", Answer, $"{_port}", id, $"{options.Noise.Rank}");
            (start.RedirectStandardOutput, start.UseShellExecute) = (true, false);
            _processes.Add(Process.Start(start)!);
        }

        return new EvolutionRun(strategy, coordinator);
    }

    private void StartServer()
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        try
        {
            _processes.Add(Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning"]) { RedirectStandardOutput = true, UseShellExecute = false })!);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchmarkException("There is no redis-server, by which worker processes meet; install it (Debian: apt-get install redis-server).");
        }
    }
}
