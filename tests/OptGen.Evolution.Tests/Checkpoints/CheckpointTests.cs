using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Checkpoints;

/// <summary>A run that goes on from a checkpoint ends with the bits of one that was never interrupted.</summary>
public sealed class CheckpointTests
{
    private static readonly EvolutionOptions Options = new() { Population = 20, RangeSize = 4, Noise = Noise.LowRank(), Seed = 11 };

    private static byte[] Run(long generations, EvolutionCheckpoints? checkpoints, Func<nn.Module, optim.Optimizer>? optimizer = null, EvolutionOptions? options = null, int hidden = 9)
    {
        using var network = Networks.Perceptron(hidden: hidden);
        using var strategy = new EvolutionStrategy(network, options ?? Options, optimizer ?? Networks.Adam);
        using var workers = new ThreadWorkers(() => Networks.Perceptron(hidden: hidden), Networks.Classification(), 1);
        new EvolutionRun(strategy, workers) { Checkpoints = checkpoints }.Run(generations);
        return Networks.Bits(network);
    }

    [Theory]
    [InlineData("Adam")]
    [InlineData("SGD")]
    [InlineData("centralized")]
    public void Run_Resumed_EndsWithTheSameBits(string optimizer)
    {
        Func<nn.Module, optim.Optimizer> make = optimizer switch
        {
            "Adam" => Networks.Adam,
            "SGD" => module => optim.SGD(module.parameters(), 0.1, 0.9),
            _ => module => OptGen.Optimizers.Centralized.AdamW_GC(module, 0.02)
        };
        byte[] whole = Run(30, null, make);
        using var folder = new TemporaryFolder();
        var checkpoints = new EvolutionCheckpoints(folder.Path) { EveryGenerations = 4, Resume = true };
        foreach (int until in new[] { 1, 9, 12, 13, 30 })
        {
            byte[] part = Run(until, checkpoints, make);
            if (until == 30)
                Assert.Equal(whole, part);
        }
        Assert.Equal(whole, Run(30, checkpoints, make));
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Run_WithADamagedCheckpoint_GoesOnFromTheOneBefore()
    {
        byte[] whole = Run(20, null);
        using var folder = new TemporaryFolder();
        var checkpoints = new EvolutionCheckpoints(folder.Path) { EveryGenerations = 5, Resume = true };
        Run(12, checkpoints);
        string newest = Directory.GetFiles(folder.Path).Max(StringComparer.Ordinal)!;
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(newest, bytes);
        Assert.Equal(whole, Run(20, checkpoints));
    }

    /// <summary>Every bit of a small state, and every length: the strategy is refused, and stays as it was.</summary>
    [Fact]
    public void State_WithAnyBitFlippedOrCutOff_IsRefused()
    {
        using var network = new Networks.Point(1, 2);
        using var strategy = new EvolutionStrategy(network, Options, module => optim.SGD(module.parameters(), 0.1, 0.9));
        strategy.Tell(new double[20]);
        using var stream = new MemoryStream();
        strategy.Save(stream);
        byte[] state = stream.ToArray();
        for (int bit = 0; bit < state.Length * 8; bit++)
        {
            state[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<EvolutionException>(() => strategy.Load(new MemoryStream(state)));
            state[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        for (int length = 0; length < state.Length; length++)
            Assert.Throws<EvolutionException>(() => strategy.Load(new MemoryStream(state, 0, length)));
        Assert.Throws<EvolutionException>(() => strategy.Load(new MemoryStream([.. state, 0])));
        Assert.Equal([1, 2], network.Values);
        strategy.Load(new MemoryStream(state));
        Assert.Equal(1, strategy.Generation);
    }

    [Fact]
    public void State_OfAnotherRun_SaysWhatDiffers()
    {
        using var folder = new TemporaryFolder();
        var checkpoints = new EvolutionCheckpoints(folder.Path) { Resume = true };
        Run(2, checkpoints);
        void Fails(string words, Action run) => Assert.Contains(words, Assert.Throws<EvolutionException>(run).Message, StringComparison.Ordinal);
        Fails("'first.weight' is of Float32 [9, 6] there, and of Float32 [8, 6]", () => Run(4, checkpoints, hidden: 8));
        Fails("of other options", () => Run(4, checkpoints, options: Options with { Seed = 12 }));
        Fails("another optimiser: Adam; the strategy has SGD", () => Run(4, checkpoints, module => optim.SGD(module.parameters(), 0.1)));
        Fails("set EvolutionCheckpoints.Resume", () => Run(4, checkpoints with { Resume = false }));
    }

    [Fact]
    public void Options_OfCheckpoints_AreChecked()
    {
        Assert.Throws<ArgumentException>(() => new EvolutionCheckpoints(" "));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionCheckpoints("a") { EveryGenerations = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionCheckpoints("a") { Keep = 1 });
    }
}
