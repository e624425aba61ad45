using OptGen.Evolution.Tests;
using static TorchSharp.torch;

namespace OptGen.Evolution.Redis.Tests;

/// <summary>What all runs of the tests evolve, and what comes out of it in one process.</summary>
internal static class SmallTask
{
    public const int Generations = 50;

    public static EvolutionOptions Options { get; } = new() { Population = 40, RangeSize = 6, Noise = Noise.LowRank(), WeightDecay = 1e-3, Seed = 4 };

    /// <summary>The same with noise of full rank, so that workers share the update.</summary>
    public static EvolutionOptions Shared { get; } = Options with { Noise = Noise.FullRank };

    /// <summary>When updates are shared in tests: always, each parameter's being a slice.</summary>
    public static SliceRule Slices { get; } = new(1, 1);

    /// <summary>The bits after so many generations, evaluated by threads.</summary>
    public static byte[] Expected => LazyExpected.Value;

    private static Lazy<byte[]> LazyExpected { get; } = new(() => ByThreads(false));

    private static Lazy<byte[]> LazyExpectedShared { get; } = new(() => ByThreads(true));

    /// <summary>The options where the update is shared, or not, by name in lists of cases.</summary>
    public static EvolutionOptions OptionsOf(bool isShared) => isShared ? Shared : Options;

    /// <summary>The bits that come out of these.</summary>
    public static byte[] ExpectedOf(bool isShared) => isShared ? LazyExpectedShared.Value : Expected;

    public static nn.Module Network()
    {
        var network = new UnderflowNetwork([6, 16, 16, 3]);
        Networks.Fill(network);
        return network;
    }

    public static EvolutionStrategy Strategy(EvolutionOptions? options = null, Func<long, double>? rate = null) =>
        new(Network(), options ?? Options, Networks.Adam, rate);

    public static byte[] Evolve(IPopulationWorkers workers, int generations = Generations, EvolutionCheckpoints? checkpoints = null, Action<GenerationReport>? after = null, bool isShared = false, CancellationToken cancellation = default)
    {
        using EvolutionStrategy strategy = Strategy(OptionsOf(isShared));
        new EvolutionRun(strategy, workers) { Checkpoints = checkpoints, AfterGeneration = after }.Run(generations, cancellation);
        return Networks.Bits(strategy.Network);
    }

    private static byte[] ByThreads(bool isShared)
    {
        using var workers = new ThreadWorkers(Network, Networks.Classification(), 1);
        return Evolve(workers, isShared: isShared);
    }
}
