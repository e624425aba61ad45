using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Evaluation;

/// <summary>Networks that gradients do not go through, or whose outputs are no ordinary numbers, are evaluated together as well.</summary>
public sealed class SharedInputTests
{
    private static readonly EvolutionOptions Options = new() { Population = 24, RangeSize = 8, Sigma = 0.05, Noise = Noise.LowRank(), Seed = 5 };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static readonly Dictionary<string, Func<Linear, Linear, Tensor, Tensor>> Cases = new()
    {
        ["comparison"] = (first, second, x) => second.call(first.call(x).gt(0).to_type(ScalarType.Float32)),
        ["detached"] = (first, second, x) => second.call(first.call(x).detach()),
        ["no_grad"] = (first, second, x) =>
        {
            using var mode = no_grad();
            return second.call(first.call(x).tanh());
        },
        ["two layers on the input"] = (first, second, x) => second.call(x) * first.call(x).sigmoid(),
        ["two layers on the input, and one on a result"] = (first, second, x) => second.call(second.call(x).gt(0).to_type(ScalarType.Float32)) + first.call(x),
        ["infinite outputs"] = (first, second, x) => second.call(first.call(x).tanh()).masked_fill(tensor([true, false, false, false, false, false]), float.NegativeInfinity),
        ["whole numbers"] = (first, second, x) => second.call(first.call(x).tanh()).mul(100).to_type(ScalarType.Int64),
        ["truth values"] = (first, second, x) => second.call(first.call(x).tanh()).gt(0)
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Members_Together_GiveWhatTheyGiveAlone(string name)
    {
        using var scope = NewDisposeScope();
        var fitness = Fitness();
        using var together = new PopulationEvaluator(new Two(Cases[name]), fitness, Options);
        using var alone = new PopulationEvaluator(new Two(Cases[name]), fitness, Options with { Together = false });
        Assert.Null(together.WhyOneByOne);
        Tensor[] parameters = [.. new Two(Cases[name]).parameters()];
        foreach (MemberRange range in Options.Ranges())
        {
            double[] a = new double[8], b = new double[8];
            together.Evaluate(parameters, 3, range, a);
            alone.Evaluate(parameters, 3, range, b);
            // Of truth values and whole numbers one may be rounded to the other side.
            double tolerance = name is "truth values" or "whole numbers" or "comparison" or "two layers on the input, and one on a result" ? 0.02 : 1e-5;
            for (int i = 0; i < 8; i++)
                Assert.Equal(b[i], a[i], tolerance);
            Assert.True(b.Distinct().Count() > 1);
        }
    }

    /// <summary>All members of a generation have the batch in common, in both roads.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Network_ThatWritesIntoItsInput_IsRefusedAndWritesNothing(bool isTogether)
    {
        using var scope = NewDisposeScope();
        var (inputs, targets) = Networks.Samples(20);
        byte[] before = inputs.bytes.ToArray();
        nn.Module<Tensor, Tensor> Make() => nn.Sequential(nn.ReLU(inplace: true), nn.Linear(6, 3));
        using var evaluator = new PopulationEvaluator(Make(), SampleFitness.Classification(inputs, targets, 20), Options with { Together = isTogether });
        var error = Assert.Throws<EvolutionException>(() => evaluator.Evaluate([.. Make().parameters()], 0, new MemberRange(0, 8), new double[8]));
        Assert.Contains("writes into its input", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, inputs.bytes.ToArray());
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("constant")]
    public void Network_ThatFailsOnlyTogether_IsRefusedWithAdvice(string what)
    {
        using var scope = NewDisposeScope();
        Func<Linear, Linear, Tensor, Tensor> forward = what == "rows"
            ? (first, second, x) => second.call(first.call(x.view(20, 6)))
            : (first, second, x) => first.call(ones(1, 6)) + second.call(x);
        using var evaluator = new PopulationEvaluator(new Two(forward), Fitness(), Options);
        Tensor[] parameters = [.. new Two(forward).parameters()];
        var error = Assert.Throws<EvolutionException>(() => evaluator.Evaluate(parameters, 0, new MemberRange(0, 8), new double[8]));
        Assert.StartsWith("Two fails where 2 members are evaluated at once: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Set EvolutionOptions.Together to false, and its members are evaluated one by one.", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public void ParametersWithoutElements_AreEvolvedOneByOne()
    {
        using var scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> Make() => nn.Sequential(("dense", nn.Linear(6, 3)), ("none", nn.Linear(3, 0)));
        using var evaluator = new PopulationEvaluator(Make(), Fitness(), Options);
        Assert.Equal("the parameter 'none.weight' has no elements", evaluator.WhyOneByOne);
        using var strategy = new EvolutionStrategy(Make(), Options, Networks.Adam);
        evaluator.Evaluate(strategy.Parameters, 0, new MemberRange(0, 8), new double[8]);
        strategy.Tell(new double[24]);
    }

    private static ScoredOutputs Fitness() => new();

    private sealed class ScoredOutputs : BatchFitness
    {
        public override FitnessBatch Batch(long generation)
        {
            using var generator = new Generator((ulong)generation, CPU);
            Tensor inputs = randn(20, 6, generator: generator);
            return new FitnessBatch(inputs, inputs.alias());
        }

        public override Tensor Score(Tensor outputs, Tensor targets)
        {
            using var scope = NewDisposeScope();
            return outputs.flatten(1).to_type(ScalarType.Float64).nan_to_num(0, 1, -1).mean([1L]).MoveToOuterDisposeScope();
        }
    }

    private sealed class Two : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(6, 6), second = nn.Linear(6, 6);
        private readonly Func<Linear, Linear, Tensor, Tensor> _forward;

        public Two(Func<Linear, Linear, Tensor, Tensor> forward) : base(nameof(Two))
        {
            _forward = forward;
            RegisterComponents();
            Networks.Fill(this);
        }

        public override Tensor forward(Tensor x) => _forward(first, second, x);
    }
}
