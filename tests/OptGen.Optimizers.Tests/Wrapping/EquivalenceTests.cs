using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>Which form of centralization equals which other, in double precision over 20 steps.</summary>
public sealed class EquivalenceTests
{
    private static readonly Centralization InUpdate = new() { Location = CentralizationLocation.Update };

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void SgdMomentum_GradientOrUpdate_AreEqualByLinearity(double decay) =>
        Equal(
            p => new Centralized.SGD(p, 0.1, 0.9, weight_decay: decay),
            p => new Centralized.SGD(p, 0.1, 0.9, weight_decay: decay, centralization: InUpdate));

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void SgdMomentum_WrappedInEitherLocation_EqualsTheBuiltIn(double decay)
    {
        Equal(p => new Centralized.SGD(p, 0.1, 0.9, weight_decay: decay), p => GradientCentralization.Wrap(optim.SGD(p, 0.1, 0.9, 0, decay)));
        Equal(p => new Centralized.SGD(p, 0.1, 0.9, weight_decay: decay), p => GradientCentralization.Wrap(optim.SGD(p, 0.1, 0.9, 0, decay), InUpdate));
    }

    [Fact]
    public void SgdWithDecay_CentralizedBeforeTheDecay_IsAnotherOptimiser()
    {
        // What wrappers do that set p.grad = P(p.grad) and leave the decay inside.
        var after = new Centralization { Decay = WeightDecayRule.CoupledOutside };
        Assert.True(Distance(p => new Centralized.SGD(p, 0.1, 0.9, weight_decay: 0.01), p => GradientCentralization.Wrap(optim.SGD(p, 0.1, 0.9, 0, 0.01), after)) > 1e-2);
        Equal(p => new Centralized.SGD(p, 0.1, 0.9, weight_decay: 0.01, centralization: after), p => GradientCentralization.Wrap(optim.SGD(p, 0.1, 0.9, 0, 0.01), after));
    }

    [Fact]
    public void AdamWithDecay_UpdateCentralized_EqualsTheWrapper() =>
        Equal(p => new Centralized.Adam(p, 0.05, weight_decay: 0.01, centralization: InUpdate), p => GradientCentralization.Wrap(optim.Adam(p, 0.05, weight_decay: 0.01), InUpdate));

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void AdamW_GradientCentralized_EqualsTheWrapper(double decay) =>
        Equal(p => new Centralized.AdamW(p, 0.05, weight_decay: decay), p => GradientCentralization.Wrap(optim.AdamW(p, 0.05, weight_decay: decay)));

    [Fact]
    public void AdamW_IsAdamWithDecoupledDecay()
    {
        var decoupled = new Centralization { Decay = WeightDecayRule.DecoupledOutside };
        Equal(p => new Centralized.AdamW(p, 0.05, weight_decay: 0.02), p => new Centralized.Adam(p, 0.05, weight_decay: 0.02, centralization: decoupled));
        Equal(p => new Centralized.AdamW(p, 0.05, weight_decay: 0.02), p => GradientCentralization.Wrap(optim.Adam(p, 0.05, weight_decay: 0.02), decoupled));
    }

    [Theory]
    [InlineData(CentralizationLocation.Gradient, WeightDecayRule.CoupledInside)]
    [InlineData(CentralizationLocation.Gradient, WeightDecayRule.CoupledOutside)]
    [InlineData(CentralizationLocation.Gradient, WeightDecayRule.DecoupledOutside)]
    [InlineData(CentralizationLocation.Update, WeightDecayRule.CoupledInside)]
    [InlineData(CentralizationLocation.Update, WeightDecayRule.DecoupledInside)]
    [InlineData(CentralizationLocation.Update, WeightDecayRule.DecoupledOutside)]
    public void EveryDecayRule_WrappedAdamOrAdamW_EqualsTheBuiltIn(CentralizationLocation location, WeightDecayRule rule)
    {
        var options = new Centralization { Location = location, Decay = rule };
        foreach (var climbs in new[] { false, true })
        {
            Equal(
                p => new Centralized.Adam(p, 0.05, weight_decay: 0.02, maximize: climbs, centralization: options),
                p => GradientCentralization.Wrap(optim.Adam(p, 0.05, weight_decay: 0.02, maximize: climbs), options));
            Equal(
                p => new Centralized.AdamW(p, 0.05, weight_decay: 0.02, maximize: climbs, centralization: options),
                p => GradientCentralization.Wrap(optim.AdamW(p, 0.05, weight_decay: 0.02, maximize: climbs), options));
        }
    }

    [Fact]
    public void Off_GivesThePlainOptimiser() =>
        Equal(p => optim.Adam(p, 0.05, weight_decay: 0.01), p => new Centralized.Adam(p, 0.05, weight_decay: 0.01, centralization: Centralization.Off));

    [Fact]
    public void Ranger_IsLookaheadOverRAdamWithDecoupledDecay()
    {
        var decoupled = new Centralization { Decay = WeightDecayRule.DecoupledOutside };
        Equal(
            p => Centralized.Ranger(p, 0.05, weight_decay: 0.02),
            p => new Lookahead(GradientCentralization.Wrap(new PyTorchRAdam(p, 0.05, 0.95, 0.999, 1e-5, 0.02), decoupled), 6));
    }

    private static void Equal(Func<Parameter[], optim.Optimizer> one, Func<Parameter[], optim.Optimizer> other)
    {
        var distance = Distance(one, other);
        Assert.True(distance < 1e-12, $"they differ by {distance}");
    }

    private static double Distance(Func<Parameter[], optim.Optimizer> one, Func<Parameter[], optim.Optimizer> other)
    {
        var all = new[] { one, other }.Select(create =>
        {
            Parameter[] parameters = [Problem.Weight(1, 4, 6), Problem.Weight(2, 3, 2, 3, 3), Problem.Weight(3, 5)];
            using var optimizer = create(parameters);
            Problem.Run(optimizer, parameters, 0, 20);
            return parameters.SelectMany(Problem.Values).ToArray();
        }).ToArray();
        return Problem.Difference(all[0], all[1]);
    }
}
