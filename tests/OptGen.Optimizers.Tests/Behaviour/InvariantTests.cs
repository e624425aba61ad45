using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>What the paper proves of centralization.</summary>
public sealed class InvariantTests
{
    [Theory]
    [InlineData(4, 7)]
    [InlineData(3, 2, 3, 3)]
    [InlineData(2, 1)]
    public void Centralize_Twice_IsCentralizeOnce(params int[] lengths)
    {
        var shape = lengths.Select(length => (long)length).ToArray();
        var once = GradientCentralization.Centralize(Problem.Weight(5, shape));
        var twice = GradientCentralization.Centralize(once);
        Assert.True(Problem.Difference(Problem.Values(once), Problem.Values(twice)) < 1e-15);
        Assert.True(once.reshape(shape[0], -1).sum(1).abs().max().item<double>() < 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void CentralizeTransposed_AnyGroups_EveryOutputChannelSumsToZero(long groups)
    {
        var centralized = GradientCentralization.CentralizeTransposed(Problem.Weight(5, 4, 3, 2, 2), groups);
        Assert.True(centralized.reshape(groups, 4 / groups, 3, 4).sum([1, 3]).abs().max().item<double>() < 1e-14);
        Assert.True(centralized.sum([1, 2, 3]).abs().max().item<double>() > 0.1);
    }

    [Fact]
    public void Centralize_AnyGradient_NeverGrowsItsNorm()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var gradient = Problem.Weight(seed, 3, 5).add(seed % 7 - 3);
            Assert.True(GradientCentralization.Centralize(gradient).norm().item<double>() <= gradient.norm().item<double>() * (1 + 1e-15));
        }
    }

    [Theory]
    [InlineData("SGD", false)]
    [InlineData("SGD momentum", false)]
    [InlineData("SGD momentum", true)]
    [InlineData("Adam update", false)]
    [InlineData("Adam update", true)]
    [InlineData("AdamW update", false)]
    [InlineData("RAdam update", true)]
    public void RowSums_FullyCentralizedSteps_StayAsTheyWere(string name, bool tensors)
    {
        var weight = Problem.Weight(3, 6, 20);
        var update = new Centralization { Location = CentralizationLocation.Update };
        using optim.Optimizer optimizer = name switch
        {
            "SGD" => new Centralized.SGD([weight], 0.1, weight_decay: 0.1),
            "SGD momentum" => new Centralized.SGD([weight], 0.1, 0.9, weight_decay: 0.1, nesterov: true),
            "Adam update" => new Centralized.Adam([weight], 0.1, weight_decay: 0.1, centralization: update),
            "AdamW update" => new Centralized.AdamW([weight], 0.1, weight_decay: 0.1, centralization: update),
            _ => new Centralized.RAdam([weight], 0.1, weight_decay: 0.1, centralization: update)
        };
        ((IHasEngine)optimizer).Engine.UseTensors = tensors;
        var checks = ((ICentralizedOptimizer)optimizer).Checks;
        var before = Problem.Values(weight.sum(1));
        checks.RememberRowSums();
        Problem.Run(optimizer, [weight], 0, 100);
        Assert.True(Problem.Difference(before, Problem.Values(weight.sum(1))) < 1e-12);
        Assert.True(Assert.Single(checks.RowSumDrifts()).Drift < 1e-13);
    }

    [Fact]
    public void RowSums_AdamOnCentralizedGradients_Drift()
    {
        var weight = Problem.Weight(3, 6, 20);
        using var optimizer = new Centralized.Adam([weight], 0.1);
        optimizer.Checks.RememberRowSums();
        Problem.Run(optimizer, [weight], 0, 100);
        Assert.True(Assert.Single(optimizer.Checks.RowSumDrifts()).Drift > 1e-3);
    }

    [Fact]
    public void RowSums_NeverRemembered_AreAnError()
    {
        using var optimizer = new Centralized.Adam([Problem.Weight(1, 2, 3)]);
        var exception = Assert.Throws<InvalidOperationException>(() => optimizer.Checks.RowSumDrifts());
        Assert.Equal("No row sums are remembered: call RememberRowSums() before the steps to be checked.", exception.Message);
    }

    [Theory]
    [InlineData(false, CentralizationLocation.Gradient)]
    [InlineData(true, CentralizationLocation.Gradient)]
    [InlineData(false, CentralizationLocation.Update)]
    [InlineData(true, CentralizationLocation.Update)]
    public void RemovedNorms_MeasuredStep_AreTheNormsOfWhatTheMeansTook(bool tensors, CentralizationLocation location)
    {
        var (weight, bias) = (Problem.Weight(3, 4, 9), Problem.Weight(4, 5));
        using var optimizer = new Centralized.SGD([weight, bias], 0.5, centralization: new Centralization { Location = location });
        ((IHasEngine)optimizer).Engine.UseTensors = tensors;
        optimizer.Checks.MeasureRemoved = true;
        Problem.SetGradient(weight, 0);
        Problem.SetGradient(bias, 0);
        var gradient = tensor(Problem.Gradient(Problem.Values(weight), 0), [4, 9]);
        var expected = gradient.sub(GradientCentralization.Centralize(gradient)).norm().item<double>() * (location == CentralizationLocation.Update ? 0.5 : 1);
        optimizer.step();
        var (name, norm) = Assert.Single(optimizer.Checks.RemovedNorms());
        Assert.Equal("parameter 0", name);
        Assert.Equal(expected, norm, 1e-12);
    }
}
