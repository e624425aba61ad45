using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.FixedPoint;

/// <summary>What a solve says of itself, and what happens when it fails.</summary>
public sealed class ReportTests
{
    private static readonly SolveOptions Few = new() { Solver = new PicardSolver(), MaxIterations = 3, Tolerance = 1e-6, RelativeTolerance = 1e-5 };

    private static FixedPointProblem Halving(Tensor offset) => new((z, given) => [z[0].mul(0.5).add(given[0])], [zeros_like(offset)]) { Given = [offset] };

    [Fact]
    public void Report_OfPicard_HoldsItsTrace()
    {
        using DisposeScope scope = NewDisposeScope();
        Solution solution = Equilibrium.Solve(Halving(ones(4, 1, dtype: float64)), Few with { OnNonConvergence = NonConvergence.Accept });

        // z = 0, 1, 1.5, 1.75: residuals 1, 1/2, 1/4, 1/8.
        Assert.Equal([1, 0.5, 0.25, 0.125], solution.Report.ResidualTrace);
        Assert.Equal(3, solution.Report.Iterations);
        Assert.Equal(4, solution.Report.FunctionEvaluations);
        Assert.Equal(16, solution.Report.SampleEvaluations);
        Assert.Equal(0.125 / 1.875, solution.Report.RelativeResidual, 1e-15);
        Assert.Equal(
            "MaxIterationsReached after 3 of 3 iterations and 4 evaluations: 0 of 4 samples converged, the greatest residual is 0.125 (tolerance 1E-06), relative 0.0667 (tolerance 1E-05).",
            solution.Report.ToString());
    }

    [Theory]
    [InlineData(0.2, 0, 3)]
    [InlineData(0, 0.2, 2)]
    [InlineData(0.2, 0.2, 2)]
    public void Report_EitherTolerance_Ends(double tolerance, double relative, int iterations)
    {
        using DisposeScope scope = NewDisposeScope();
        // Relative residuals: 1, 1/3, 1/7, 1/15.
        Solution solution = Equilibrium.Solve(
            Halving(ones(4, 1, dtype: float64)), new SolveOptions { Solver = new PicardSolver(), Tolerance = tolerance, RelativeTolerance = relative });

        Assert.Equal(iterations, solution.Report.Iterations);
        Assert.Equal(SolveStatus.Converged, solution.Report.Status);
    }

    [Fact]
    public void Warn_EveryFailureIsAnEvent_OneInManyIsLogged()
    {
        using DisposeScope scope = NewDisposeScope();
        var lines = new List<string>();
        int events = 0, solved = 0;
        var solve = new ImplicitSolve("Net", Few with { WarnEvery = 3 }) { Log = lines.Add };
        solve.NotConverged += (_, e) => events += e.Report.Layer == 2 ? 1 : 0;
        solve.Solved += (_, _) => solved++;
        for (int i = 0; i < 7; i++)
        {
            solve.Begin();
            solve.Solve(2, "x_<k+1>", Halving(ones(4, 1)));
        }

        Assert.Equal((7, 7, 3), (events, solved, lines.Count));
        Assert.Equal(
            "Layer 2 of Net was not solved for x_<k+1> in 4 of 4 samples: 3 of 3 iterations were not enough, and the greatest residual is 0.125 (tolerance 1E-06), relative 0.0667 (tolerance 1E-05). Try a higher MaxIterations, a Damping below 1, another Solver such as NewtonKrylovSolver, or an operator with a smaller Lipschitz bound (Lipschitz.Bound).",
            lines[0]);
        Assert.Equal("x_<k+1>", Assert.Single(solve.Reports).Unknowns);
    }

    [Fact]
    public void Warn_ForwardAndBackwardFailInTurn_LogsBoth()
    {
        using DisposeScope scope = NewDisposeScope();
        var lines = new List<string>();
        SolveOptions options = Few with { WarnEvery = 2, Adjoint = new ImplicitAdjoint { MaxIterations = 2 } };
        var solve = new ImplicitSolve("Net", options) { Log = lines.Add };
        Tensor offset = ones(4, 1, dtype: float64, requires_grad: true);
        for (int i = 0; i < 3; i++)
            solve.Solve(2, "z", Halving(offset))[0].sum().backward();

        Assert.Equal(["Layer 2", "The gra", "Layer 2", "The gra"], lines.Select(l => l[..7]));
    }

    [Fact]
    public void Warn_NotFinite_AdvisesOtherThanMoreIterations()
    {
        using DisposeScope scope = NewDisposeScope();
        var lines = new List<string>();
        var solve = new ImplicitSolve("Net", Few) { Log = lines.Add };
        solve.Solve(0, "z", Halving(full([2, 1], double.NaN)));

        Assert.Contains("its operator gives values that are not finite", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Contains("Try inputs and weights that are finite", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("MaxIterations", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Warn_ActiveDropout_IsNamedAsTheCause()
    {
        using DisposeScope scope = NewDisposeScope();
        var lines = new List<string>();
        using TorchSharp.Modules.Dropout dropout = nn.Dropout(0.5);
        FixedPointProblem problem = Halving(ones(4, 64)) with { Modules = [dropout] };
        problem = problem with { Map = (z, given) => [dropout.call(z[0]).mul(0.5).add(given[0])] };
        var solve = new ImplicitSolve("Net", Few with { WarnEvery = 1 }) { Log = lines.Add };
        solve.Solve(0, "z", problem);
        dropout.eval();
        solve.Solve(0, "z", problem);

        Assert.Contains("its operator drops elements at random and so is another one at each evaluation", lines[0], StringComparison.Ordinal);
        Assert.Contains("Try dropout outside of what is solved", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("random", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Accept_IsAnEventAndNoLine()
    {
        using DisposeScope scope = NewDisposeScope();
        int events = 0;
        var solve = new ImplicitSolve("Net", Few with { OnNonConvergence = NonConvergence.Accept }) { Log = _ => Assert.Fail("logged") };
        solve.NotConverged += (_, _) => events++;
        solve.Solve(0, "z", Halving(ones(4, 1)));

        Assert.Equal(1, events);
    }

    [Fact]
    public void Throw_NamesTheLayerAndHoldsTheReport()
    {
        using DisposeScope scope = NewDisposeScope();
        var solve = new ImplicitSolve("Net", Few with { OnNonConvergence = NonConvergence.Throw });
        FixedPointProblem problem = Halving(ones(4, 1));
        int before = scope.DisposablesCount;
        var failure = Assert.Throws<SolveFailedException>(() => solve.Solve(5, "z", problem));

        Assert.StartsWith("Layer 5 of Net was not solved for z in 4 of 4 samples: 3 of 3 iterations were not enough", failure.Message, StringComparison.Ordinal);
        Assert.Equal(SolveStatus.MaxIterationsReached, failure.Report.Status);
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Fact]
    public void Converged_IsNoFailure()
    {
        using DisposeScope scope = NewDisposeScope();
        var solve = new ImplicitSolve("Net") { Log = _ => Assert.Fail("logged") };
        solve.NotConverged += (_, _) => Assert.Fail("event");
        solve.Solve(0, "z", Halving(ones(4, 1)));

        Assert.Equal(SolveStatus.Converged, Assert.Single(solve.Reports).Status);
    }

    [Fact]
    public void Backward_OwnLimits_OwnReport()
    {
        using DisposeScope scope = NewDisposeScope();
        var solve = new ImplicitSolve("Net", new SolveOptions { Adjoint = new ImplicitAdjoint { Solver = new PicardSolver(), MaxIterations = 4, RelativeTolerance = 1e-3 } });
        var lines = new List<string>();
        solve.Log = lines.Add;
        Tensor offset = ones(4, 1, dtype: float64, requires_grad: true);
        solve.Solve(1, "z", Halving(offset))[0].sum().backward();

        SolveReport backward = Assert.Single(solve.Reports).Backward!;
        Assert.Equal((4, 4, 5), (backward.Iterations, backward.MaxIterations, backward.FunctionEvaluations));
        Assert.Equal(SolveStatus.MaxIterationsReached, backward.Status);
        Assert.StartsWith("The gradient of layer 1 of Net was not solved for z in 4 of 4 samples: 4 of 4 iterations", Assert.Single(lines), StringComparison.Ordinal);
        // The Neumann series 1 + 1/2 + 1/4 + 1/8 + 1/16, begun at its first term.
        Assert.Equal(31.0 / 16, offset.grad![0, 0].item<double>(), 1e-15);
    }

    [Theory]
    [InlineData(nameof(AndersonSolver))]
    [InlineData(nameof(NewtonKrylovSolver))]
    public void Backward_GradientWhoseSquareIsLost_IsSolved(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var cell = new Cell(6, 4, 0.9, ScalarType.Float32);
        var solve = new ImplicitSolve("Net", new SolveOptions { Solver = Problems.Solver(name) });
        Tensor input = randn(3, 4).requires_grad_(true);
        Tensor value = solve.Solve(0, "z", Problems.Of(cell, input, zeros(3, 6)))[0];
        // What a sample that is classified beyond doubt gives back.
        value.backward(new[] { tensor(new[] { 1, 3e-21f, 0 }, [3, 1]).expand(3, 6).contiguous() });

        SolveReport backward = Assert.Single(solve.Reports).Backward!;
        Assert.Equal(SolveStatus.Converged, backward.Status);
        Assert.InRange(backward.Iterations, 1, 20);
    }

    [Fact]
    public void Backward_OfAFailedForward_IsInItsReport()
    {
        using DisposeScope scope = NewDisposeScope();
        var solve = new ImplicitSolve("Net", Few with { OnNonConvergence = NonConvergence.Accept });
        Tensor offset = ones(4, 1, dtype: float64, requires_grad: true);
        solve.Solve(1, "z", Halving(offset))[0].sum().backward();

        Assert.NotNull(Assert.Single(solve.Reports).Backward);
    }

    [Fact]
    public void Backward_FailureToBeThrown_IsThrownByTheNextForward()
    {
        using DisposeScope scope = NewDisposeScope();
        var options = new SolveOptions
        {
            OnNonConvergence = NonConvergence.Throw,
            Adjoint = new ImplicitAdjoint { Solver = new PicardSolver(), MaxIterations = 2 }
        };
        var solve = new ImplicitSolve("Net", options);
        Tensor offset = ones(4, 1, dtype: float64, requires_grad: true);
        solve.Begin();
        solve.Solve(1, "z", Halving(offset))[0].sum().backward();

        Assert.True(offset.grad!.isnan().all().item<bool>());
        Assert.StartsWith("The gradient of layer 1 of Net", Assert.Throws<SolveFailedException>(solve.Begin).Message, StringComparison.Ordinal);
        solve.Begin();
        solve.ThrowIfBackwardFailed();
    }

    [Fact]
    public void SpectralRadius_InInferenceMode_IsTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        using var cell = new Cell(5, 3, 0.8);
        Tensor input = randn(2, 3, dtype: float64);
        double? Radius() => Equilibrium.Solve(Problems.Of(cell, input.mul(1), zeros(2, 5, dtype: float64)), new SolveOptions { SpectralRadiusSteps = 8 }).Report.SpectralRadius;
        double? expected = Radius();
        using IDisposable inference = inference_mode();

        Assert.Equal(expected!.Value, Radius()!.Value, 1e-12);
    }

    [Fact]
    public void SpectralRadius_IsTheGreatestOfAllSamples()
    {
        using DisposeScope scope = NewDisposeScope();
        // Row i has the Jacobian s_i R with R of eigenvalues 0.9 exp(±i) and 0.3.
        double c = 0.9 * Math.Cos(1), s = 0.9 * Math.Sin(1);
        Tensor matrix = tensor(new[] { c, -s, 0, s, c, 0, 0, 0, 0.3 }, [3, 3]);
        Tensor scale = tensor(new[] { 0.5, 1.0, 0.1 }, [3, 1]);
        var problem = new FixedPointProblem((z, given) => [z[0].matmul(given[1]).mul(given[0]).add(1)], [zeros(3, 3, dtype: float64)])
        {
            Given = [scale],
            Shared = [matrix]
        };
        Solution solution = Equilibrium.Solve(problem, new SolveOptions { SpectralRadiusSteps = 60 });

        Assert.Equal(0.9, solution.Report.SpectralRadius!.Value, 0.01);
        Assert.Equal(0.9, Equilibrium.SpectralRadius(problem, solution.Values, 60), 0.01);
        Assert.Null(Equilibrium.Solve(problem).Report.SpectralRadius);
    }

    [Fact]
    public void JacobianPenalty_EstimatesTheFrobeniusNormAndIsDifferentiable()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(31);
        Tensor matrix = (0.2 * randn(5, 5, dtype: float64)).requires_grad_(true);
        FixedPointProblem problem = Problems.Affine(matrix, randn(400, 5, dtype: float64));
        var solve = new ImplicitSolve("Net", new SolveOptions { JacobianPenaltyDraws = 8 });
        solve.Begin();
        solve.Solve(0, "z", problem);
        Tensor penalty = solve.TakeJacobianPenalty();
        Tensor exact = matrix.square().sum() / 5;
        Tensor gradient = autograd.grad([penalty], [matrix])[0];
        Tensor expected = 2 * matrix / 5;

        Assert.Equal(exact.item<double>(), penalty.item<double>(), exact.item<double>() * 0.1);
        Assert.InRange((gradient - expected).norm().item<double>() / expected.norm().item<double>(), 0, 0.15);
        Assert.Equal(
            "Net has no Jacobian penalty: set Options.JacobianPenaltyDraws to 1 or more and run forward with gradients first; each pass gives it once.",
            Assert.Throws<InvalidOperationException>(solve.TakeJacobianPenalty).Message);
    }

    [Fact]
    public void Settings_OutOfRange_AreSaid()
    {
        Assert.StartsWith("Damping is 0; it must be above 0 and at most 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new PicardSolver { Damping = 0 }).Message, StringComparison.Ordinal);
        Assert.StartsWith("Memory is 0; it must be at least 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new AndersonSolver { Memory = 0 }).Message, StringComparison.Ordinal);
        Assert.StartsWith("Tolerance is NaN; it must be at least 0 and finite.", Assert.Throws<ArgumentOutOfRangeException>(() => new SolveOptions { Tolerance = double.NaN }).Message, StringComparison.Ordinal);
        Assert.StartsWith("MaxIterations is -1; it must be at least 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new SolveOptions { MaxIterations = -1 }).Message, StringComparison.Ordinal);
        Assert.StartsWith("RelativeTolerance is 0; it must be above 0 and finite.", Assert.Throws<ArgumentOutOfRangeException>(() => new ImplicitAdjoint { RelativeTolerance = 0 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnSolver_IsAsked()
    {
        using DisposeScope scope = NewDisposeScope();
        Solution solution = Equilibrium.Solve(Halving(ones(4, 1, dtype: float64)), new SolveOptions { Solver = new Averaging(), Tolerance = 1e-9, RelativeTolerance = 0, MaxIterations = 200 });

        Assert.Equal(SolveStatus.Converged, solution.Report.Status);
        Assert.Equal(2, solution.Value[0].item<double>(), 1e-8);
    }

    /// <summary>z := (z + F(z))/2.</summary>
    private sealed record Averaging : FixedPointSolver
    {
        public override SolverRun Start(FixedPointSystem system) => new Run();

        private sealed class Run : SolverRun
        {
            public override NextIterate Propose(EvaluatedIterate at) => new((at.Iterate + at.Value) / 2);

            public override void Keep(Tensor rows, IReadOnlyList<int> numbers)
            {
            }
        }
    }
}
