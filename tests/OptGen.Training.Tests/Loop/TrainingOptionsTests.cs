namespace OptGen.Training.Tests;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void Options_CountsBelowOne_AreRefusedByName()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Epochs", () => new TrainingOptions { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("BatchSize", () => new TrainingOptions { BatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("EvaluationBatchSize", () => new TrainingOptions { EvaluationBatchSize = -1 });
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void Options_ValidationFractionOutOfRange_IsRefused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>("ValidationFraction", () => new TrainingOptions { ValidationFraction = fraction });

    [Fact]
    public void Schedule_Constant_IsOne() => Assert.Equal(1, new ConstantLearningRate().Factor(3, 10));

    [Fact]
    public void Schedule_Cosine_RisesThenFallsToTheFinalFactor()
    {
        var schedule = new CosineLearningRate { WarmupFraction = 0.2, FinalFactor = 0.1 };
        double[] factors = [.. Enumerable.Range(0, 1000).Select(step => schedule.Factor(step, 1000))];
        Assert.Equal(0.0025, factors[0], 1e-12);
        Assert.Equal(0.9975, factors[199], 1e-12);
        Assert.Equal(0.55, (factors[599] + factors[600]) / 2, 1e-6);
        Assert.Equal(0.1, factors[999], 1e-5);
        Assert.All(Enumerable.Range(1, 199), step => Assert.True(factors[step] > factors[step - 1]));
        Assert.All(Enumerable.Range(201, 799), step => Assert.True(factors[step] < factors[step - 1]));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Schedule_CosineWithExtremeWarmup_StaysWithinItsRange(double warmup)
    {
        var schedule = new CosineLearningRate { WarmupFraction = warmup };
        Assert.All(Enumerable.Range(0, 7), step => Assert.InRange(schedule.Factor(step, 7), 0, 1));
    }

    [Fact]
    public void Schedule_CosineOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("WarmupFraction", () => new CosineLearningRate { WarmupFraction = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>("FinalFactor", () => new CosineLearningRate { FinalFactor = -0.1 });
    }
}
