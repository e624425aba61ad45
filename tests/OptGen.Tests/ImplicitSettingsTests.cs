using OptGen.FixedPoint;
using OptGen.Tests.Declared;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Every setting of [Implicit] changes what the generated module does.</summary>
public sealed class ImplicitSettingsTests
{
    private static readonly Solved Usual = Run(new SolvedByDefault(), n => n.Implicit);

    [Fact]
    public void NoAttribute_HasTheDefaults()
    {
        using var module = new SolvedByDefault();

        Assert.Equal(new SolveOptions(), module.Implicit.Options);
        Assert.Equal(SolveStatus.Converged, Usual.Report.Status);
        Assert.Equal(SolveStatus.Converged, Usual.Report.Backward!.Status);
    }

    [Fact]
    public void Solver_Picard_TakesMoreIterations() => Assert.True(Run(new SolvedBySolver(), n => n.Implicit).Report.Iterations > Usual.Report.Iterations + 5);

    [Fact]
    public void Damping_OfPicard_ChangesTheIterations()
    {
        using var module = new SolvedWithDamping();

        Assert.Equal(0.5, module.Implicit.Options.Solver.Damping);
        Assert.NotEqual(Run(new SolvedBySolver(), n => n.Implicit).Report.Iterations, Run(module, n => n.Implicit).Report.Iterations);
    }

    [Fact]
    public void Tolerance_Coarse_EndsEarlier() => AssertEndsEarlier(Run(new SolvedWithTolerance(), n => n.Implicit).Report, r => r.Residual);

    [Fact]
    public void RelativeTolerance_Coarse_EndsEarlier() => AssertEndsEarlier(Run(new SolvedWithRelativeTolerance(), n => n.Implicit).Report, r => r.RelativeResidual);

    [Fact]
    public void MaxIterations_TooFew_EndsThereAndWarns()
    {
        Solved solved = Run(new SolvedWithMaxIterations(), n => n.Implicit);

        Assert.Equal((2, SolveStatus.MaxIterationsReached), (solved.Report.Iterations, solved.Report.Status));
        Assert.Contains(solved.Log, l => l.Contains("SolvedWithMaxIterations", StringComparison.Ordinal));
    }

    [Fact]
    public void OnNonConvergence_Throw_Throws()
    {
        SolveFailedException failure = Assert.Throws<SolveFailedException>(() => Run(new SolvedOrThrown(), n => n.Implicit));

        Assert.Contains("SolvedOrThrown", failure.Message, StringComparison.Ordinal);
        Assert.Contains("x_<k+1>", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnNonConvergence_Accept_SaysNothing()
    {
        Solved solved = Run(new SolvedOrAccepted(), n => n.Implicit);

        Assert.Equal(SolveStatus.MaxIterationsReached, solved.Report.Status);
        Assert.Empty(solved.Log);
    }

    [Fact]
    public void CoupledSamples_JudgesTheBatchAsOne()
    {
        Assert.Equal(2, Usual.Report.Samples.Count);
        Assert.Single(Run(new SolvedTogether(), n => n.Implicit).Report.Samples);
    }

    [Fact]
    public void BackwardSolver_Picard_TakesMoreIterations()
    {
        SolveReport report = Run(new SolvedBackwardBySolver(), n => n.Implicit).Report;

        Assert.Equal(Usual.Report.Iterations, report.Iterations);
        Assert.True(report.Backward!.Iterations > Usual.Report.Backward!.Iterations);
    }

    [Fact]
    public void BackwardTolerance_Coarse_EndsEarlier()
    {
        SolveReport report = Run(new SolvedBackwardWithTolerance(), n => n.Implicit).Report;

        Assert.Equal(0.5, report.Backward!.RelativeTolerance);
        Assert.True(report.Backward.Iterations < Usual.Report.Backward!.Iterations);
    }

    [Fact]
    public void BackwardMaxIterations_One_EndsThere()
    {
        SolveReport report = Run(new SolvedBackwardWithMaxIterations(), n => n.Implicit).Report;

        Assert.Equal(SolveStatus.Converged, report.Status);
        Assert.Equal((1, SolveStatus.MaxIterationsReached), (report.Backward!.Iterations, report.Backward.Status));
    }

    [Fact]
    public void Gradient_JacobianFree_IsThatOfOneEvaluation()
    {
        Solved solved = Run(new SolvedJacobianFree(), n => n.Implicit);

        Assert.Null(solved.Report.Backward);
        // The input is added to the operator's value, so one evaluation passes the gradient on as it is.
        Assert.Equal(Enumerable.Repeat(1.0, 6), solved.Gradient);
        Assert.True(Distance(solved, Usual) > 0.1);
    }

    [Fact]
    public void Gradient_Unrolled_AgreesWithoutABackwardSolve()
    {
        Solved solved = Run(new SolvedUnrolled(), n => n.Implicit);

        Assert.Null(solved.Report.Backward);
        Assert.InRange(Distance(solved, Usual), 1e-12, 0.05);
    }

    [Fact]
    public void Gradient_Phantom_LiesBetween() =>
        Assert.InRange(Distance(Run(new SolvedPhantom(), n => n.Implicit), Usual), 1e-3, Distance(Run(new SolvedJacobianFree(), n => n.Implicit), Usual));

    [Fact]
    public void PhantomSteps_Fewer_ChangeTheGradient() =>
        Assert.True(Distance(Run(new SolvedPhantomSteps(), n => n.Implicit), Run(new SolvedPhantom(), n => n.Implicit)) > 0.01);

    [Fact]
    public void PhantomDamping_None_ChangesTheGradient() =>
        Assert.True(Distance(Run(new SolvedPhantomDamping(), n => n.Implicit), Run(new SolvedPhantom(), n => n.Implicit)) > 0.01);

    [Fact]
    public void Options_SetOnTheModule_HoldFromTheNextPassOn()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new SolvedByDefault();
        module.Implicit.Options = module.Implicit.Options with { MaxIterations = 1, OnNonConvergence = NonConvergence.Accept };

        module.call(ones(2, 3, dtype: float64));

        Assert.Equal(1, module.Implicit.Reports[0].Iterations);
    }

    private static void AssertEndsEarlier(SolveReport report, Func<SolveReport, double> residual)
    {
        Assert.Equal(SolveStatus.Converged, report.Status);
        Assert.True(report.Iterations < Usual.Report.Iterations);
        Assert.InRange(residual(report), 1e-3, 0.5);
    }

    private static double Distance(Solved a, Solved b) => a.Gradient.Zip(b.Gradient, (x, y) => Math.Abs(x - y)).Max();

    private static Solved Run<T>(T module, Func<T, ImplicitSolve> implicitOf)
        where T : Module<Tensor, Tensor>
    {
        using DisposeScope scope = NewDisposeScope();
        ImplicitSolve solves = implicitOf(module);
        var log = new List<string>();
        solves.Log = log.Add;
        Tensor input = tensor(new[] { 1.0, -0.5, 0.3, 0.2, 0.9, -1.1 }).view(2, 3).requires_grad_();
        Tensor gradient = autograd.grad([module.call(input).sum()], [input])[0];
        return new Solved(Assert.Single(solves.Reports), [.. gradient.reshape(-1).data<double>()], log);
    }

    private sealed record Solved(SolveReport Report, double[] Gradient, List<string> Log);
}
