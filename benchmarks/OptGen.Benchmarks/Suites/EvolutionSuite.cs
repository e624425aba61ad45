using OptGen.Benchmarks.Harness;
using OptGen.Evolution;
using OptGen.Optimizers;
using OptGen.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// Generations of evolution strategies for the network of 784, 512, 512 and 10 units, 256 members on a batch of 256, evaluation and update, on one thread: against the loop of
/// the common tutorials in PyTorch, against the unperturbed network alone, and two workers against one.
/// </summary>
internal static class EvolutionSuite
{
    private const int Population = 256, BatchSize = 256, NormalsAtOnce = 4096;

    public static Suite Create()
    {
        set_num_threads(1);
        var peer = PeerProcess.Python("evolution_suite.py", Population.ToString(), BatchSize.ToString());
        var inputs = Inputs();
        var fitness = Fitness();
        var processes = new WorkerProcesses();
        var alone = new Inference(inputs);
        Generations full = new(Noise.FullRank, fitness, 1), low = new(Noise.LowRank(), fitness, 1), fullByTwo = new(Noise.FullRank, fitness, 2), lowByTwo = new(Noise.LowRank(), fitness, 2);
        return new Suite(
            "evolution",
            Machine.Describe(Machine.Torch(), $"theirs: {peer.Description}"),
            [
                new Case("A generation, noise of full rank: OptGen, a loop in PyTorch", "ms", 1 / 1.8, full.Run, count => peer.Run("generation", count)) { Pairs = 5, Once = true },
                new Case("A generation, noise of rank 1: OptGen, a loop in PyTorch", "ms", 1 / 6.0, low.Run, count => peer.Run("generation", count)) { Pairs = 5, Once = true },
                new Case("A generation of rank 1, the network alone on as many batches", "ms", 1 / 0.6, low.Run, Case.Timed(alone.Run)) { Pairs = 7, Once = true },
                new Case("A generation of full rank, the network alone on as many batches", "ms", null, full.Run, Case.Timed(alone.Run)) { Pairs = 7, Once = true },
                new Case("A generation of full rank: two threads, one", "ms", 1 / 1.8, fullByTwo.Run, Case.Timed(full.Run)) { Pairs = 7, Once = true },
                new Case("A generation of rank 1: two threads, one", "ms", 1 / 1.8, lowByTwo.Run, Case.Timed(low.Run)) { Pairs = 7, Once = true },
                new Case("A generation of full rank: two worker processes, one", "ms", 1 / 1.8, processes.Generations(Options(Noise.FullRank), 2, "full-2"), Case.Timed(processes.Generations(Options(Noise.FullRank), 1, "full-1"))) { Pairs = 7, Once = true },
                new Case("A generation of rank 1: two worker processes, one", "ms", 1 / 1.8, processes.Generations(Options(Noise.LowRank()), 2, "low-2"), Case.Timed(processes.Generations(Options(Noise.LowRank()), 1, "low-1"))) { Pairs = 7, Once = true },
                new Case("The update alone, full rank", "ms", null, full.Update) { Pairs = 7, Once = true },
                new Case("A normal number", "ns", 1 / 0.3, Normals) { Items = NormalsAtOnce }
            ],
            peer, processes, inputs, alone, full, low, fullByTwo, lowByTwo);
    }

    /// <summary>How the network is evolved.</summary>
    public static EvolutionOptions Options(Noise noise) => new() { Population = Population, Noise = noise, RangeSize = 16 };

    /// <summary>What members are worth: the same numbers in every process.</summary>
    public static SampleFitness Fitness()
    {
        using var generator = new Generator(2, CPU);
        return SampleFitness.Classification(Inputs(), randint(10, [BatchSize], dtype: ScalarType.Int64, generator: generator), BatchSize);
    }

    private static Tensor Inputs()
    {
        using var generator = new Generator(1, CPU);
        return rand(BatchSize, 784, generator: generator);
    }

    private static void Normals(int count)
    {
        Span<float> numbers = stackalloc float[NormalsAtOnce];
        var sequence = new RandomSequence(1);
        for (var i = 0; i < count; i++) sequence.FastNormals(numbers, (ulong)i * NormalsAtOnce);
    }

    /// <summary>One generation after the other.</summary>
    private sealed class Generations : IDisposable
    {
        private readonly double[] _fitness = new double[Population];
        private readonly UnderflowNetwork _network = new(UnderflowNetwork.PostWidths);
        private readonly EvolutionStrategy _strategy;
        private readonly ThreadWorkers _workers;

        public Generations(Noise noise, Fitness fitness, int threads)
        {
            _strategy = new EvolutionStrategy(
                _network,
                Options(noise),
                module => new Centralized.Adam(module.parameters(), 0.01, centralization: Centralization.Off)) { EstimateThreads = threads };
            _workers = new ThreadWorkers(() => new UnderflowNetwork(UnderflowNetwork.PostWidths), fitness, threads);
        }

        public void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                _workers.Evaluate(_strategy, _fitness, CancellationToken.None);
                _strategy.Tell(_fitness);
            }
        }

        public void Update(int count)
        {
            for (var i = 0; i < count; i++) _strategy.Tell(_fitness);
        }

        public void Dispose()
        {
            _workers.Dispose();
            _strategy.Dispose();
            _network.Dispose();
        }
    }

    private sealed class Inference(Tensor inputs) : IDisposable
    {
        private readonly UnderflowNetwork _network = new(UnderflowNetwork.PostWidths);

        public void Run(int count)
        {
            using var mode = no_grad();
            for (var i = 0; i < count * Population; i++) _network.call(inputs).Dispose();
        }

        public void Dispose() => _network.Dispose();
    }
}
