using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.RunTime;

/// <summary>The values of trained coefficients, as users read them: what the recurrence computes with, not what is stored.</summary>
public sealed class TrainedCoefficientTests
{
    /// <summary>With ones as its input, a network that multiplies gives the product of its coefficients.</summary>
    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(-2.0, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 3.0)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    public void Value_OfEveryRange_IsWhatTheLayersMultiplyWith(double minimum, double maximum)
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Recurrence.Parse("x_<k+1> = c_k*x_k").ToModule(
            new RecurrenceBindings { Layers = 3 }.Learned("c", 0.25, perLayer: true, minimum: minimum, maximum: maximum));
        module.to(float64);
        TrainedCoefficient c = ((IRecurrenceModule)module).Coefficients["c"];
        Assert.All(c.ToArray(), value => Assert.Equal(0.25, value, 1e-6));

        using (no_grad())
            c.Parameter.copy_(tensor([-9.0, 0.5, 40.0], dtype: float64));

        double[] values = c.ToArray();
        Assert.Equal(values[0] * values[1] * values[2], module.call(ones(1, dtype: float64)).item<double>(), 1e-12);
        Assert.All(values, value => Assert.InRange(value, minimum, maximum));
        Assert.Equal((minimum, maximum), (c.Minimum, c.Maximum));
        c.Value().sum().backward();
        Assert.Equal([3L], c.Parameter.grad!.shape);
    }

    [Fact]
    public void Coefficients_OfAGeneratedClass_AreItsValues()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new MomentumNet(4);

        TrainedCoefficient g = Assert.Single(network.Coefficients);

        Assert.Equal("g", g.Name);
        Assert.Same(network.g, g.Parameter);
        Assert.All(g.ToArray(), value => Assert.Equal(0.9, value, 1e-6));
        Assert.Equal(5, g.ToArray().Length);
        Assert.Equal("g = 0.9, 0.9, 0.9, 0.9, 0.9 (between 0 and 1)", network.Coefficients.ToString());
        // A moved network has other parameters.
        network.to(float64);
        Assert.Equal(ScalarType.Float64, network.Coefficients["g"].Value().dtype);
    }

    [Fact]
    public void Coefficients_WithPairsAndChannels_HaveTheirShape()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new LearnedTable(GeneratedModuleTests.Width);

        Assert.Equal(["h", "c"], network.Coefficients.Select(c => c.Name));
        Assert.Equal(network.Coefficients["c"].Parameter.shape, network.Coefficients["c"].Value().shape);
        Assert.Equal(network.Coefficients["h"].Parameter.numel(), network.Coefficients["h"].ToArray().Length);
        Assert.All(network.Coefficients["h"].ToArray(), value => Assert.Equal(0.4, value, 1e-6));
        Assert.EndsWith(" (above 0)", network.Coefficients["h"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Coefficients_OfAnotherName_SayWhichThereAre()
    {
        using var network = new MomentumNet(4);
        using Module<Tensor, Tensor> none = Recurrence.Parse("x_<k+1> = x_k").ToModule(new RecurrenceBindings { Layers = 1 });

        Assert.Equal("The recurrence has no trained coefficient a; it has g. (Parameter 'name')", Assert.Throws<ArgumentException>(() => network.Coefficients["a"]).Message);
        Assert.Equal(
            "The recurrence has no trained coefficient a; it has none. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => ((IRecurrenceModule)none).Coefficients["a"]).Message);
        Assert.Empty(((IRecurrenceModule)none).Coefficients);
    }

    [Fact]
    public void Value_LeavesNothingButItself()
    {
        using var network = new MomentumNet(4);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        network.Coefficients["g"].Value().Dispose();
        network.Coefficients["g"].ToArray();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
