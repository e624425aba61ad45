using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

public sealed class WrapperTests
{
    [Theory]
    [InlineData(CentralizationLocation.Gradient)]
    [InlineData(CentralizationLocation.Update)]
    public void Step_LeavesGradientsAndDecayAsTheyWere(CentralizationLocation location)
    {
        var parameter = Problem.Weight(1, 3, 4);
        var inner = optim.Adam([parameter], 0.1, weight_decay: 0.05);
        using var optimizer = GradientCentralization.Wrap(inner, new Centralization { Location = location });
        Problem.SetGradient(parameter, 0);
        var gradient = parameter.grad!;
        var before = Problem.Values(gradient);
        optimizer.step();
        Assert.Equal(before, Problem.Values(parameter.grad!));
        gradient.zero_();
        Assert.Equal(0, parameter.grad!.norm().item<double>()); // it is the same tensor
        Assert.Equal(0.05, inner.state_dict().Options.Cast<TorchSharp.Modules.Adam.Options>().Single().weight_decay);
    }

    [Fact]
    public void Step_InnerStepThrows_GivesGradientsAndDecayBack()
    {
        var parameter = Problem.Weight(1, 3, 4);
        var inner = optim.SGD([parameter], 0.1, weight_decay: 0.05);
        using var optimizer = GradientCentralization.Wrap(inner);
        Problem.SetGradient(parameter, 0);
        var before = Problem.Values(parameter.grad!);
        Assert.Throws<InvalidTimeZoneException>(() => optimizer.step(() => throw new InvalidTimeZoneException()));
        Assert.Equal(before, Problem.Values(parameter.grad!));
        Assert.Equal(0.05, inner.state_dict().Options.Cast<TorchSharp.Modules.SGD.Options>().Single().weight_decay);
    }

    [Theory]
    [InlineData(CentralizationLocation.Gradient)]
    [InlineData(CentralizationLocation.Update)]
    public void Closure_GivesTheStepWithoutOne(CentralizationLocation location)
    {
        var options = new Centralization { Location = location };
        var (a, b) = (Problem.Weight(1, 3, 4), Problem.Weight(1, 3, 4));
        using var without = GradientCentralization.Wrap(optim.SGD([a], 0.1, 0.9, 0, 0.05), options);
        using var with = GradientCentralization.Wrap(optim.SGD([b], 0.1, 0.9, 0, 0.05), options);
        for (var step = 0; step < 5; step++)
        {
            without.zero_grad();
            Loss(a).backward();
            without.step();
            var loss = with.step(() =>
            {
                with.zero_grad();
                var value = Loss(b);
                value.backward();
                return value;
            });
            Assert.NotNull(loss);
        }

        Assert.Equal(Problem.Values(a), Problem.Values(b));
    }

    [Theory]
    [InlineData(CentralizationLocation.Gradient)]
    [InlineData(CentralizationLocation.Update)]
    public void Lbfgs_ManyClosureCalls_KeepsRowSums(CentralizationLocation location)
    {
        var parameter = Problem.Weight(1, 3, 4);
        using var optimizer = GradientCentralization.Wrap(optim.LBFGS([parameter], 0.1, max_iter: 6), new Centralization { Location = location });
        var (before, sums) = (Problem.Values(parameter), Problem.Values(parameter.sum(1)));
        for (var step = 0; step < 3; step++)
        {
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                var loss = Loss(parameter);
                loss.backward();
                return loss;
            });
        }

        Assert.True(Problem.Difference(before, Problem.Values(parameter)) > 1e-2);
        Assert.True(Problem.Difference(sums, Problem.Values(parameter.sum(1))) < 1e-12);
    }

    [Fact]
    public void Groups_AddedAndWithOptionsOfTheirOwn_AreSeen()
    {
        var (a, b) = (Problem.Weight(1, 3, 4), Problem.Weight(2, 3, 4));
        using var optimizer = GradientCentralization.Wrap(optim.SGD([a], 0.1));
        optimizer.add_param_group(new Centralized.SGD.Group { Parameters = [b], Centralization = Centralization.Off });
        Assert.Equal([CentralizationLocation.Gradient, null], optimizer.Plan.Select(parameter => parameter.Location));
        Assert.Equal(2, optimizer.parameters().Count());
        Assert.Contains("SGD, wrapped: 1 of 2", optimizer.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOfOnesOwn_WithAnInterface_HaveTheirDecayTakenOver()
    {
        var (a, b) = (Problem.Weight(1, 3, 4), Problem.Weight(1, 3, 4));
        using var own = GradientCentralization.Wrap(new Descent([a], 0.1, 0.3));
        using var sgd = GradientCentralization.Wrap(optim.SGD([b], 0.1, weight_decay: 0.3));
        Problem.Run(own, [a], 0, 5);
        Problem.Run(sgd, [b], 0, 5);
        Assert.True(Problem.Difference(Problem.Values(a), Problem.Values(b)) < 1e-14);
    }

    [Fact]
    public void Step_NetworkMovedSince_IsAnErrorThatSaysSo()
    {
        using nn.Module network = nn.Linear(3, 2);
        using var wrapped = GradientCentralization.Wrap(optim.SGD(network.parameters(), 0.1));
        using var lookahead = new Lookahead(optim.SGD(network.parameters(), 0.1));
        network.to(float64);
        Assert.Equal(
            "CentralizedOptimizer around SGD has lost parameter 0: it was disposed, or replaced by a module's to(); make the optimizer after to().",
            Assert.Throws<InvalidOperationException>(() => wrapped.step()).Message);
        Assert.Equal(
            "Lookahead around SGD has lost parameter 0: it was disposed, or replaced by a module's to(); make the optimizer after to().",
            Assert.Throws<InvalidOperationException>(() => lookahead.step()).Message);
    }

    [Fact]
    public void Wrap_WhatCentralizesAlready_IsAnError()
    {
        using var adam = new Centralized.Adam([Problem.Weight(1, 2, 3)]);
        Assert.StartsWith("This Adam centralizes already: give it the options instead.", Assert.Throws<ArgumentException>(() => GradientCentralization.Wrap(adam)).Message, StringComparison.Ordinal);
    }

    private static readonly Scalar One = 1, Two = 2; // held, since a number that is converted in a call can be collected during it

    private static Tensor Loss(Tensor parameter) => parameter.sub(One).square().mul(parameter.add(Two)).sin().sum();

    /// <summary>An optimiser of one's own with an L2 penalty.</summary>
    private sealed class Descent : OptimizerHelper
    {
        public Descent(IEnumerable<Parameter> parameters, double rate, double decay)
        {
            _parameter_groups = [new ParamGroup<DescentOptions>(parameters.ToList(), new DescentOptions { LearningRate = rate, InitialLearningRate = rate, WeightDecay = decay })];
        }

        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup<DescentOptions>>(
            group =>
            {
                foreach (var parameter in group.Parameters)
                    parameter.add_(parameter.grad!.add(parameter, group.Options.WeightDecay), -group.LearningRate);
            },
            closure);
    }

    private sealed class DescentOptions : OptimizerOptions, IWeightDecay
    {
        public double WeightDecay { get; set; }

        public bool DecoupledWeightDecay => false;

        public bool Maximize => false;
    }
}
