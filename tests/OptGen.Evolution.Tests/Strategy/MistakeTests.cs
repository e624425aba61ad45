using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Strategy;

/// <summary>Mistakes that would end in networks of numbers that are none, or in networks that stay as they are.</summary>
public sealed class MistakeTests
{
    private static readonly EvolutionOptions Options = new() { Population = 8, RangeSize = 2, Sigma = 0.1 };

    private static readonly double[] Values = [1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void Optimizer_OfOtherParameters_IsRefused()
    {
        using Networks.Point point = new(1, 2), other = new(1, 2);
        Assert.Contains("lacks the parameter 'place'", Assert.Throws<ArgumentException>(() => new EvolutionStrategy(point, Options, _ => Networks.Adam(other))).Message, StringComparison.Ordinal);
        using var network = Networks.Perceptron();
        Assert.Contains("lacks the parameter 'second.weight'", Assert.Throws<ArgumentException>(() => new EvolutionStrategy(network, Options, module => optim.SGD(module.parameters().Take(2), 0.1))).Message, StringComparison.Ordinal);
        Assert.Contains("LBFGS asks for several", Assert.Throws<ArgumentException>(() => new EvolutionStrategy(network, Options, module => optim.LBFGS(module.parameters(), 0.1))).Message, StringComparison.Ordinal);
        using var wrapped = new EvolutionStrategy(network, Options, module => new OptGen.Optimizers.Lookahead(Networks.Adam(module)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.1)]
    public void LearningRate_ThatIsNone_ChangesNothing(double rate)
    {
        using var point = new Networks.Point(5, -3);
        using var strategy = new EvolutionStrategy(point, Options, Networks.Adam, _ => rate);
        Assert.Contains("The learning rate of generation 0 is ", Assert.Throws<EvolutionException>(() => strategy.Tell(Values)).Message, StringComparison.Ordinal);
        Assert.Equal([5, -3], point.Values);
        Assert.Equal(0, strategy.Generation);
    }

    [Fact]
    public void Fitness_TooLargeForAnEstimate_ChangesNothing()
    {
        using var point = new Networks.Point(5, -3);
        using var strategy = new EvolutionStrategy(point, Options with { Shaping = FitnessShaping.Raw }, Networks.Adam);
        Assert.Contains("too large", Assert.Throws<EvolutionException>(() => strategy.Tell([1e300, 2, 3, 4, 5, 6, 7, 8])).Message, StringComparison.Ordinal);
        Assert.Equal([5, -3], point.Values);
        strategy.Tell(Values);
        Assert.All(point.Values, value => Assert.True(double.IsFinite(value)));
    }

    /// <summary>Scores do not depend on the unit, whatever its squares are.</summary>
    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(1e-310)]
    [InlineData(2e307)]
    public void ZScores_InAnyUnit_AreTheSame(double unit)
    {
        double[] expected = Shaping.Shape(Values, FitnessShaping.ZScores, 0), actual = Shaping.Shape([.. Values.Select(value => value * unit)], FitnessShaping.ZScores, 0);
        Assert.True(Math.Abs(expected[0]) > 1);
        for (int i = 0; i < Values.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-9);
    }

    [Fact]
    public void Run_Twice_GoesOnWithItsOwnCheckpoints()
    {
        using var folder = new TemporaryFolder();
        using var point = new Networks.Point(5, -3);
        using var strategy = new EvolutionStrategy(point, Options, Networks.Adam);
        using var workers = new ThreadWorkers(() => new Networks.Point(0, 0), Fitness.Of<Networks.Point>((member, _) => -member.Values.Sum(x => x * x)), 1);
        var run = new EvolutionRun(strategy, workers) { Checkpoints = new EvolutionCheckpoints(folder.Path) };
        Assert.Equal(2, run.Run(2).Count);
        Assert.Equal(3, run.Run(5).Count);
        Assert.Throws<EvolutionException>(() => new EvolutionRun(strategy, workers) { Checkpoints = run.Checkpoints }.Run(6));
    }

    [Fact]
    public void Targets_ThatAreNoClasses_AreRefused()
    {
        using var scope = NewDisposeScope();
        var (inputs, targets) = Networks.Samples(20);
        double Of(ScalarType type) => SampleFitness.Classification(inputs, targets.to_type(type), 20).Evaluate(Networks.Perceptron(), 0);
        Assert.Equal(Of(ScalarType.Int64), Of(ScalarType.Byte));
        Assert.Contains("these are of Float32", Assert.Throws<EvolutionException>(() => Of(ScalarType.Float32)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleFitness.Classification(inputs, targets, 5).Batch(-1));
    }

    /// <summary>Nothing is left behind by generations, whatever the noise.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Generations_LeaveNoTensors(int rank)
    {
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, Options with { Noise = rank == 0 ? Noise.FullRank : Noise.LowRank(rank) }, Networks.Adam);
        using var workers = new ThreadWorkers(() => Networks.Perceptron(), Networks.Classification(), 1);
        var run = new EvolutionRun(strategy, workers);
        run.Run(5);
        // Of this thread: other tests run beside this one.
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        run.Run(RandomCases.Long ? 1005 : 105);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
