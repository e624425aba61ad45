using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.FixedPoint;

/// <summary>Equations without a solution, or with numbers at the ends of the type's range: what a status says has to be so.</summary>
public sealed class NoSolutionTests
{
    public static TheoryData<string, ScalarType> Solvers
    {
        get
        {
            var cases = new TheoryData<string, ScalarType>();
            foreach (string solver in Problems.Solvers)
            {
                cases.Add(solver, ScalarType.Float32);
                cases.Add(solver, ScalarType.Float64);
            }
            return cases;
        }
    }

    public static TheoryData<string, ScalarType, double> Scales
    {
        get
        {
            var cases = new TheoryData<string, ScalarType, double>();
            foreach (string solver in Problems.Solvers)
            {
                foreach (double scale in new[] { 1e-30, 1e-22, 1e-10, 1e10, 1e22, 1e30 })
                    cases.Add(solver, ScalarType.Float32, scale);
                foreach (double scale in new[] { 1e-250, 1e-160, 1e160, 1e250 })
                    cases.Add(solver, ScalarType.Float64, scale);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_ResidualThatNeverFalls_IsNotConverged(string name, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        // Numbers in a loop of thousands of evaluations are held: TorchSharp may free one that it has converted while torch reads it.
        Tensor offset = rand(3, 4, type), one = ones(1, type);
        foreach (double relative in new[] { 1e-1, 1e-3, 1e-5 })
        {
            foreach (double begin in new[] { 0, 1.5, 1e4 })
            {
                // From 1e4 on a relative residual of 1e-3 is there at the beginning.
                if (begin * relative > 1)
                    continue;
                var problem = new FixedPointProblem((z, given) => [z[0] + one + given[0]], [full([3, 4], begin, type)]) { Given = [offset] };
                Solution solution = Equilibrium.Solve(problem, new SolveOptions
                {
                    Solver = Problems.Solver(name), RelativeTolerance = relative, MaxIterations = 300, OnNonConvergence = NonConvergence.Accept
                });

                Assert.All(solution.Report.Samples, s => Assert.NotEqual(SolveStatus.Converged, s.Status));
                // And what comes back has the residual that is reported: that of the equation, not of its rounding.
                Assert.All(solution.Report.Samples, s => Assert.InRange(s.Residual, 1.5, 5));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_GuessThatIsASolution_IsConvergedAtOnce(string name, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor half = full(1, 0.5, type);
        var problem = new FixedPointProblem((z, given) => [z[0] * half + given[0]], [full([3, 4], 2, type)]) { Given = [ones(3, 4, type)] };
        SolveReport report = Equilibrium.Solve(problem, new SolveOptions { Solver = Problems.Solver(name) }).Report;

        Assert.Equal((SolveStatus.Converged, 0), (report.Status, report.Iterations));
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void Solve_AnyScale_IsSolvedToTheRelativeTolerance(string name, ScalarType type, double scale)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(51);
        Tensor matrix = randn(6, 6, dtype: float64);
        matrix = matrix * 0.6 / linalg.norm(matrix, 2);
        Tensor offset = randn(3, 6, dtype: float64);
        Tensor expected = linalg.solve(eye(6, dtype: float64) - matrix, offset.t()).t();
        Tensor leaf = (offset * scale).to_type(type).requires_grad_(true);
        var options = new SolveOptions { Solver = Problems.Solver(name), Tolerance = 0, RelativeTolerance = 1e-5, MaxIterations = 100 };

        Solution solution = Equilibrium.Solve(Problems.Affine(matrix.to_type(type), leaf), options);

        Assert.Equal(SolveStatus.Converged, solution.Report.Status);
        Tensor error = (solution.Value.to_type(float64) / scale) - expected;
        Assert.InRange(error.norm().item<double>() / expected.norm().item<double>(), 0, 1e-4);

        // The backward solve for an incoming gradient of that scale.
        Tensor incoming = (offset * scale).to_type(type);
        Tensor exact = linalg.solve((eye(6, dtype: float64) - matrix).t(), offset.t()).t();
        solution.Value.backward([incoming]);
        Assert.Equal(SolveStatus.Converged, solution.Report.Backward!.Status);
        Tensor gradientError = (leaf.grad!.to_type(float64) / scale) - exact;
        Assert.InRange(gradientError.norm().item<double>() / exact.norm().item<double>(), 0, 1e-4);
    }
}
