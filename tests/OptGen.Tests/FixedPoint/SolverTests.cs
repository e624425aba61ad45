using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.FixedPoint;

/// <summary>Every solver finds a point that its function maps to itself.</summary>
public sealed class SolverTests
{
    public static TheoryData<string> Solvers => [.. Problems.Solvers];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_Contraction_ResidualWithinTolerance(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        using var cell = new Cell(12, 5, 0.9);
        Tensor input = randn(7, 5, dtype: float64);
        using IDisposable off = no_grad();

        Solution solution = Equilibrium.Solve(Problems.Of(cell, input, zeros(7, 12, dtype: float64)), Problems.Tight(Problems.Solver(name)));

        Assert.Equal(SolveStatus.Converged, solution.Report.Status);
        double residual = (cell.call(solution.Value, input) - solution.Value).norm().item<double>();
        Assert.InRange(residual, 0, 7e-13);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_Affine_IsTheSolutionOfTheLinearSystem(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        Tensor matrix = randn(6, 6, dtype: float64);
        matrix = matrix * 0.8 / linalg.norm(matrix, 2);
        Tensor offset = randn(3, 6, dtype: float64);
        Tensor expected = linalg.solve(eye(6, dtype: float64) - matrix, offset.t()).t();

        Solution solution = Equilibrium.Solve(Problems.Affine(matrix, offset), Problems.Tight(Problems.Solver(name)));

        Assert.InRange((solution.Value - expected).abs().max().item<double>(), 0, 1e-11);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_SeveralUnknowns_EachEquationHolds(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using var first = new Cell(5, 7, 0.5);
        using var second = new Cell(4, 5, 0.5);
        Tensor input = randn(6, 3, dtype: float64);
        FixedPointProblem problem = Problems.Pair(first, second, input, 5, 4);
        using IDisposable off = no_grad();

        Solution solution = Equilibrium.Solve(problem, Problems.Tight(Problems.Solver(name)));

        IReadOnlyList<Tensor> values = problem.Map(solution.Values, [input]);
        Assert.Equal([6, 5], solution.Values[0].shape);
        Assert.Equal([6, 2, 2], solution.Values[1].shape);
        for (int i = 0; i < 2; i++)
            Assert.InRange((values[i] - solution.Values[i]).norm().item<double>(), 0, 6e-13);
    }

    [Theory]
    [InlineData(nameof(AndersonSolver))]
    [InlineData(nameof(BroydenSolver))]
    [InlineData(nameof(NewtonKrylovSolver))]
    public void Solve_ExpandingMap_IsSolvedWherePlainIterationDiverges(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        // F(z) = -3z + c: plain iteration triples the error, the solution is c/4.
        Tensor offset = tensor(new double[] { 4, 8, -2, 1 }, [2, 2]);
        Solution solution = Equilibrium.Solve(Problems.Affine(-3 * eye(2, dtype: float64), offset), Problems.Tight(Problems.Solver(name)));

        Assert.InRange((solution.Value - (offset / 4)).abs().max().item<double>(), 0, 1e-12);
    }

    [Fact]
    public void Picard_ExpandingMap_ReturnsTheGuessAsTheBest()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor offset = ones(2, 2, dtype: float64);
        Solution solution = Equilibrium.Solve(
            Problems.Affine(-3 * eye(2, dtype: float64), offset),
            new SolveOptions { Solver = new PicardSolver(), OnNonConvergence = NonConvergence.Accept, MaxIterations = 20 });

        Assert.Equal(SolveStatus.MaxIterationsReached, solution.Report.Status);
        Assert.Equal(0, solution.Value.abs().max().item<double>());
        Assert.All(solution.Report.Samples, s => Assert.Equal(0, s.Iterations));
    }

    [Fact]
    public void Picard_DampedExpandingMap_Converges()
    {
        using DisposeScope scope = NewDisposeScope();
        // With d = 0.4 the factor is 1 - d - 3d = -0.6.
        Tensor offset = ones(2, 2, dtype: float64);
        Solution solution = Equilibrium.Solve(
            Problems.Affine(-3 * eye(2, dtype: float64), offset), Problems.Tight(new PicardSolver { Damping = 0.4 }));

        Assert.InRange((solution.Value - 0.25).abs().max().item<double>(), 0, 1e-13);
    }

    [Fact]
    public void Anderson_AffineMapWithFullMemory_EndsWithinItsDimension()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(4);
        // For an affine map it is GMRES in disguise, which is exact after as many steps as there are dimensions.
        Tensor matrix = randn([5, 5], dtype: float64, generator: generator);
        matrix = matrix * 0.9 / linalg.norm(matrix, 2);
        SolveOptions options = Problems.Tight(new AndersonSolver { Memory = 7, Regularization = 0 }) with { Tolerance = 1e-6 };
        Solution solution = Equilibrium.Solve(Problems.Affine(matrix, randn([4, 5], dtype: float64, generator: generator)), options);

        Assert.InRange(solution.Report.Iterations, 1, 6);
    }

    [Fact]
    public void Broyden_AffineMap_SatisfiesTheSecantEquation()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(5);
        // Good Broyden without a limit ends on affine maps after at most twice the dimension (Gay, 1979).
        Tensor matrix = randn([4, 4], dtype: float64, generator: generator);
        matrix = matrix * 0.9 / linalg.norm(matrix, 2);
        SolveOptions options = Problems.Tight(new BroydenSolver { Memory = 20 }) with { Tolerance = 1e-9 };
        Solution solution = Equilibrium.Solve(Problems.Affine(matrix, randn([4, 4], dtype: float64, generator: generator)), options);

        Assert.InRange(solution.Report.Iterations, 1, 9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void Broyden_AffineMapOnALine_IsTheSecantMethodWhateverTheDamping(double damping)
    {
        using DisposeScope scope = NewDisposeScope();
        // A secant through two points of a line meets its zero: the first step is damped, the second one ends.
        Tensor offset = tensor(new[] { 1, -3, 0.5 }, [3, 1]);
        Solution solution = Equilibrium.Solve(
            Problems.Affine(tensor(new[] { 0.5 }, [1, 1]), offset), Problems.Tight(new BroydenSolver { Damping = damping }));

        Assert.Equal(2, solution.Report.Iterations);
        Assert.InRange((solution.Value - (2 * offset)).abs().max().item<double>(), 0, 1e-13);
    }

    [Fact]
    public void NewtonKrylov_AffineMap_EndsAfterOneStep()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(6);
        Tensor matrix = randn([5, 5], dtype: float64, generator: generator);
        SolveOptions options = Problems.Tight(new NewtonKrylovSolver { ForcingTerm = 1e-9 }) with { Tolerance = 1e-6 };
        Solution solution = Equilibrium.Solve(Problems.Affine(matrix, randn([4, 5], dtype: float64, generator: generator)), options);

        Assert.Equal(1, solution.Report.Iterations);
    }

    [Fact]
    public void Anderson_SlowContraction_TakesAFifthOfPicardsEvaluations()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(7);
        FixedPointProblem problem = Problems.Affine(diag(linspace(0, 0.98, 20, dtype: float64)), randn(8, 20, dtype: float64));
        SolveOptions options = Problems.Tight(new PicardSolver()) with { Tolerance = 1e-6 };
        int plain = Equilibrium.Solve(problem, options).Report.FunctionEvaluations;
        int accelerated = Equilibrium.Solve(problem, options with { Solver = new AndersonSolver() }).Report.FunctionEvaluations;

        Assert.True(5 * accelerated < plain, $"{accelerated} against {plain}");
    }
}
