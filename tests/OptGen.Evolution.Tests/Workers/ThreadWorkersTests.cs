using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Workers;

/// <summary>The number of workers changes no bit.</summary>
public sealed class ThreadWorkersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Workers_OneTwoAndFour_GiveTheSameBits(int rank)
    {
        byte[] Run(int count)
        {
            using var network = new UnderflowNetwork([6, 16, 16, 3]);
            Networks.Fill(network);
            using var strategy = new EvolutionStrategy(
                network, new EvolutionOptions { Population = 40, RangeSize = 6, Noise = rank == 0 ? Noise.FullRank : Noise.LowRank(rank), WeightDecay = 1e-3 }, Networks.Adam);
            using var workers = new ThreadWorkers(() => new UnderflowNetwork([6, 16, 16, 3]), Networks.Classification(), count);
            new EvolutionRun(strategy, workers).Run(50);
            return Networks.Bits(network);
        }

        byte[] one = Run(1);
        Assert.Equal(one, Run(2));
        Assert.Equal(one, Run(4));
    }

    [Fact]
    public void Threads_OfTorch_AreAsBefore()
    {
        int before = get_num_threads();
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, new EvolutionOptions { Population = 8, RangeSize = 2 }, Networks.Adam);
        using var workers = new ThreadWorkers(() => Networks.Perceptron(), Networks.Classification(), 2);
        new EvolutionRun(strategy, workers).Run(2);
        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public void Exception_OfTheFitness_ReachesTheCaller()
    {
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, new EvolutionOptions { Population = 8, RangeSize = 2 }, Networks.Adam);
        using var workers = new ThreadWorkers(() => Networks.Perceptron(), Fitness.Of<nn.Module>((_, generation) => generation == 2 ? throw new InvalidDataException("no data") : 1), 3);
        Assert.Equal("no data", Assert.Throws<InvalidDataException>(() => new EvolutionRun(strategy, workers).Run(5)).Message);
        Assert.Equal(2, strategy.Generation);
    }

    [Fact]
    public void Factory_OfTheWrongNetworks_IsRefused()
    {
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, new EvolutionOptions { Population = 8, RangeSize = 2 }, Networks.Adam);
        void Fails(string words, Func<nn.Module> factory, int count) => Assert.Contains(
            words,
            Assert.Throws<EvolutionException>(() => new EvolutionRun(strategy, new ThreadWorkers(factory, Networks.Classification(), count)).Run(1)).Message,
            StringComparison.Ordinal);
        Fails("a new one at each call", () => network, 1);
        var same = Networks.Perceptron();
        Fails("a new one at each call", () => same, 2);
        Fails("parameter 0 is 'first.weight' [9, 5] in one and 'first.weight' [9, 6] in the other", () => Networks.Perceptron(inputs: 5), 1);
        Fails("gave none", () => null!, 1);
    }

    [Fact]
    public void Buffers_AreThoseOfTheNetworkThatIsEvolved()
    {
        using var network = nn.Sequential(("norm", nn.BatchNorm1d(6)), ("dense", nn.Linear(6, 3)));
        using (no_grad())
            network.named_buffers().First(entry => entry.Item1 == "norm.running_mean").Item2.fill_(3);
        using var strategy = new EvolutionStrategy(network, new EvolutionOptions { Population = 4, RangeSize = 2 }, Networks.Adam);
        var means = new System.Collections.Concurrent.ConcurrentBag<float>();
        using var workers = new ThreadWorkers(() => nn.Sequential(("norm", nn.BatchNorm1d(6)), ("dense", nn.Linear(6, 3))), Fitness.Of<nn.Module>((module, _) =>
        {
            Assert.False(module.training);
            means.Add(module.named_buffers().First(entry => entry.Item1 == "norm.running_mean").Item2.max().item<float>());
            return 0;
        }), 2);
        new EvolutionRun(strategy, workers).Run(1);
        Assert.All(means, mean => Assert.Equal(3, mean));
    }

    [Fact]
    public void Batches_OfSamples_VisitEachOnceBeforeAnyTwice()
    {
        using var inputs = arange(10, dtype: ScalarType.Float32).unsqueeze(1);
        using var targets = arange(10);
        var fitness = SampleFitness.Classification(inputs, targets, 3, seed: 1);
        long[] Rows(long generation)
        {
            using FitnessBatch batch = fitness.Batch(generation);
            return batch.Targets.data<long>().ToArray();
        }

        long[] first = [.. Rows(0), .. Rows(1), .. Rows(2)], second = [.. Rows(3), .. Rows(4), .. Rows(5)];
        Assert.Equal(9, first.Distinct().Count());
        Assert.Equal(9, second.Distinct().Count());
        Assert.NotEqual(first, second);
        Assert.Equal(first, (long[])[.. Rows(0), .. Rows(1), .. Rows(2)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleFitness.Classification(inputs, targets, 11));
        Assert.Throws<ArgumentException>(() => SampleFitness.Classification(inputs, targets.narrow(0, 0, 9), 3));
    }
}
