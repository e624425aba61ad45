using OptGen.Experiments.Centralization;
using TorchSharp;
using TorchSharp.Modules;

namespace OptGen.Optimizers.Tests;

/// <summary>The parts of the experiment that its numbers pass through.</summary>
public sealed class ExperimentTests
{
    [Fact]
    public void Statistics_FiveValues_AreThoseOfATable()
    {
        double[] values = [1, 2, 3, 4, 10];
        var (mean, deviation) = Statistics.Of(values);
        Assert.Equal(4, mean);
        Assert.Equal(Math.Sqrt(12.5), deviation, 1e-12);
        Assert.Equal(2.776 * Math.Sqrt(12.5 / 5), Statistics.HalfInterval(values), 1e-12);
        Assert.Equal(double.NaN, Statistics.HalfInterval([1]));
    }

    [Fact]
    public void Setting_Options_AreRead()
    {
        var setting = Setting.Parse(["--part", "2/3", "--epochs", "4", "--cifar", "folder"]);
        Assert.Equal((2, 3), setting.Part);
        Assert.Equal("cifar10-15000x4", setting.Plan);
    }

    [Theory]
    [InlineData("There is no option --speed.", "--speed", "9")]
    [InlineData("--epochs needs a value.", "--epochs")]
    [InlineData("--epochs needs a positive number, not '0'.", "--epochs", "0")]
    [InlineData("--part needs K/N, such as 1/2, not '2'.", "--part", "2")]
    [InlineData("--part 3/2: the first number is above the second.", "--part", "3/2")]
    public void Setting_Mistake_IsAnErrorThatSaysIt(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Setting.Parse(arguments)).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(3, "--cifar", "folder")]
    public async Task Command_ConvolutionsWrong_TrainsNothingAndEndsWith3(int channels, params string[] arguments)
    {
        var checkedShapes = new List<ConvolutionShape>();
        using var errors = new StringWriter();
        var code = await Command.RunAsync(arguments, shapes =>
        {
            checkedShapes.AddRange(shapes);
            return new ConvolutionCheckReport(3, [new ConvolutionFault(checkedShapes[1], 0.2, 0.5, 0)], oneDnn: true, TimeSpan.Zero);
        }, errors);

        Assert.Equal(3, code);
        Assert.Equal(Shapes(Network.Create(channels)), checkedShapes);
        Assert.StartsWith("Nothing was trained. 1 of 3 convolutions are computed wrong on this machine; the worst is 16 to 32 channels, 3x3: ", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_Mistake_EndsWith2()
    {
        using var errors = new StringWriter();
        var code = await Command.RunAsync(["--speed", "9"], _ => throw new InvalidOperationException("Nothing is to be checked."), errors);

        Assert.Equal(2, code);
        Assert.StartsWith("There is no option --speed.", errors.ToString(), StringComparison.Ordinal);
    }

    private static ConvolutionShape[] Shapes(torch.nn.Module network)
    {
        using (network)
        {
            return [.. network.modules().OfType<Conv2d>().Select(layer => new ConvolutionShape((int)layer.in_channels, (int)layer.out_channels))];
        }
    }
}
