using OptGen.Evolution.Tests;
using static TorchSharp.torch;

namespace OptGen.Evolution.Redis.Tests;

/// <summary>What all runs of the tests evolve, and what comes out of it in one process.</summary>
internal static class SmallTask
{
    public const int Generations = 50;

    public static EvolutionOptions Options { get; } = new() { Population = 40, RangeSize = 6, Noise = Noise.LowRank(), WeightDecay = 1e-3, Seed = 4 };

    /// <summary>The bits after so many generations, evaluated by threads.</summary>
    public static byte[] Expected => LazyExpected.Value;

    private static Lazy<byte[]> LazyExpected { get; } = new(() =>
    {
        using var workers = new ThreadWorkers(Network, Networks.Classification(), 1);
        return Evolve(workers);
    });

    public static nn.Module Network()
    {
        var network = new UnderflowNetwork([6, 16, 16, 3]);
        Networks.Fill(network);
        return network;
    }

    public static EvolutionStrategy Strategy(EvolutionOptions? options = null, Func<long, double>? rate = null) =>
        new(Network(), options ?? Options, network => optim.Adam(network.parameters(), 0.02), rate);

    public static byte[] Evolve(IPopulationWorkers workers, int generations = Generations, EvolutionCheckpoints? checkpoints = null, Action<GenerationReport>? after = null, CancellationToken cancellation = default)
    {
        using EvolutionStrategy strategy = Strategy();
        new EvolutionRun(strategy, workers) { Checkpoints = checkpoints, AfterGeneration = after }.Run(generations, cancellation);
        return Networks.Bits(strategy.Network);
    }
}
