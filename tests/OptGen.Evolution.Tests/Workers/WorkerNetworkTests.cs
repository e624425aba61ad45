using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Workers;

/// <summary>What the networks of workers must have in common with the one that is evolved, and what not.</summary>
public sealed class WorkerNetworkTests
{
    // So little noise that a member is worth what the network is worth.
    private static readonly EvolutionOptions Options = new() { Population = 8, RangeSize = 2, Sigma = 1e-9 };

    /// <summary>The factory may make other numbers at each call, as networks are at first.</summary>
    [Fact]
    public void FrozenParameters_AreThoseOfTheNetworkThatIsEvolved()
    {
        int calls = 0;
        nn.Module<Tensor, Tensor> Make()
        {
            var made = Networks.Perceptron();
            using var mode = no_grad();
            made.get_parameter("first.weight")!.fill_(++calls).requires_grad_(false);
            return made;
        }

        using var network = Make();
        using var strategy = new EvolutionStrategy(network, Options, Networks.Adam);
        using var workers = new ThreadWorkers(Make, Networks.Classification(), 2);
        var fitness = new double[8];
        workers.Evaluate(strategy, fitness, default);
        double own = Networks.Classification().Evaluate(network, 0);
        Assert.All(fitness, value => Assert.Equal(own, value, 1e-5));
    }

    [Fact]
    public void Buffers_ThatChangeLater_AreTakenOver()
    {
        static nn.Module<Tensor, Tensor> Make()
        {
            var made = nn.Sequential(("norm", nn.BatchNorm1d(6)), ("dense", nn.Linear(6, 3)));
            Networks.Fill(made);
            return made;
        }

        using var network = Make();
        using var strategy = new EvolutionStrategy(network, Options, Networks.Adam);
        using var workers = new ThreadWorkers(Make, Networks.Classification(), 1);
        double[] before = new double[8], after = new double[8];
        workers.Evaluate(strategy, before, default);
        using (no_grad())
            network.named_buffers().First(entry => entry.name == "norm.running_mean").buffer.fill_(3);
        workers.Evaluate(strategy, after, default);
        network.eval();
        double own = Networks.Classification().Evaluate(network, 0);
        Assert.All(after, value => Assert.Equal(own, value, 1e-5));
        Assert.True(Math.Abs(before[0] - own) > 1e-3);
    }

    [Fact]
    public void TakeOver_OfANetworkThatIsUnlike_SaysWhat()
    {
        using var network = Networks.Perceptron();
        using var evaluator = new PopulationEvaluator(network, Networks.Classification(), Options);
        void Fails(string words, nn.Module other) => Assert.Contains(words, Assert.Throws<EvolutionException>(() => evaluator.TakeOver(other)).Message, StringComparison.Ordinal);
        Fails("its 'first.weight' is of Float32 [9, 6], there of Float32 [8, 6]", Networks.Perceptron(hidden: 8));
        Fails("it has no 'third.weight'", nn.Sequential(("first", nn.Linear(6, 9)), ("second", nn.Linear(9, 3)), ("third", nn.Linear(3, 3))));
        Fails("it has 'second.weight', which that one has not", nn.Sequential(("first", nn.Linear(6, 9))));
    }

    [Fact]
    public void Networks_ThatShareParameters_AreRefused()
    {
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, Options, Networks.Adam);
        using var first = nn.Linear(6, 9);
        nn.Module<Tensor, Tensor> Make() => nn.Sequential(("first", first), ("relu", nn.ReLU()), ("second", nn.Linear(9, 3)));
        using var workers = new ThreadWorkers(Make, Networks.Classification(), 2);
        Assert.Contains("'first.weight' is another network's, too", Assert.Throws<EvolutionException>(() => workers.Evaluate(strategy, new double[8], default)).Message, StringComparison.Ordinal);
    }

    /// <summary>What was refused is refused again, and workers may serve another strategy.</summary>
    [Fact]
    public void UnlikeNetworks_AreRefusedEachTime()
    {
        static nn.Module<Tensor, Tensor> Other() => nn.Sequential(("other", nn.Linear(6, 9)), ("relu", nn.ReLU()), ("second", nn.Linear(9, 3)));
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, Options, Networks.Adam);
        using var other = Other();
        using var otherStrategy = new EvolutionStrategy(other, Options, Networks.Adam);
        using var workers = new ThreadWorkers(Other, Networks.Classification(), 1);
        void Refused() => Assert.Contains("'other.weight' [9, 6] in one and 'first.weight' [9, 6] in the other", Assert.Throws<EvolutionException>(() => workers.Evaluate(strategy, new double[8], default)).Message, StringComparison.Ordinal);
        Refused();
        Refused();
        workers.Evaluate(otherStrategy, new double[8], default);
        Refused();
    }

    [Fact]
    public void Disposed_ThingsAreRefused()
    {
        using var scope = NewDisposeScope();
        var network = Networks.Perceptron();
        var strategy = new EvolutionStrategy(network, Options with { Noise = Noise.LowRank() }, Networks.Adam);
        var workers = new ThreadWorkers(() => Networks.Perceptron(), Networks.Classification(), 1);
        var evaluator = new PopulationEvaluator(Networks.Perceptron(), Networks.Classification(), strategy.Options);
        workers.Evaluate(strategy, new double[8], default);
        evaluator.Evaluate(strategy.Parameters, 0, new MemberRange(0, 2), new double[2]);
        for (int i = 0; i < 2; i++)
        {
            workers.Dispose();
            evaluator.Dispose();
        }
        Assert.Throws<ObjectDisposedException>(() => workers.Evaluate(strategy, new double[8], default));
        // Without its hooks it would give the fitness of the network itself for all members.
        Assert.Throws<ObjectDisposedException>(() => evaluator.Evaluate(strategy.Parameters, 1, new MemberRange(0, 2), new double[2]));
        Assert.Throws<ObjectDisposedException>(() => evaluator.TakeOver(network));
        strategy.Dispose();
        strategy.Dispose();
        Assert.Throws<ObjectDisposedException>(() => strategy.Tell(new double[8]));
        Assert.Throws<ObjectDisposedException>(() => strategy.Save(new MemoryStream()));
        Assert.Throws<ObjectDisposedException>(() => strategy.Load(new MemoryStream()));
    }

    /// <summary>Workers have one network for each thread: two generations at once would be written into the same.</summary>
    [Fact]
    public void Evaluate_WithinAnEvaluation_IsRefused()
    {
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, Options, Networks.Adam);
        bool isOn = true;
        ThreadWorkers? itself = null;
        using var workers = itself = new ThreadWorkers(() => Networks.Perceptron(), Fitness.Of<nn.Module>((_, _) =>
        {
            if (isOn)
                itself!.Evaluate(strategy, new double[8], default);
            return 1;
        }), 1);
        Assert.Contains("evaluate a generation already", Assert.Throws<InvalidOperationException>(() => workers.Evaluate(strategy, new double[8], default)).Message, StringComparison.Ordinal);
        isOn = false;
        var fitness = new double[8];
        workers.Evaluate(strategy, fitness, default);
        Assert.All(fitness, value => Assert.Equal(1, value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Network_ThatWasDisposedOrConverted_IsRefused(bool isDisposed)
    {
        var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, Options, module => optim.SGD(module.parameters(), 0.1));
        using var workers = new ThreadWorkers(() => Networks.Perceptron(), Networks.Classification(), 1);
        if (isDisposed)
            network.Dispose();
        else
            network.to(ScalarType.Float64);
        void Refused(Action action) => Assert.Contains("The parameter 'first.weight' that is evolved is gone", Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal);
        Refused(() => workers.Evaluate(strategy, new double[8], default));
        Refused(() => strategy.Tell(new double[8]));
        Refused(() => strategy.Save(new MemoryStream()));
        Refused(() => strategy.Load(new MemoryStream()));
    }

    /// <summary>Half a billion numbers and more are refused before memory is asked for.</summary>
    [Fact]
    public void Range_TooLargeForItsNoise_SaysWhatToDo()
    {
        using var scope = NewDisposeScope();
        var options = new EvolutionOptions { Population = 1 << 20, RangeSize = 1 << 20, Noise = Noise.LowRank() };
        var (inputs, targets) = Networks.Samples(1);
        nn.Module<Tensor, Tensor> Make() => nn.Linear(6, 600);
        using var evaluator = new PopulationEvaluator(Make(), SampleFitness.Classification(inputs, targets, 1), options);
        var error = Assert.Throws<EvolutionException>(() => evaluator.Evaluate([.. Make().parameters()], 0, new MemberRange(0, 1 << 20), new double[1 << 20]));
        Assert.Contains("Take a smaller EvolutionOptions.RangeSize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_IntoAnotherNumberOfPlaces_IsRefused()
    {
        using var network = Networks.Perceptron();
        using var strategy = new EvolutionStrategy(network, Options, Networks.Adam);
        using var workers = new ThreadWorkers(() => Networks.Perceptron(), Networks.Classification(), 1);
        Assert.Contains("a population of 8 was to be written to 3 places", Assert.Throws<ArgumentException>(() => workers.Evaluate(strategy, new double[3], default)).Message, StringComparison.Ordinal);
    }
}
