using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace OptGen.Optimizers.Tests;

public sealed class SchedulerTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var optimizer in new[] { "Adam_GC", "SGD_GC", "Adagrad_GC", "wrapped", "Ranger" })
        {
            foreach (var scheduler in new[] { "step", "multi step", "exponential", "cosine", "lambda", "linear", "one cycle", "cyclic", "plateau" })
                data.Add(optimizer, scheduler);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scheduler_OnAnyOptimiser_SetsTheRatesItSetsOnSgd(string optimizer, string scheduler)
    {
        var weight = Problem.Weight(1, 3, 4);
        using var ours = Create(optimizer, weight);
        using var plain = optim.SGD([Problem.Weight(1, 3, 4)], 0.1, 0.9);
        // TorchSharp's CyclicLR cycles momenta, and no betas.
        var momentum = scheduler == "cyclic" ? ours.ParamGroups.All(group => group is optim.IMomentum) : optimizer != "Adagrad_GC";
        var (one, other) = (Schedule(scheduler, ours, momentum), Schedule(scheduler, plain, momentum));
        for (var step = 0; step < 10; step++)
        {
            Assert.Equal(plain.ParamGroups.Single().LearningRate, ours.ParamGroups.Single().LearningRate);
            Problem.Run(ours, [weight], step, 1);
            one.step(1.0);
            other.step(1.0);
        }

        Assert.NotEqual(0.1, ours.ParamGroups.Single().LearningRate);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OneCycle_WrapperOfMomentaOrBetas_CyclesWhatTheInsideHas(bool betas)
    {
        var (wrapped, alone) = (Inside(betas), Inside(betas));
        using var wrapper = new Lookahead(GradientCentralization.Wrap(wrapped));
        using (alone)
        {
            var (one, other) = (OneCycleLR(wrapper, 0.3, 20), OneCycleLR(alone, 0.3, 20));
            var seen = new HashSet<double>();
            for (var step = 0; step < 10; step++)
            {
                Assert.Equal(Momentum(alone), Momentum(wrapper));
                seen.Add(Momentum(wrapper));
                one.step();
                other.step();
            }

            Assert.True(seen.Count > 5);
        }

        static optim.Optimizer Inside(bool betas) => betas ? optim.Adam([Problem.Weight(1, 3, 4)], 0.1) : optim.SGD([Problem.Weight(1, 3, 4)], 0.1, 0.9);
        double Momentum(optim.Optimizer optimizer) => optimizer.ParamGroups.Single() switch
        {
            optim.IBetas group => group.Betas.Item1,
            var group => ((optim.IMomentum)group).Momentum
        };
    }

    [Fact]
    public void Wrapper_IsForSchedulers_WhatItsInsideIs()
    {
        using optim.Optimizer sgd = Create("wrapped", Problem.Weight(1, 3, 4)), ranger = Create("Ranger", Problem.Weight(1, 3, 4));
        using optim.Optimizer adagrad = GradientCentralization.Wrap(optim.Adagrad([Problem.Weight(1, 3, 4)], 0.1));
        Assert.True(sgd is optim.IMomentum and not optim.IBetas);
        Assert.True(ranger is optim.IBetas and not optim.IMomentum);
        Assert.False(adagrad is optim.IMomentum or optim.IBetas);
        ((optim.IMomentum)sgd).Momentum = 0.5;
        Assert.Equal(0.5, ((optim.IMomentum)((OptimizerWrapper)sgd).Inner).Momentum);
        ((optim.IBetas)ranger).Betas = (0.5, 0.6);
        Assert.Equal((0.5, 0.6), ((optim.IBetas)ranger).Betas);
        Assert.Throws<InvalidCastException>(() => (optim.IBetas)(object)sgd);
        Assert.Contains("must support momentum", Assert.Throws<ArgumentException>(() => OneCycleLR(adagrad, 0.3, 20)).Message, StringComparison.Ordinal);
        Assert.Contains("must support momentum", Assert.Throws<ArgumentException>(() => CyclicLR(ranger, 0.05, 0.3)).Message, StringComparison.Ordinal);
        Assert.NotNull(OneCycleLR(adagrad, 0.3, 20, cycle_momentum: false));
    }

    [Fact]
    public void LearningRate_Halved_HalvesTheStep()
    {
        var (a, b) = (Problem.Weight(1, 3, 4), Problem.Weight(1, 3, 4));
        var start = Problem.Values(a);
        using optim.Optimizer one = new Centralized.SGD([a], 0.1), two = new Centralized.SGD([b], 0.1);
        two.ParamGroups.Single().LearningRate = 0.05;
        Problem.Run(one, [a], 0, 1);
        Problem.Run(two, [b], 0, 1);
        var moved = Problem.Values(a).Zip(start, (x, y) => (x - y) / 2 + y).ToArray();
        Assert.True(Problem.Difference(moved, Problem.Values(b)) < 1e-15);
    }

    private static optim.Optimizer Create(string name, TorchSharp.Modules.Parameter weight) => name switch
    {
        "Adam_GC" => Centralized.Adam_GC([weight], 0.1),
        "SGD_GC" => Centralized.SGD_GC([weight], 0.1, 0.9),
        "Adagrad_GC" => Centralized.Adagrad_GC([weight], 0.1),
        "wrapped" => GradientCentralization.Wrap(optim.SGD([weight], 0.1, 0.9)),
        _ => Centralized.Ranger([weight], 0.1)
    };

    private static LRScheduler Schedule(string name, optim.Optimizer optimizer, bool momentum) => name switch
    {
        "step" => StepLR(optimizer, 3),
        "multi step" => MultiStepLR(optimizer, [2, 5]),
        "exponential" => ExponentialLR(optimizer, 0.8),
        "cosine" => CosineAnnealingLR(optimizer, 15),
        "lambda" => LambdaLR(optimizer, epoch => 1 / (1.0 + epoch)),
        "linear" => LinearLR(optimizer, 0.5, 0.8, 8),
        "one cycle" => OneCycleLR(optimizer, 0.3, 20, cycle_momentum: momentum),
        "cyclic" => CyclicLR(optimizer, 0.05, 0.3, 4, cycle_momentum: momentum),
        _ => ReduceLROnPlateau(optimizer, patience: 2)
    };
}
