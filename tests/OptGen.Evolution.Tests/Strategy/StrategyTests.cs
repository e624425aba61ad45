using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Strategy;

/// <summary>What users would try.</summary>
public sealed class StrategyTests
{
    private static readonly EvolutionOptions Options = new() { Population = 64, Sigma = 0.1, RangeSize = 8 };

    private static double Hill(Networks.Point point, long generation) => -point.Values.Select((x, i) => (x - i) * (x - i)).Sum();

    [Theory]
    [InlineData(FitnessShaping.CenteredRanks)]
    [InlineData(FitnessShaping.ZScores)]
    [InlineData(FitnessShaping.Raw)]
    public void Run_OnAHill_ComesToItsTop(FitnessShaping shaping)
    {
        using var point = new Networks.Point(5, 5, -5);
        using var strategy = new EvolutionStrategy(point, Options with { Shaping = shaping }, module => Networks.Adam(module, 0.1), generation => generation < 150 ? 0.1 : 0.01);
        using var workers = new ThreadWorkers(() => new Networks.Point(0, 0, 0), Fitness.Of<Networks.Point>(Hill), 2);
        var reports = new EvolutionRun(strategy, workers).Run(300);
        Assert.Equal(300, reports.Count);
        Assert.Equal(300, strategy.Generation);
        Assert.All(point.Values.Select((x, i) => x - i), distance => Assert.InRange(distance, -0.15, 0.15));
        Assert.True(reports[^1].MeanFitness > reports[0].MeanFitness + 50);
        Assert.All(reports, report => Assert.True(report.WorstFitness <= report.MeanFitness && report.MeanFitness <= report.BestFitness && report.Deviation >= 0 && report.GradientNorm >= 0));
        Assert.Equal(0.01, strategy.Optimizer.ParamGroups.First().LearningRate);
    }

    [Fact]
    public void Run_OfLowRank_LearnsWhatIsNotLinear()
    {
        using var network = Networks.Perceptron(hidden: 32);
        using var strategy = new EvolutionStrategy(network, new EvolutionOptions { Population = 128, Sigma = 0.1, Noise = Noise.LowRank() }, Networks.Adam);
        using var workers = new ThreadWorkers(() => Networks.Perceptron(hidden: 32), Networks.Classification(200), 1);
        var reports = new EvolutionRun(strategy, workers).Run(150);
        Assert.Null(workers.WhyOneByOne);
        Assert.True(reports[^1].MeanFitness > -0.35, $"{reports[0].MeanFitness} became {reports[^1].MeanFitness}");
    }

    [Fact]
    public void CentralizedOptimizer_StepsAlongTheCentredEstimate()
    {
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, Options, module => OptGen.Optimizers.Centralized.SGD_GC(module, 0.1));
        using Tensor before = network.get_parameter("first.weight")!.clone();
        strategy.Tell([.. Enumerable.Range(0, 64).Select(i => Math.Sin(i))]);
        using Tensor step = network.get_parameter("first.weight")! - before, sums = step.mean([1L]).abs();
        Assert.True(sums.max().item<float>() < 1e-6 && step.abs().max().item<float>() > 1e-4);
    }

    [Fact]
    public void WeightDecay_IsAddedToTheGradient()
    {
        using var point = new Networks.Point(5, -3);
        using var strategy = new EvolutionStrategy(point, Options with { WeightDecay = 0.5, Shaping = FitnessShaping.ZScores }, module => optim.SGD(module.parameters(), 0.1));
        strategy.Tell(new double[64]);
        Assert.Equal([5 - 0.1 * 2.5, -3 + 0.1 * 1.5], point.Values);
    }

    [Fact]
    public void FrozenParameters_StayAsTheyAre()
    {
        using var network = Networks.Perceptron();
        network.get_parameter("first.weight")!.requires_grad_(false);
        byte[] before = network.get_parameter("first.weight")!.bytes.ToArray();
        using var strategy = new EvolutionStrategy(network, Options with { Noise = Noise.LowRank() }, module => optim.SGD(module.parameters().Where(p => p.requires_grad), 0.1));
        Assert.Equal(3, strategy.Parameters.Count);
        using var workers = new ThreadWorkers(() =>
        {
            var copy = Networks.Perceptron();
            copy.get_parameter("first.weight")!.requires_grad_(false);
            return copy;
        }, Networks.Classification());
        new EvolutionRun(strategy, workers).Run(3);
        Assert.Equal(before, network.get_parameter("first.weight")!.bytes.ToArray());
    }

    [Fact]
    public void Tell_NotANumber_ChangesNothing()
    {
        using var point = new Networks.Point(5, -3);
        using var strategy = new EvolutionStrategy(point, Options, Networks.Adam);
        var fitness = new double[64];
        fitness[63] = double.NaN;
        Assert.Contains("member 63 of generation 0", Assert.Throws<EvolutionException>(() => strategy.Tell(fitness)).Message, StringComparison.Ordinal);
        Assert.Equal([5, -3], point.Values);
        Assert.Equal(0, strategy.Generation);
    }

    [Fact]
    public void Tell_AnotherNumberOfValues_IsRefused()
    {
        using var point = new Networks.Point(5, -3);
        using var strategy = new EvolutionStrategy(point, Options, Networks.Adam);
        Assert.Contains("63 values were told of a population of 64", Assert.Throws<ArgumentException>(() => strategy.Tell(new double[63])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 2, "Population must be even")]
    [InlineData(4, 3, "RangeSize must be even")]
    public void OddSizes_OfPairs_AreRefused(int population, int rangeSize, string words)
    {
        using var point = new Networks.Point(1);
        var options = new EvolutionOptions { Population = population, RangeSize = rangeSize };
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => new EvolutionStrategy(point, options, Networks.Adam)).Message, StringComparison.Ordinal);
        using var strategy = new EvolutionStrategy(point, options with { Antithetic = false }, Networks.Adam);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionOptions { Population = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionOptions { Sigma = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionOptions { Sigma = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionOptions { WeightDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionOptions { RangeSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionOptions { Shaping = (FitnessShaping)9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Noise.LowRank(0));
        Assert.Throws<ArgumentNullException>(() => new EvolutionOptions { Noise = null! });
    }

    [Fact]
    public void Network_WithNothingToEvolve_IsRefused()
    {
        using var relu = nn.ReLU();
        Assert.Contains("nothing to evolve", Assert.Throws<ArgumentException>(() => new EvolutionStrategy(relu, Options, Networks.Adam)).Message, StringComparison.Ordinal);
        using var half = nn.Linear(3, 2, dtype: ScalarType.BFloat16);
        Assert.Contains("'weight' is of BFloat16", Assert.Throws<ArgumentException>(() => new EvolutionStrategy(half, Options, Networks.Adam)).Message, StringComparison.Ordinal);
    }

    /// <summary>Nothing but the fitness values grows with the population.</summary>
    [Fact]
    public void Population_OfAMillion_IsEvaluated()
    {
        using var point = new Networks.Point(1, 2);
        int population = RandomCases.Long ? 1 << 20 : 1 << 15;
        using var strategy = new EvolutionStrategy(point, Options with { Population = population, RangeSize = 1024, Shaping = FitnessShaping.Raw }, module => optim.SGD(module.parameters(), 0.5));
        using var workers = new ThreadWorkers(() => new Networks.Point(0, 0), Fitness.Of<Networks.Point>(Hill));
        new EvolutionRun(strategy, workers).Run(1);
        // One Newton step of a quadratic.
        Assert.Equal(0, point.Values[0], 0.1);
        Assert.Equal(1, point.Values[1], 0.1);
    }

    [Fact]
    public void Cancellation_LeavesWholeGenerations()
    {
        using var point = new Networks.Point(5, 5);
        using var strategy = new EvolutionStrategy(point, Options, Networks.Adam);
        using var stop = new CancellationTokenSource();
        using var workers = new ThreadWorkers(() => new Networks.Point(0, 0), Fitness.Of<Networks.Point>((member, generation) =>
        {
            if (generation == 3)
                stop.Cancel();
            return Hill(member, generation);
        }), 2);
        Assert.ThrowsAny<OperationCanceledException>(() => new EvolutionRun(strategy, workers).Run(10, stop.Token));
        Assert.Equal(3, strategy.Generation);
    }
}
