using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace OptGen.Optimizers.Tests;

/// <summary>The table of TorchSharp's schedulers in docs/optimizers.md (0.107.0). A test that fails after an upgrade shows what has been mended there.</summary>
public sealed class SchedulerFaultTests
{
    [Fact]
    public void MultiStep_MilestoneGivenTwice_CountsOnce()
    {
        using var sgd = optim.SGD([Problem.Weight(1, 3)], 1.0);
        var scheduler = MultiStepLR(sgd, [1, 1], 0.5);
        scheduler.step();
        Assert.Equal(0.5, sgd.ParamGroups.Single().LearningRate); // PyTorch: 0.25
    }

    [Fact]
    public void OneCycle_SecondGroup_StaysInTheFirstPhase()
    {
        using var sgd = optim.SGD([Problem.Weight(1, 3)], 0.1, 0.9);
        sgd.add_param_group(new TorchSharp.Modules.SGD.ParamGroup { Parameters = [Problem.Weight(2, 3)] });
        var scheduler = OneCycleLR(sgd, 0.3, 20);
        for (var step = 0; step < 10; step++) scheduler.step();
        var rates = sgd.ParamGroups.Select(group => group.LearningRate).ToArray();
        Assert.True(Math.Abs(rates[0] - rates[1]) > 1e-3); // PyTorch: equal
    }

    [Fact]
    public void Cyclic_Momentum_LeavesItsRange()
    {
        using var sgd = optim.SGD([Problem.Weight(1, 3)], 0.1, 0.9);
        var scheduler = CyclicLR(sgd, 0.05, 0.3, 4, base_momentum: 0.8, max_momentum: 0.9);
        var largest = 0.0;
        for (var step = 0; step < 8; step++)
        {
            largest = Math.Max(largest, ((optim.IMomentum)sgd.ParamGroups.Single()).Momentum);
            scheduler.step();
        }

        Assert.Equal(1.0, largest, 1e-12); // PyTorch: 0.9
    }

    [Fact]
    public void Cyclic_Adam_IsRefused()
    {
        using var adam = optim.Adam([Problem.Weight(1, 3)], 0.1);
        Assert.Throws<ArgumentException>(() => CyclicLR(adam, 0.05, 0.3)); // PyTorch cycles the first beta
    }

    [Fact]
    public void Plateau_LastRates_AreThoseOfTheBeginning()
    {
        using var sgd = optim.SGD([Problem.Weight(1, 3)], 1.0);
        var scheduler = ReduceLROnPlateau(sgd, patience: 0);
        for (var step = 0; step < 3; step++) scheduler.step(1.0);
        Assert.True(sgd.ParamGroups.Single().LearningRate < 0.5);
        Assert.Equal(1.0, Assert.Single(scheduler.get_last_lr())); // PyTorch: the present rates
    }

    [Fact]
    public void Chained_LastRates_AreNone()
    {
        using var sgd = optim.SGD([Problem.Weight(1, 3)], 1.0);
        Assert.Null(ChainedLR([StepLR(sgd, 1)]).get_last_lr()); // PyTorch: the present rates
    }

    [Fact]
    public void Lbfgs_RateOfItsGroup_ChangesNothing()
    {
        var weight = Problem.Weight(1, 3);
        using var lbfgs = optim.LBFGS([weight], 0.1);
        lbfgs.ParamGroups.Single().LearningRate = 0.0;
        var before = Problem.Values(weight);
        lbfgs.step(() =>
        {
            lbfgs.zero_grad();
            var loss = weight.mul(weight).sum();
            loss.backward();
            return loss;
        });
        Assert.True(Problem.Difference(before, Problem.Values(weight)) > 1e-3); // PyTorch: no step at rate 0
    }
}
