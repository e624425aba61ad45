using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>Every named optimiser against the formulas of <see cref="Paper"/>: 50 steps in double precision.</summary>
public sealed class FormulaTests
{
    private const double Tolerance = 1e-12;

    private static readonly long[][] Shapes = [[4, 7], [3, 2, 3, 3], [5], [2, 3, 5], [6, 1]];

    public static TheoryData<string, double, double, bool, bool> SgdCases()
    {
        var data = new TheoryData<string, double, double, bool, bool>();
        foreach (var name in new[] { "SGD_GC", "SGD_GCC", "SGDW_GC", "SGDW_GCC" })
        {
            foreach (var decay in new[] { 0, 0.03 })
            {
                foreach (var momentum in new[] { 0, 0.9 })
                {
                    data.Add(name, decay, momentum, false, false);
                    data.Add(name, decay, momentum, false, true);
                    if (momentum != 0) data.Add(name, decay, momentum, true, false);
                }
            }
        }

        return data;
    }

    public static TheoryData<string, double, bool, CentralizationLocation, bool> AdamCases()
    {
        var data = new TheoryData<string, double, bool, CentralizationLocation, bool>();
        foreach (var name in new[] { "Adam_GC", "Adam_GCC", "AdamW_GC", "AdamW_GCC", "RAdam_GC" })
        {
            foreach (var decay in new[] { 0, 0.03 })
            {
                foreach (var location in Enum.GetValues<CentralizationLocation>())
                {
                    data.Add(name, decay, false, location, false);
                    data.Add(name, decay, false, location, true);
                    if (name[0] == 'A') data.Add(name, decay, true, location, false);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(SgdCases))]
    public void Sgd_FiftySteps_FollowTheFormula(string name, double decay, double momentum, bool nesterov, bool tensors)
    {
        Compare(
            parameters => name switch
            {
                "SGD_GC" => Centralized.SGD_GC(parameters, 0.05, momentum, 0, decay, nesterov),
                "SGD_GCC" => Centralized.SGD_GCC(parameters, 0.05, momentum, 0, decay, nesterov),
                "SGDW_GC" => Centralized.SGDW_GC(parameters, 0.05, momentum, 0, decay, nesterov),
                _ => Centralized.SGDW_GCC(parameters, 0.05, momentum, 0, decay, nesterov)
            },
            tensors,
            (rows, columns, rank) => new Paper("SGD", rows, columns)
            {
                Centralizes = Centralizes(name, columns, rank),
                Decay = name.StartsWith("SGDW", StringComparison.Ordinal) ? "decoupled" : "L2",
                Lambda = decay,
                Momentum = momentum,
                Nesterov = nesterov
            });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sgd_DampeningAndDecayAfterTheMean_FollowTheFormula(bool tensors)
    {
        Compare(
            parameters => new Centralized.SGD(parameters, 0.05, 0.8, 0.25, 0.02, centralization: new Centralization { Decay = WeightDecayRule.CoupledOutside }),
            tensors,
            (rows, columns, rank) => new Paper("SGD", rows, columns)
            {
                Centralizes = Centralizes("GC", columns, rank), Decay = "L2 after", Lambda = 0.02, Momentum = 0.8, Dampening = 0.25
            });
    }

    [Theory]
    [MemberData(nameof(AdamCases))]
    public void Adam_FiftySteps_FollowTheFormula(string name, double decay, bool amsgrad, CentralizationLocation location, bool tensors)
    {
        var inUpdate = location == CentralizationLocation.Update;
        Compare(
            parameters => name switch
            {
                "Adam_GC" => Centralized.Adam_GC(parameters, 0.05, null, 1e-8, decay, amsgrad, location),
                "Adam_GCC" => Centralized.Adam_GCC(parameters, 0.05, null, 1e-8, decay, amsgrad, location),
                "AdamW_GC" => Centralized.AdamW_GC(parameters, 0.05, null, 1e-8, decay, amsgrad, location),
                "AdamW_GCC" => Centralized.AdamW_GCC(parameters, 0.05, null, 1e-8, decay, amsgrad, location),
                _ => Centralized.RAdam_GC(parameters, 0.05, null, 1e-8, decay, location)
            },
            tensors,
            (rows, columns, rank) => new Paper(name.StartsWith("RAdam", StringComparison.Ordinal) ? "RAdam" : "Adam", rows, columns)
            {
                Centralizes = Centralizes(name, columns, rank),
                InUpdate = inUpdate,
                Decay = !name.StartsWith("AdamW", StringComparison.Ordinal) ? "L2" : inUpdate ? "decoupled inside" : "decoupled",
                Lambda = decay,
                Amsgrad = amsgrad
            });
    }

    [Theory]
    [InlineData("Adagrad_GC", 0, 0, false)]
    [InlineData("Adagrad_GC", 0.03, 0.1, true)]
    [InlineData("Adagrad_GCC", 0.03, 0, false)]
    public void Adagrad_FiftySteps_FollowTheFormula(string name, double decay, double lrDecay, bool tensors)
    {
        Compare(
            parameters => name == "Adagrad_GC"
                ? Centralized.Adagrad_GC(parameters, 0.05, lrDecay, decay)
                : Centralized.Adagrad_GCC(parameters, 0.05, lrDecay, decay),
            tensors,
            (rows, columns, rank) => new Paper("Adagrad", rows, columns)
            {
                Centralizes = Centralizes(name, columns, rank), Lambda = decay, LrDecay = lrDecay, Eps = 1e-10
            });
    }

    [Fact]
    public void AdamW_DecayBesideACentralizedUpdate_FollowsTheFormula()
    {
        Compare(
            parameters => new Centralized.AdamW(parameters, 0.05, weight_decay: 0.03, centralization: new Centralization
            {
                Location = CentralizationLocation.Update, Decay = WeightDecayRule.DecoupledOutside
            }),
            false,
            (rows, columns, rank) => new Paper("Adam", rows, columns)
            {
                Centralizes = Centralizes("GC", columns, rank), InUpdate = true, Decay = "decoupled", Lambda = 0.03
            });
    }

    [Fact]
    public void Groups_EachWithOptionsOfItsOwn_FollowTheirFormulas()
    {
        var shapes = new[] { (Rows: 4, Columns: 6), (Rows: 3, Columns: 8) };
        var weights = shapes.Select((shape, i) => Problem.Weight(40 + i, shape.Rows, shape.Columns)).ToArray();
        var second = new Centralized.Adam.Group([weights[1]], new TorchSharp.Modules.Adam.Options { LearningRate = 0.02, beta1 = 0.7, weight_decay = 0.1 }, new Centralization
        {
            Location = CentralizationLocation.Update
        });
        using var optimizer = new Centralized.Adam([new Centralized.Adam.Group { Parameters = [weights[0]] }], 0.05, centralization: Centralization.Off);
        optimizer.add_param_group(second);
        var papers = new[]
        {
            new Paper("Adam", 4, 6) { Centralizes = false },
            new Paper("Adam", 3, 8) { InUpdate = true, Lr = 0.02, Betas = (0.7, 0.999), Lambda = 0.1 }
        };
        Follow(optimizer, weights, papers);
    }

    [Fact]
    public void Maximize_NegatedGradient_FollowsTheFormula()
    {
        var weight = Problem.Weight(3, 4, 7);
        using var optimizer = new Centralized.Adam([weight], 0.05, weight_decay: 0.1, maximize: true);
        var paper = new Paper("Adam", 4, 7) { Lambda = 0.1 };
        var expected = Problem.Values(weight);
        for (var t = 0; t < 50; t++)
        {
            expected = paper.Step(expected, Problem.Gradient(expected, t).Select(x => -x).ToArray());
            Problem.Run(optimizer, [weight], t, 1);
        }

        Assert.True(Problem.Difference(expected, Problem.Values(weight)) < Tolerance);
    }

    [Fact]
    public void Comparison_OtherDecay_IsFarOff()
    {
        var weight = Problem.Weight(3, 4, 7);
        using var optimizer = Centralized.SGD_GC([weight], 0.05, 0.9, 0, 0.03);
        var paper = new Paper("SGD", 4, 7) { Lambda = 0.03, Momentum = 0.9, Decay = "L2 after" };
        var expected = Problem.Values(weight);
        for (var t = 0; t < 50; t++) expected = paper.Step(expected, Problem.Gradient(expected, t));
        Problem.Run(optimizer, [weight], 0, 50);
        Assert.True(Problem.Difference(expected, Problem.Values(weight)) > 1e-3);
    }

    /// <summary>Without a catalog: GC from rank 2 on, GCC from rank 4 on, and never where the fan-in is 1.</summary>
    private static bool Centralizes(string name, int columns, int rank) =>
        columns > 1 && rank > (name.EndsWith("GCC", StringComparison.Ordinal) ? 3 : 1);

    private static void Compare(
        Func<Parameter[], optim.Optimizer> create, bool tensors, Func<int, int, int, Paper> formula)
    {
        var weights = Shapes.Select((shape, i) => Problem.Weight(20 + i, shape)).ToArray();
        using var optimizer = create(weights);
        ((IHasEngine)optimizer).Engine.UseTensors = tensors;
        var papers = Shapes.Select(shape => formula((int)shape[0], (int)shape.Skip(1).Aggregate(1L, (a, b) => a * b), shape.Length)).ToArray();
        Follow(optimizer, weights, papers);
    }

    private static void Follow(optim.Optimizer optimizer, Parameter[] weights, Paper[] papers)
    {
        var expected = weights.Select(Problem.Values).ToArray();
        for (var t = 0; t < 50; t++)
        {
            for (var i = 0; i < expected.Length; i++) expected[i] = papers[i].Step(expected[i], Problem.Gradient(expected[i], t));
            Problem.Run(optimizer, weights, t, 1);
        }

        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Problem.Difference(expected[i], Problem.Values(weights[i]));
            Assert.True(difference < Tolerance, $"parameter {i}: {difference} from the formula after 50 steps");
        }
    }
}
