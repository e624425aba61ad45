using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Evaluation;

/// <summary>Members that are evaluated at once against the same members with the noise written out.</summary>
public sealed class TogetherTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static readonly Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Cases = new()
    {
        ["perceptron"] = () => Networks.Perceptron(),
        ["no bias"] = () => nn.Sequential(nn.Linear(6, 8, hasBias: false), nn.Tanh(), nn.Linear(8, 3, hasBias: false)),
        ["one layer"] = () => nn.Linear(6, 3),
        ["flatten first"] = () => nn.Sequential(nn.Unflatten(1, [2, 3]), nn.Flatten(), nn.Linear(6, 8), nn.GELU(), nn.Linear(8, 3)),
        ["layer on the last of three dimensions"] = () => nn.Sequential(nn.Unflatten(1, [2, 3]), nn.Linear(3, 4), nn.ReLU(), nn.Flatten(), nn.Linear(8, 3)),
        ["one layer twice"] = () => new Twice(),
        ["underflow"] = () => new UnderflowNetwork([6, 16, 16, 3]),
        ["underflow, IEEE"] = () => new UnderflowNetwork([6, 16, 16, 3], HiddenArithmetic.Ieee),
        ["underflow, arithmetic of the post"] = () => new UnderflowNetwork([6, 16, 16, 3], HiddenArithmetic.FlushedArithmetic),
        ["rectifiers"] = () => new UnderflowNetwork([6, 16, 3], HiddenArithmetic.Relu),
        ["hard threshold"] = () => new UnderflowNetwork([6, 16, 3], HiddenArithmetic.HardShrink)
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Members_Together_GiveWhatTheyGiveAlone(string name)
    {
        foreach (int rank in new[] { 1, 3 })
        {
            foreach (bool isAntithetic in new[] { true, false })
            {
                using var scope = NewDisposeScope();
                var options = new EvolutionOptions { Population = 24, RangeSize = 8, Sigma = 0.05, Noise = Noise.LowRank(rank), Antithetic = isAntithetic, Seed = 5 };
                nn.Module<Tensor, Tensor> origin = Made(name), first = Made(name), second = Made(name);
                var fitness = new OutputFitness();
                using var together = new PopulationEvaluator(first, fitness, options);
                using var alone = new PopulationEvaluator(second, fitness, options with { Together = false });
                Assert.Null(together.WhyOneByOne);
                Assert.Equal("EvolutionOptions.Together is false", alone.WhyOneByOne);
                Tensor[] parameters = [.. origin.parameters()];
                foreach (MemberRange range in options.Ranges())
                {
                    double[] a = new double[8], b = new double[8];
                    together.Evaluate(parameters, 3, range, a);
                    alone.Evaluate(parameters, 3, range, b);
                    for (int i = 0; i < 8; i++)
                        Assert.InRange(a[i], b[i] - 1e-5 * (1 + Math.Abs(b[i])), b[i] + 1e-5 * (1 + Math.Abs(b[i])));
                    Assert.Equal(8, a.Distinct().Count());
                }
            }
        }
    }

    /// <summary>In double precision the two roads agree far better, so what they differ by is rounding.</summary>
    [Fact]
    public void Members_InDoublePrecision_AgreeToRounding()
    {
        using var scope = NewDisposeScope();
        var options = new EvolutionOptions { Population = 8, RangeSize = 8, Sigma = 0.05, Noise = Noise.LowRank(2) };
        var fitness = new OutputFitness(ScalarType.Float64);
        using var together = new PopulationEvaluator(Networks.Perceptron(type: ScalarType.Float64), fitness, options);
        using var alone = new PopulationEvaluator(Networks.Perceptron(type: ScalarType.Float64), fitness, options with { Together = false });
        Tensor[] parameters = [.. Networks.Perceptron(type: ScalarType.Float64).parameters()];
        double[] a = new double[8], b = new double[8];
        together.Evaluate(parameters, 0, new MemberRange(0, 8), a);
        alone.Evaluate(parameters, 0, new MemberRange(0, 8), b);
        // Factors are rounded to single precision in different places: E is formed in it, and factors are scaled in it.
        for (int i = 0; i < 8; i++)
            Assert.Equal(b[i], a[i], 1e-6);
    }

    [Fact]
    public void Ranges_InAnyOrderAndTwice_GiveTheSameBits()
    {
        using var scope = NewDisposeScope();
        var options = new EvolutionOptions { Population = 24, RangeSize = 8, Noise = Noise.LowRank() };
        using var evaluator = new PopulationEvaluator(Networks.Perceptron(), Networks.Classification(), options);
        Tensor[] parameters = [.. Networks.Perceptron().parameters()];
        double[] forward = new double[24], backward = new double[24];
        foreach (MemberRange range in options.Ranges())
            evaluator.Evaluate(parameters, 7, range, forward.AsSpan(range.First, 8));
        evaluator.Evaluate(parameters, 6, new MemberRange(8, 8), backward.AsSpan(8, 8));
        foreach (MemberRange range in options.Ranges().Reverse())
            evaluator.Evaluate(parameters, 7, range, backward.AsSpan(range.First, 8));
        Assert.Equal(forward, backward);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("convolution")]
    [InlineData("norm")]
    [InlineData("function")]
    public void WhyOneByOne_SaysWhat(string what)
    {
        var low = new EvolutionOptions { Noise = Noise.LowRank() };
        using nn.Module<Tensor, Tensor> network = what switch
        {
            "convolution" => nn.Sequential(("conv", nn.Conv2d(16, 16, 3)), ("flat", nn.Flatten()), ("dense", nn.Linear(16, 2))),
            "norm" => nn.Sequential(("dense", nn.Linear(6, 4)), ("norm", nn.LayerNorm(4))),
            _ => Networks.Perceptron()
        };
        using var evaluator = new PopulationEvaluator(
            network, what == "function" ? Fitness.Of<nn.Module>((_, _) => 0) : new OutputFitness(), what == "full" ? new EvolutionOptions() : low);
        Assert.Equal(what switch
        {
            "full" => "the noise is of full rank",
            "convolution" => "the parameter 'conv.weight' belongs to no linear layer",
            "norm" => "the parameter 'norm.weight' belongs to no linear layer",
            _ => "the fitness is no BatchFitness"
        }, evaluator.WhyOneByOne);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Network_ThatCannotBeEvaluatedTogether_IsRefusedWithAdvice(bool mixesRows)
    {
        using var scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> Make() => mixesRows ? new MixesRows() : new ReadsWeight();
        var options = new EvolutionOptions { Population = 8, RangeSize = 8, Noise = Noise.LowRank() };
        using var evaluator = new PopulationEvaluator(Make(), new OutputFitness(), options);
        var error = Assert.Throws<EvolutionException>(() => evaluator.Evaluate([.. Make().parameters()], 0, new MemberRange(0, 8), new double[8]));
        Assert.Contains("Set EvolutionOptions.Together to false", error.Message, StringComparison.Ordinal);
        using var alone = new PopulationEvaluator(Make(), new OutputFitness(), options with { Together = false });
        alone.Evaluate([.. Make().parameters()], 0, new MemberRange(0, 8), new double[8]);
    }

    /// <summary>Rounding takes a unit to the other side of a threshold now and then, and may do so in the range that a worker evaluates first.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(50, false)]
    public void Network_WithJumpsInFewRows_IsEvaluatedTogether(int rows, bool isTaken)
    {
        using var scope = NewDisposeScope();
        var options = new EvolutionOptions { Population = 8, RangeSize = 8, Noise = Noise.LowRank() };
        using var evaluator = new PopulationEvaluator(new Jumps(50, rows), Networks.Classification(batchSize: 50), options);
        var fitness = new double[8];
        void Evaluate() => evaluator.Evaluate([.. new Jumps(50, rows).parameters()], 0, new MemberRange(0, 8), fitness);
        if (isTaken)
            Evaluate();
        else
            Assert.Contains("Member 0 of Jumps gives something else", Assert.Throws<EvolutionException>(Evaluate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_OfWrongArguments_SaysWhat()
    {
        using var scope = NewDisposeScope();
        var network = Networks.Perceptron();
        var options = new EvolutionOptions { Population = 8, RangeSize = 4 };
        using var evaluator = new PopulationEvaluator(network, new OutputFitness(), options);
        Tensor[] parameters = [.. Networks.Perceptron().parameters()];
        void Fails(string words, IReadOnlyList<Tensor> given, long generation, MemberRange range, int length) =>
            Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(() => evaluator.Evaluate(given, generation, range, new double[length])).Message, StringComparison.Ordinal);
        Fails("one of its own", [.. network.parameters()], 0, new MemberRange(0, 4), 4);
        Fails("3 parameters were given", parameters[1..], 0, new MemberRange(0, 4), 4);
        Fails("'first.weight' is of Float32 [9, 5]", [.. Networks.Perceptron(inputs: 5).parameters()], 0, new MemberRange(0, 4), 4);
        Fails("no range of whole pairs", parameters, 0, new MemberRange(1, 4), 4);
        Fails("no range of whole pairs", parameters, 0, new MemberRange(4, 6), 6);
        Fails("4 members was to be written to 5", parameters, 0, new MemberRange(0, 4), 5);
        Fails("from 0 to 2^32", parameters, -1, new MemberRange(0, 4), 4);
    }

    private static nn.Module<Tensor, Tensor> Made(string name)
    {
        var network = Cases[name]();
        Networks.Fill(network);
        return network;
    }

    /// <summary>A sum of all outputs, each with a weight of its own.</summary>
    private sealed class OutputFitness(ScalarType type = ScalarType.Float32) : BatchFitness
    {
        public override FitnessBatch Batch(long generation)
        {
            using var generator = new Generator((ulong)generation, CPU);
            Tensor inputs = randn(5, 6, dtype: type, generator: generator);
            return new FitnessBatch(inputs, inputs.alias());
        }

        public override Tensor Score(Tensor outputs, Tensor targets)
        {
            using var scope = NewDisposeScope();
            Tensor flat = outputs.flatten(1).to_type(ScalarType.Float64);
            return (flat * arange(1, flat.shape[1] + 1, dtype: ScalarType.Float64)).mean([1L]).MoveToOuterDisposeScope();
        }
    }

    private sealed class Twice : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer = nn.Linear(6, 6);

        public Twice() : base(nameof(Twice)) => RegisterComponents();

        public override Tensor forward(Tensor x) => layer.call(layer.call(x).tanh());
    }

    private sealed class MixesRows : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer = nn.Linear(6, 3);

        public MixesRows() : base(nameof(MixesRows))
        {
            RegisterComponents();
            Networks.Fill(this);
        }

        public override Tensor forward(Tensor x)
        {
            Tensor y = layer.call(x);
            return y - y.mean([0L], keepdim: true);
        }
    }

    /// <summary>The first rows of each member differ where several members are evaluated at once.</summary>
    private sealed class Jumps : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer = nn.Linear(6, 3);
        private readonly int _samples, _rows;

        public Jumps(int samples, int rows) : base(nameof(Jumps))
        {
            (_samples, _rows) = (samples, rows);
            RegisterComponents();
            Networks.Fill(this);
        }

        public override Tensor forward(Tensor x)
        {
            Tensor y = layer.call(x);
            if (x.shape[0] == _samples)
                return y;
            using Tensor off = arange(_samples, dtype: ScalarType.Float32).lt(tensor(_rows)).to_type(y.dtype);
            return y + off.repeat(x.shape[0] / _samples).unsqueeze(1);
        }
    }

    private sealed class ReadsWeight : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer = nn.Linear(6, 3);

        public ReadsWeight() : base(nameof(ReadsWeight))
        {
            RegisterComponents();
            Networks.Fill(this);
        }

        public override Tensor forward(Tensor x) => nn.functional.linear(x, layer.weight, layer.bias);
    }
}
