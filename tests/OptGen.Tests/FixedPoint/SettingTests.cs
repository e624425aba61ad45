using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.FixedPoint;

/// <summary>Every setting of every solver changes what it does.</summary>
public sealed class SettingTests
{
    public static TheoryData<FixedPointSolver, FixedPointSolver> Changes => new()
    {
        { new PicardSolver(), new PicardSolver { Damping = 0.5 } },
        { new AndersonSolver(), new AndersonSolver { Damping = 0.5 } },
        { new AndersonSolver(), new AndersonSolver { Memory = 2 } },
        { new AndersonSolver(), new AndersonSolver { Regularization = 0.1 } },
        { new BroydenSolver(), new BroydenSolver { Damping = 0.5 } },
        { new BroydenSolver(), new BroydenSolver { Memory = 2 } },
        { new NewtonKrylovSolver(), new NewtonKrylovSolver { Damping = 0.5 } },
        { new NewtonKrylovSolver(), new NewtonKrylovSolver { KrylovDimension = 2 } },
        { new NewtonKrylovSolver(), new NewtonKrylovSolver { ForcingTerm = 1e-8 } },
        { new NewtonKrylovSolver(), new NewtonKrylovSolver { MaxHalvings = 0 } }
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Setting_Changed_ChangesTheTrace(FixedPointSolver solver, FixedPointSolver changed)
    {
        IReadOnlyList<double> trace = Trace(solver);

        Assert.Equal(trace, Trace(solver));
        Assert.NotEqual(trace, Trace(changed));
    }

    [Fact]
    public void AndersonOfOne_IsPicard() => Assert.Equal(Trace(new PicardSolver()), Trace(new AndersonSolver { Memory = 1 }));

    [Fact]
    public void LargeMemory_IsNoHarm()
    {
        Assert.NotEmpty(Trace(new AndersonSolver { Memory = 200 }));
        Assert.NotEmpty(Trace(new BroydenSolver { Memory = 200 }));
    }

    /// <summary>The residuals of a solve whose plain and Newton steps overshoot at first.</summary>
    private static IReadOnlyList<double> Trace(FixedPointSolver solver)
    {
        using DisposeScope scope = NewDisposeScope();
        // Its own: other tests draw from the common one at the same time.
        using var generator = new Generator(51);
        Tensor matrix = randn([8, 8], dtype: float64, generator: generator);
        matrix = matrix * 4 / linalg.norm(matrix, 2);
        Tensor offset = randn([3, 8], dtype: float64, generator: generator);
        var problem = new FixedPointProblem(
            (z, given) => [z[0].matmul(given[1]).mul(2).sin().add(given[0])], [5 * ones(3, 8, dtype: float64)]) { Given = [offset], Shared = [matrix] };
        return Equilibrium.Solve(
            problem, new SolveOptions { Solver = solver, MaxIterations = 12, Tolerance = 1e-9, OnNonConvergence = NonConvergence.Accept }).Report.ResidualTrace;
    }
}
