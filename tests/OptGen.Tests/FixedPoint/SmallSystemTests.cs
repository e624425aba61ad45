using OptGen.FixedPoint;

namespace OptGen.Tests.FixedPoint;

/// <summary>The systems of a few equations that solvers solve for each sample.</summary>
public sealed class SmallSystemTests
{
    [Fact]
    public void Weigh_TwoResiduals_MinimizesTheirMixture()
    {
        // Residuals (2, 0) and (0, 1): 0.2 and 0.8 of them is the point nearest to zero on the line through both.
        var weights = new double[2];
        Assert.True(AndersonSolver.TryWeigh([4, 0, 0, 1], 2, 0, 1e6, weights));
        Assert.Equal(0.2, weights[0], 1e-15);
        Assert.Equal(0.8, weights[1], 1e-15);
    }

    [Theory]
    [InlineData(1, 1 - 1e-9, 1)] // Almost the same residual twice: weights of a billion.
    [InlineData(0, 0, 1)] // A residual of nothing.
    [InlineData(double.NaN, 0, 1)]
    [InlineData(double.PositiveInfinity, 0, 1)]
    public void Weigh_IllConditioned_Refuses(double first, double product, double second) =>
        Assert.False(AndersonSolver.TryWeigh([first, product, product, second * (1 - 2e-9)], 2, 0, 1e6, new double[2]));

    [Fact]
    public void Solve_RandomSystems_HaveSmallResiduals()
    {
        var random = new Random(61);
        for (int n = 0; n <= 12; n++)
        {
            double[] a = Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5).ToArray();
            double[] b = Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray();
            double[] x = b.ToArray();
            Assert.True(SmallSystems.Solve(a.ToArray(), x, 1e-14));
            AssertSolves(a, x, b);

            // A A^T + I is positive definite.
            double[] definite = Enumerable.Range(0, n * n)
                .Select(e => Enumerable.Range(0, n).Sum(k => a[(e / n * n) + k] * a[(e % n * n) + k]) + (e / n == e % n ? 1 : 0)).ToArray();
            x = b.ToArray();
            Assert.True(SmallSystems.SolveDefinite(definite.ToArray(), x));
            AssertSolves(definite, x, b);
        }
    }

    [Fact]
    public void Solve_SingularOrNotFinite_Refuses()
    {
        Assert.False(SmallSystems.Solve([1, 2, 2, 4], new double[2], 1e-14));
        Assert.False(SmallSystems.Solve([1, double.NaN, 2, 4], new double[2], 1e-14));
        Assert.False(SmallSystems.Solve([0], new double[1], 1e-14));
        Assert.False(SmallSystems.SolveDefinite([1, 2, 2, 1], new double[2]));
        Assert.False(SmallSystems.SolveDefinite([double.NaN], new double[1]));
    }

    [Fact]
    public void LeastSquares_Hessenberg_EqualsNormalEquations()
    {
        // Columns (1, 2), (3, 1, 1) against (5, 0, 0): H^T H y = H^T b.
        var small = new GivensLeastSquares(2, 5);
        Assert.Equal(1, small.Error);
        small.Add([1, 2]);
        small.Add([3, 1, 1]);
        double[] y = small.Solve();

        var expected = new[] { 5.0, 15.0 };
        Assert.True(SmallSystems.Solve([5, 5, 5, 11], expected, 1e-14));
        Assert.Equal(expected[0], y[0], 1e-14);
        Assert.Equal(expected[1], y[1], 1e-14);
        double[] rest = [5 - y[0] - (3 * y[1]), -(2 * y[0]) - y[1], -y[1]];
        Assert.Equal(Math.Sqrt(rest.Sum(r => r * r)) / 5, small.Error, 1e-14);
    }

    [Fact]
    public void LeastSquares_NothingToGain_AddsNothing()
    {
        var zero = new GivensLeastSquares(2, 0);
        zero.Add([1, 2]);
        Assert.Equal(0, zero.Error);
        Assert.Empty(zero.Solve());
        var failed = new GivensLeastSquares(2, 1);
        failed.Add([double.NaN, 1]);
        Assert.Empty(failed.Solve());
    }

    private static void AssertSolves(double[] a, double[] x, double[] b)
    {
        int n = b.Length;
        for (int i = 0; i < n; i++)
            Assert.Equal(b[i], Enumerable.Range(0, n).Sum(j => a[(i * n) + j] * x[j]), 1e-11);
    }
}
