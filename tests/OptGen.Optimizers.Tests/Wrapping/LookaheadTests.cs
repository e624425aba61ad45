using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>Where Lookahead's slow weights start: where a cycle does.</summary>
public sealed class LookaheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public void WeightsLoaded_BetweenCycles_AreWhatTrainingGoesOnFrom(int stepsBefore)
    {
        var (loaded, fresh) = (Problem.Weight(1, 2, 3), Problem.Weight(7, 2, 3));
        using var lookahead = new Lookahead(optim.SGD([loaded], 0.1), 3, 0.25);
        Problem.Run(lookahead, [loaded], 0, stepsBefore);
        using (no_grad()) loaded.copy_(fresh);
        using var other = new Lookahead(optim.SGD([fresh], 0.1), 3, 0.25);
        Problem.Run(lookahead, [loaded], stepsBefore, 7);
        Problem.Run(other, [fresh], stepsBefore, 7);
        Assert.Equal(Problem.Values(fresh), Problem.Values(loaded));
    }

    [Fact]
    public void ModuleLoaded_FromAFile_IsNotPulledBack()
    {
        using nn.Module<Tensor, Tensor> saved = nn.Linear(3, 2), network = nn.Linear(3, 2);
        var path = Path.GetTempFileName();
        try
        {
            saved.save(path);
            using var lookahead = new Lookahead(optim.SGD(network.parameters(), 0.0), 1, 0.5);
            network.load(path);
            lookahead.step();
            foreach (var (a, b) in saved.parameters().Zip(network.parameters())) Assert.Equal(Problem.Values(a), Problem.Values(b));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WeightsLoaded_WithinACycle_CountOnceItIsRestarted(bool restart)
    {
        var (loaded, fresh) = (Problem.Weight(1, 2, 3), Problem.Weight(7, 2, 3));
        using var lookahead = new Lookahead(optim.SGD([loaded], 0.1), 3, 0.25);
        Problem.Run(lookahead, [loaded], 0, 5);
        using (no_grad()) loaded.copy_(fresh);
        if (restart) lookahead.Restart();
        using var other = new Lookahead(optim.SGD([fresh], 0.1), 3, 0.25);
        Problem.Run(lookahead, [loaded], 5, 3);
        Problem.Run(other, [fresh], 5, 3);
        Assert.Equal(restart, Problem.Difference(Problem.Values(fresh), Problem.Values(loaded)) == 0);
    }

    [Fact]
    public void WeightsClampedAfterEachStep_KeepTheSlowOnesOfTheirCycle()
    {
        // A projection after each step is no reason to start anew: the slow weights stay where the cycle began.
        var weight = Problem.Weight(1, 2, 3);
        using var lookahead = new Lookahead(optim.SGD([weight], 0.1), 3, 0.25);
        var slow = Problem.Values(weight);
        double[] fast = [];
        for (var step = 0; step < 3; step++)
        {
            Problem.SetGradient(weight, step);
            var gradient = Problem.Gradient(Problem.Values(weight), step);
            fast = Problem.Values(weight).Zip(gradient, (w, g) => w - 0.1 * g).ToArray();
            lookahead.step();
            if (step == 2) break;
            using (no_grad()) weight.copy_(tensor(Array.ConvertAll(Problem.Values(weight), value => Math.Clamp(value, -0.5, 0.5)), [2, 3]));
        }

        Assert.True(Problem.Difference(slow.Zip(fast, (s, w) => s + 0.25 * (w - s)).ToArray(), Problem.Values(weight)) < 1e-14);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Group_AddedInsideOrOutside_IsFollowedFromThenOn(bool inside)
    {
        var (first, second, alone) = (Problem.Weight(1, 2, 3), Problem.Weight(2, 4), Problem.Weight(2, 4));
        var inner = optim.SGD([first], 0.1);
        using var lookahead = new Lookahead(inner, 3, 0.25);
        Problem.Run(lookahead, [first], 0, 4);
        var group = new SGD.ParamGroup { Parameters = [second] };
        if (inside) inner.add_param_group(group);
        else lookahead.add_param_group(group);
        Problem.Run(lookahead, [first, second], 4, 2);
        using var sgd = optim.SGD([alone], 0.1);
        var slow = Problem.Values(alone);
        Problem.Run(sgd, [alone], 4, 2);
        Assert.True(Problem.Difference(slow.Zip(Problem.Values(alone), (s, w) => s + 0.25 * (w - s)).ToArray(), Problem.Values(second)) < 1e-14);
    }

    [Fact]
    public void File_SavedAfterAGroupWasAddedInside_Loads()
    {
        using var one = Grown();
        using var other = Grown();
        Saved.Load(other, Saved.Save(one));
        Assert.Equal(Saved.Save(one), Saved.Save(other));

        static Lookahead Grown()
        {
            var inner = optim.SGD([Problem.Weight(1, 2, 3)], 0.1, 0.9);
            var lookahead = new Lookahead(inner);
            inner.add_param_group(new SGD.ParamGroup { Parameters = [Problem.Weight(2, 4)] });
            return lookahead;
        }
    }

    [Fact]
    public void Step_AfterDispose_IsAnError()
    {
        var lookahead = new Lookahead(optim.SGD([Problem.Weight(1, 2)], 0.1));
        var wrapped = GradientCentralization.Wrap(optim.SGD([Problem.Weight(1, 2)], 0.1));
        lookahead.Dispose();
        wrapped.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lookahead.step());
        Assert.Throws<ObjectDisposedException>(() => wrapped.step());
    }
}
