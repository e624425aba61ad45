using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>What TorchSharp 0.107.0 has wrong, and what is said or done about it. A test that fails after an upgrade shows what has been mended there.</summary>
public sealed class InnerFaultTests
{
    [Fact]
    public void TorchSharpsRAdam_OnceRectified_MultipliesByTheRateTwice()
    {
        var (theirs, pytorchs) = (Problem.Weight(1, 5), Problem.Weight(1, 5));
        using var wrong = optim.RAdam([theirs], 0.01, 0.9, 0.9);
        using var right = new PyTorchRAdam([pytorchs], 0.01, 0.9, 0.9, 1e-8, 0);
        var (from, to) = (Array.Empty<double>(), Array.Empty<double>());
        for (var step = 0; step < 12; step++)
        {
            (from, to) = (Problem.Values(theirs), Problem.Values(pytorchs));
            using (no_grad()) theirs.grad = pytorchs.grad = tensor(Problem.Gradient(new double[5], step));
            wrong.step();
            right.step();
        }

        var moved = Problem.Values(theirs).Zip(from, (a, b) => a - b).ToArray();
        var expected = Problem.Values(pytorchs).Zip(to, (a, b) => 0.01 * (a - b)).ToArray();
        Assert.True(Problem.Difference(moved, expected) < 1e-12);
        Assert.Contains(moved, step => Math.Abs(step) > 1e-6);
    }

    [Fact]
    public void Wrap_TorchSharpsRAdam_WarnsAndNamesOurs()
    {
        var notices = new List<string>();
        using var wrapped = GradientCentralization.Wrap(optim.RAdam([Problem.Weight(1, 3, 4)]), new Centralization { Notice = notices.Add });
        using var lookahead = new Lookahead(wrapped);
        Problem.Run(lookahead, lookahead.parameters(), 0, 2);
        Assert.Equal(
            "TorchSharp's RAdam multiplies its rectified steps by the learning rate twice, so that it hardly moves: take Centralized.RAdam, whose steps are PyTorch's.",
            Assert.Single(notices));
        using var fine = GradientCentralization.Wrap(optim.Adam([Problem.Weight(1, 3, 4)]), new Centralization { Notice = notices.Add });
        Assert.Single(notices);
    }

    [Fact]
    public void Lookahead_OverWhatIsWrong_Warns()
    {
        using var heard = new Listener();
        Trace.Listeners.Add(heard);
        try
        {
            using var a = new Lookahead(optim.RAdam([Problem.Weight(1, 3, 4)]));
            using var b = new Lookahead(optim.SGD([Problem.Weight(1, 3, 4)], 0.1, weight_decay: 0.1, maximize: true));
            using var c = new Lookahead(new Centralized.RAdam([Problem.Weight(1, 3, 4)]));
        }
        finally
        {
            Trace.Listeners.Remove(heard);
        }

        Assert.Contains(heard.Lines, line => line.Contains("take Centralized.RAdam", StringComparison.Ordinal));
        Assert.Contains(heard.Lines, line => line.Contains("take Centralized.SGD", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CentralizationLocation.Gradient, WeightDecayRule.CoupledInside)]
    [InlineData(CentralizationLocation.Gradient, WeightDecayRule.CoupledOutside)]
    [InlineData(CentralizationLocation.Gradient, WeightDecayRule.DecoupledOutside)]
    [InlineData(CentralizationLocation.Update, WeightDecayRule.CoupledInside)]
    [InlineData(CentralizationLocation.Update, WeightDecayRule.DecoupledOutside)]
    public void Wrap_SgdThatMaximizesWithDecay_EqualsOurs(CentralizationLocation location, WeightDecayRule rule)
    {
        var options = new Centralization { Location = location, Decay = rule, Notice = message => Assert.Fail(message) };
        var (a, b) = (Problem.Weight(1, 3, 4), Problem.Weight(1, 3, 4));
        using var wrapped = GradientCentralization.Wrap(optim.SGD([a], 0.1, 0.9, weight_decay: 0.3, maximize: true), options);
        using var ours = new Centralized.SGD([b], 0.1, 0.9, weight_decay: 0.3, maximize: true, centralization: options);
        Problem.Run(wrapped, [a], 0, 10);
        Problem.Run(ours, [b], 0, 10);
        Assert.True(Problem.Difference(Problem.Values(a), Problem.Values(b)) < 1e-10);
    }

    [Fact]
    public void TorchSharpsSgd_ThatMaximizesWithDecay_GrowsWeights()
    {
        var weight = new Parameter(ones(3));
        using var sgd = optim.SGD([weight], 0.1, weight_decay: 0.5, maximize: true);
        weight.grad = zeros(3);
        sgd.step();
        Assert.All(Problem.Values(weight), value => Assert.Equal(1.05, value, 1e-6)); // PyTorch: 0.95
    }

    [Fact]
    public void TorchSharpsSgd_StateWithoutMomentum_CannotBeLoaded()
    {
        using var sgd = optim.SGD([Problem.Weight(1, 3)], 0.1);
        using var other = optim.SGD([Problem.Weight(1, 3)], 0.1);
        Assert.Throws<NullReferenceException>(() => ((OptimizerHelper)sgd).load_state_dict(((OptimizerHelper)other).state_dict()));
    }

    [Fact]
    public void TorchSharpsState_LoadedInsideADisposeScope_EndsWithIt()
    {
        using var adam = optim.Adam([Problem.Weight(1, 3)], 0.1);
        using var other = optim.Adam([Problem.Weight(1, 3)], 0.1);
        using (NewDisposeScope()) ((OptimizerHelper)adam).load_state_dict(((OptimizerHelper)other).state_dict());
        Assert.True(((Adam.State)((OptimizerHelper)adam).state_dict().State.Single()).exp_avg.IsInvalid);
    }

    private sealed class Listener : TraceListener
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = [];

        public override void Write(string? message) => Lines.Enqueue(message ?? "");

        public override void WriteLine(string? message) => Lines.Enqueue(message ?? "");
    }
}
