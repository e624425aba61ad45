using OptGen.Experiments.Images;
using OptGen.Experiments.Runner;
using OptGen.Training;
using static TorchSharp.torch;

namespace OptGen.Experiments.Tests;

public sealed class ImagesTests
{
    /// <summary>The page says that all networks have equally many multiply-adds, give or take a fifth.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Networks_OfTheFullExperiment_HaveEqualMultiplyAdds(bool wide)
    {
        var experiment = new ImagesExperiment(wide);
        using var image = zeros(1, 1, 14, 14);
        var all = experiment.Cells(Scale.Full).ToDictionary(cell => cell.Arm, cell =>
        {
            using var network = experiment.Create(cell.Arm, Scale.Full, 10, 1);
            return Summary.Of(network, image).MultiplyAdds;
        });

        var baseline = all["GD (ResNet)"];
        Assert.True(all.Values.All(count => Math.Abs(count - baseline) <= 0.2 * baseline), string.Join(", ", all));
    }
}
