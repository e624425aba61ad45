using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>LBFGS is libtorch's own: its parameters are new handles at each call, and it calls closures from native code.</summary>
public sealed class LbfgsTests
{
    [Fact]
    public void Catalog_KnowsParametersByWhatTheyAre()
    {
        using var network = nn.Sequential(("conv", nn.Conv2d(1, 2, 3)), ("norm", nn.BatchNorm2d(2)), ("flat", nn.Flatten()), ("head", nn.Linear(8, 3)));
        var options = new Centralization { Catalog = ParameterCatalog.Of(network), Selection = CentralizationSelection.ConvolutionsOnly };
        using var optimizer = GradientCentralization.Wrap(optim.LBFGS(network.parameters()), options);
        Assert.Equal(network.named_parameters().Select(pair => pair.name), optimizer.Plan.Select(parameter => parameter.Description.Name));
        Assert.Equal("conv.weight", Assert.Single(optimizer.Plan, parameter => parameter.Location is not null).Description.Name);
    }

    [Fact]
    public void Parameters_EnumeratedOftenAndCollected_LeaveTheProcessAlive()
    {
        var weight = Problem.Weight(1, 3, 4);
        var optimizer = new Lookahead(GradientCentralization.Wrap(optim.LBFGS([weight], 0.1, max_iter: 3)), 2);
        for (var round = 0; round < 20; round++)
        {
            var parameters = optimizer.parameters();
            Assert.Equal(parameters.Count(), parameters.Count(parameter => !parameter.IsInvalid));
            Minimize(optimizer, weight);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        optimizer.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(12, Problem.Values(weight).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Closure_ThatThrows_IsAnExceptionAndNotTheEndOfTheProcess(int callsBefore)
    {
        var weight = Problem.Weight(1, 3, 4);
        using var optimizer = new Lookahead(GradientCentralization.Wrap(optim.LBFGS([weight], 0.1, max_iter: 10)), 2);
        var (before, calls) = (Problem.Values(weight), 0);
        var exception = Assert.Throws<InvalidTimeZoneException>(() => optimizer.step(() =>
        {
            optimizer.zero_grad();
            var loss = weight.mul(weight).sum();
            loss.backward();
            if (calls++ == callsBefore) throw new InvalidTimeZoneException("mine");
            return loss;
        }));
        Assert.Equal("mine", exception.Message);
        Assert.Equal(callsBefore + 1, calls);
        Assert.Equal(callsBefore == 0, Problem.Difference(before, Problem.Values(weight)) == 0);
        Assert.NotNull(weight.grad); // the one that the closure made
        Minimize(optimizer, weight);
        Assert.All(Problem.Values(weight), value => Assert.True(double.IsFinite(value)));
    }

    private static void Minimize(optim.Optimizer optimizer, Parameter weight) => optimizer.step(() =>
    {
        optimizer.zero_grad();
        var loss = weight.mul(weight).sum();
        loss.backward();
        return loss;
    });
}
