using OptGen;
using OptGen.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGenApp.Tests;

public class ClassifierTests
{
    [Fact]
    public void Recurrence_IsConsistentAndZeroStable()
    {
        Assert.True(Classifier.Recurrence.Verdict.IsConsistent);
        Assert.Equal(ZeroStability.Stable, Classifier.Recurrence.Verdict.Stability);
    }

    [Fact]
    public void Scores_OfABatch_AreOnePerClass()
    {
        using var network = new Classifier(inputs: 2, width: 8, classes: 3);
        using Tensor scores = network.call(randn(5, 2));
        Assert.Equal([5L, 3L], scores.shape);
    }

    [Fact]
    public void Gradients_AreThoseOfDifferences()
    {
        using var network = new Classifier(inputs: 2, width: 4, classes: 3);
        network.to(ScalarType.Float64);
        GradientCheck.Verify(network, randn(3, 2, dtype: ScalarType.Float64));
    }
}
