using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;
using static TorchSharp.torch.optim.lr_scheduler.impl;

namespace OptGen.SystemTorch.Tests.Optim;

/// <summary>The learning rates of sixty epochs under every scheduler, against PyTorch (tests/oracle/schedulers.py).</summary>
public sealed class SchedulerGoldenTests
{
    private const int Epochs = 60;

    private static readonly GoldenFile Golden = GoldenFile.Load("schedulers");

    private static readonly Dictionary<string, Func<optim.Optimizer, LRScheduler>> Cases = new()
    {
        ["StepLR"] = o => StepLR(o, 7, 0.5),
        ["MultiStepLR"] = o => MultiStepLR(o, [5, 20, 20, 41], 0.3),
        ["ExponentialLR"] = o => ExponentialLR(o, 0.93),
        ["ConstantLR"] = o => ConstantLR(o, 0.25, 9),
        ["LinearLR"] = o => LinearLR(o, 0.2, 0.9, 13),
        ["PolynomialLR"] = o => PolynomialLR(o, 40, 2.0),
        ["PolynomialLR straight"] = o => PolynomialLR(o, 80),
        ["CosineAnnealingLR"] = o => CosineAnnealingLR(o, 17, 0.001),
        ["LambdaLR"] = o => LambdaLR(o, epoch => Math.Pow(0.9, epoch) / (1 + epoch)),
        ["LambdaLR two"] = o => new LambdaLR(o, [epoch => Math.Pow(0.95, epoch), epoch => 1.0 / (1 + epoch)]),
        ["MultiplicativeLR"] = o => MultiplicativeLR(o, epoch => epoch % 4 != 0 ? 0.9 : 1.1),
        ["ReduceLROnPlateau"] = o => ReduceLROnPlateau(o, factor: 0.5, patience: 3),
        ["ReduceLROnPlateau options"] = o => ReduceLROnPlateau(
            o, mode: "max", factor: 0.7, patience: 2, threshold: 0.02, threshold_mode: "abs", cooldown: 4, min_lr: [0.01, 0.1]),
        ["CyclicLR"] = o => CyclicLR(o, 0.01, 0.1, 7),
        ["CyclicLR triangular2"] = o => CyclicLR(o, [0.01, 0.02], [0.1, 0.3], 5, 9, impl.CyclicLR.Mode.Triangular2),
        ["CyclicLR exp_range"] = o => CyclicLR(
            o, 0.01, 0.1, 6, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.97, base_momentum: 0.7, max_momentum: 0.95),
        ["CyclicLR own scale"] = o => CyclicLR(
            o, 0.01, 0.1, 6, scale_fn: x => 1 / (1 + x), scale_mode: impl.CyclicLR.ScaleMode.Iterations, cycle_momentum: false),
        ["OneCycleLR"] = o => OneCycleLR(o, 0.5, 60),
        ["OneCycleLR linear"] = o => OneCycleLR(
            o, [0.5, 1.0], epochs: 6, steps_per_epoch: 10, pct_start: 0.4, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear, div_factor: 10,
            final_div_factor: 100),
        ["OneCycleLR three phases"] = o => OneCycleLR(o, 0.5, 70, three_phase: true, base_momentum: 0.8, max_momentum: 0.9),
        ["ChainedScheduler"] = o => ChainedLR([ConstantLR(o, 0.1, 3), ExponentialLR(o, 0.9)]),
        ["SequentialLR"] = o => SequentialLR(o, [LinearLR(o, 0.1, total_iters: 10), CosineAnnealingLR(o, 20), ExponentialLR(o, 0.9)], [10, 35])
    };

    public static TheoryData<string> Names => [.. Golden.Keys.Where(key => Cases.ContainsKey(key.Replace(" adam", "", StringComparison.Ordinal)))];

    public static TheoryData<string> GivenEpochs => [.. Golden.Keys.Where(key => key.EndsWith(" given epochs", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_SixtyTimes_GivesPyTorchsRatesAndMomenta(string name)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Make(name.EndsWith(" adam", StringComparison.Ordinal));
        var scheduler = Cases[name.Replace(" adam", "", StringComparison.Ordinal)](optimizer);
        var rates = new List<double>();
        var momenta = new List<double>();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            rates.AddRange(optimizer.ParamGroups.Select(group => group.LearningRate));
            momenta.AddRange(optimizer.ParamGroups.Select(Momentum));
            optimizer.step();
            if (scheduler is ReduceLROnPlateau) scheduler.step(Measurement(epoch));
            else scheduler.step();
            Assert.Equal(optimizer.ParamGroups.Select(group => group.LearningRate), scheduler.get_last_lr());
        }

        Close(Golden.Numbers(name), rates);
        if (Golden.Keys.Contains(name + " momentum")) Close(Golden.Numbers(name + " momentum"), momenta);
    }

    [Theory]
    [MemberData(nameof(GivenEpochs))]
    public void Step_ToGivenEpochs_GivesPyTorchsRates(string name)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Make(false);
        var scheduler = Cases[name.Replace(" given epochs", "", StringComparison.Ordinal)](optimizer);
        var rates = new List<double>();
        foreach (var epoch in new[] { 0, 3, 11, 7, 25, 59 })
        {
            scheduler.step(epoch);
            rates.AddRange(optimizer.ParamGroups.Select(group => group.LearningRate));
        }

        Close(Golden.Numbers(name), rates);
    }

    private static double Measurement(int epoch) => epoch < 10 ? 1.0 / (1 + epoch) : 0.1 + 0.01 * (epoch % 3);

    private static double Momentum(optim.ILearningRateController group) =>
        group is optim.IBetas betas ? betas.Betas.Item1 : ((optim.IMomentum)group).Momentum;

    private static OptimizerHelper Make(bool adam)
    {
        var first = new Parameter(zeros(1));
        var second = new Parameter(zeros(1));
        return adam
            ? optim.Adam([new Adam.ParamGroup { Parameters = [first] }, new Adam.ParamGroup([second], new Adam.Options { LearningRate = 0.3 })], 0.05)
            : optim.SGD([new SGD.ParamGroup { Parameters = [first] }, new SGD.ParamGroup([second], new SGD.Options { LearningRate = 0.3 })], 0.05, 0.9);
    }

    private static void Close(double[] expected, List<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-12, $"epoch {i / 2}, group {i % 2}: expected {expected[i]:r}, got {actual[i]:r}");
    }
}
