namespace OptGen.Evolution.Tests.Strategy;

public sealed class ShapingTests
{
    [Fact]
    public void CenteredRanks_GoFromMinusToPlusOneHalf() =>
        Assert.Equal([0.5, -0.5, 0, 0.25, -0.25], Shaping.Shape([9, -100, 2, 3, 1], FitnessShaping.CenteredRanks, 0));

    [Fact]
    public void CenteredRanks_OfEqualFitness_AreTheMean() =>
        Assert.Equal([0, -0.5, 0, 0.5, 0], Shaping.Shape([1, 0, 1, 2, 1], FitnessShaping.CenteredRanks, 0));

    [Fact]
    public void CenteredRanks_OfInfinities_AreRanks() =>
        Assert.Equal([-0.5, 0.5, 0], Shaping.Shape([double.NegativeInfinity, double.PositiveInfinity, 0], FitnessShaping.CenteredRanks, 0));

    [Fact]
    public void CenteredRanks_DoNotDependOnMonotoneChanges()
    {
        var random = new Random(1);
        double[] fitness = [.. Enumerable.Range(0, 1000).Select(_ => Math.Round(random.NextDouble() * 100))];
        Assert.Equal(Shaping.Shape(fitness, FitnessShaping.CenteredRanks, 0), Shaping.Shape([.. fitness.Select(Math.Exp)], FitnessShaping.CenteredRanks, 0));
    }

    [Fact]
    public void ZScores_HaveMeanZeroAndDeviationOne()
    {
        double[] scores = Shaping.Shape([1, 2, 3, 6], FitnessShaping.ZScores, 0);
        Assert.Equal(0, scores.Sum(), 1e-12);
        Assert.Equal(4, scores.Sum(s => s * s), 1e-12);
        Assert.Equal((1 - 3) / Math.Sqrt(3.5), scores[0], 1e-12);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0)]
    [InlineData(1e300)]
    public void ZScores_OfEqualFitness_AreZeros(double fitness) => Assert.Equal([0, 0, 0], Shaping.Shape([fitness, fitness, fitness], FitnessShaping.ZScores, 0));

    [Fact]
    public void Raw_IsTheFitness() => Assert.Equal([3, -1], Shaping.Shape([3, -1], FitnessShaping.Raw, 0));

    [Theory]
    [InlineData(double.NaN, FitnessShaping.CenteredRanks, "is not a number")]
    [InlineData(double.NaN, FitnessShaping.Raw, "is not a number")]
    [InlineData(double.PositiveInfinity, FitnessShaping.Raw, "is infinite")]
    [InlineData(double.NegativeInfinity, FitnessShaping.ZScores, "is infinite")]
    public void Shape_OfWhatCannotBeWeighed_NamesMemberAndGeneration(double fitness, FitnessShaping shaping, string words)
    {
        string message = Assert.Throws<EvolutionException>(() => Shaping.Shape([0, fitness], shaping, 12)).Message;
        Assert.Contains("member 1 of generation 12 " + words, message, StringComparison.Ordinal);
    }
}
