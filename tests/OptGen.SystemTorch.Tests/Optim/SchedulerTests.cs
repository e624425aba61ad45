using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace OptGen.SystemTorch.Tests.Optim;

/// <summary>What schedulers do besides computing rates: errors, resuming, schedulers of others.</summary>
public sealed class SchedulerTests
{
    [Fact]
    public void OwnScheduler_DerivedFromLRScheduler_SetsTheRates()
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.SGD([new Parameter(zeros(1))], 1.0);
        var scheduler = new Halving(optimizer);
        scheduler.step();
        scheduler.step();
        Assert.Equal([0.125], scheduler.get_last_lr());
        Assert.Equal(0.125, optimizer.ParamGroups.Single().LearningRate);
        Assert.Equal(1.0, optimizer.ParamGroups.Single().InitialLearningRate);
    }

    [Fact]
    public void CosineAnnealing_ResumedAtAnEpoch_GoesOnAsIfNeverStopped()
    {
        using var scope = NewDisposeScope();
        using var whole = optim.SGD([new Parameter(zeros(1))], 1.0);
        var expected = CosineAnnealingLR(whole, 10);
        for (var i = 0; i < 5; i++) expected.step();
        using var optimizer = optim.SGD([new Parameter(zeros(1))], 1.0);
        var resumed = CosineAnnealingLR(optimizer, 10, last_epoch: 4);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(expected.get_last_lr().Single(), resumed.get_last_lr().Single(), 1e-12);
            expected.step();
            resumed.step();
        }
    }

    [Fact]
    public void ReduceLROnPlateau_SteppedWithoutMeasurement_SaysWhatItNeeds()
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.SGD([new Parameter(zeros(1))], 1.0);
        var scheduler = ReduceLROnPlateau(optimizer);
        Assert.Contains("call step(double)", Assert.Throws<InvalidOperationException>(scheduler.step).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => scheduler.step((int?)3));
    }

    [Fact]
    public void Schedulers_WrongSettings_SayWhichAndWhy()
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.SGD([new Parameter(zeros(1))], 1.0);
        using var other = optim.SGD([new Parameter(zeros(1))], 1.0);
        using var plain = optim.Adagrad([new Parameter(zeros(1))]);
        Check("mode must be \"min\" or \"max\", not \"least\".", () => ReduceLROnPlateau(optimizer, "least"));
        Check("threshold_mode must be \"rel\" or \"abs\", not \"both\".", () => ReduceLROnPlateau(optimizer, threshold_mode: "both"));
        Check("factor must be below 1, but is 1.", () => ReduceLROnPlateau(optimizer, factor: 1));
        Check("min_lr has 2 entries, but the optimiser has 1 groups", () => ReduceLROnPlateau(optimizer, min_lr: [0, 0]));
        Check("OneCycleLR needs the number of batches", () => OneCycleLR(optimizer, 1, epochs: 3));
        Check("total_steps", () => OneCycleLR(optimizer, 1, 0));
        Check("pct_start must be from 0 to 1", () => OneCycleLR(optimizer, 1, 10, pct_start: 2));
        Check("Group 0 of the optimiser has no momentum to cycle", () => OneCycleLR(plain, 1, 10));
        Check("Group 0 of the optimiser has no momentum to cycle", () => CyclicLR(plain, 0.1, 1));
        Check("step_size_up", () => CyclicLR(optimizer, 0.1, 1, 0));
        Check("step_size", () => StepLR(optimizer, 0));
        Check("start_factor must be above 0", () => LinearLR(optimizer, 0));
        Check("At least one scheduler is needed", () => ChainedLR([]));
        Check("must all be of one optimiser", () => ChainedLR([StepLR(optimizer, 1), StepLR(other, 1)]));
        Check("2 schedulers need 1 milestones between them, not 0", () => SequentialLR(optimizer, [StepLR(optimizer, 1), StepLR(optimizer, 2)], []));
        Check("optimizer", () => StepLR(null!, 1));
    }

    [Fact]
    public void OneCycle_BeyondItsSteps_SaysSo()
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.SGD([new Parameter(zeros(1))], 1.0, 0.9);
        var scheduler = OneCycleLR(optimizer, 1, 3);
        for (var i = 0; i < 3; i++) scheduler.step();
        Assert.Contains("made for 3 steps", Assert.Throws<InvalidOperationException>(scheduler.step).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneCycle_RiseOfASingleStep_HasNoRateThatIsNoNumber()
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.SGD([new Parameter(zeros(1))], 1.0, 0.9);
        var scheduler = OneCycleLR(optimizer, 1, 10, pct_start: 0.1);
        Assert.Equal([1.0], scheduler.get_last_lr());
    }

    private static void Check(string message, Func<LRScheduler> make)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(make);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>What code outside this assembly can do: the base class's epoch and rates are hidden, as in TorchSharp.</summary>
    private sealed class Halving : LRScheduler
    {
        private readonly double[] start;
        private int epochs;

        public Halving(optim.Optimizer optimizer)
            : base(optimizer)
        {
            start = optimizer.ParamGroups.Select(group => group.InitialLearningRate).ToArray();
            step();
        }

        protected override IEnumerable<double> get_lr()
        {
            epochs++;
            return start.Select(rate => rate * Math.Pow(0.5, epochs));
        }
    }
}
