using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGenApp.Tests;

public class ClassifierTests
{
    [Fact]
    public void Scores_OfABatch_AreOnePerClass()
    {
        using var network = new Classifier(inputs: 2, width: 8, classes: 3);
        using Tensor scores = network.call(randn(5, 2));
        Assert.Equal([5L, 3L], scores.shape);
    }

    [Fact]
    public void Equation_IsSolvedForEverySample()
    {
        using var network = new Classifier(inputs: 2, width: 8, classes: 3);
        network.call(randn(5, 2)).Dispose();
        Assert.Equal(SolveStatus.Converged, network.Implicit.Reports[0].Status);
    }

    [Fact]
    public void Gradients_AreThoseOfDifferences()
    {
        using var network = new Classifier(inputs: 2, width: 4, classes: 3);
        network.Implicit.Options = network.Implicit.Options with { Tolerance = 1e-12, RelativeTolerance = 1e-12, MaxIterations = 200 };
        network.to(ScalarType.Float64);
        GradientCheck.Verify(network, randn(3, 2, dtype: ScalarType.Float64));
    }
}
