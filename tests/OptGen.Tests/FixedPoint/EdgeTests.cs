using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.FixedPoint;

/// <summary>Solves at the edges: nothing to do, nothing that can be done, and samples that differ.</summary>
public sealed class EdgeTests
{
    public static TheoryData<string> Solvers => [.. Problems.Solvers];

    private static SolveOptions Accepting(string solver) => new() { Solver = Problems.Solver(solver), OnNonConvergence = NonConvergence.Accept };

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_OneSampleNotANumber_SparesTheOthers(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        // Row 1 fails at once, row 2 after the first step, the others are solved by 2.
        Tensor offset = tensor(new[] { 1.0, double.NaN, 1.0, 1.0 }, [4, 1]).expand(4, 3).contiguous();
        int calls = 0;
        var problem = new FixedPointProblem(
            (z, given) =>
            {
                calls++;
                Tensor value = z[0].mul(0.5).add(given[0]);
                return [value.masked_fill((given[1] > 0).logical_and(z[0] != 0), double.NaN)];
            },
            [zeros(4, 3, dtype: float64)]) { Given = [offset, tensor(new double[] { 0, 0, 1, 0 }, [4, 1])] };

        Solution solution = Equilibrium.Solve(problem, Accepting(name));

        // Newton's method looks at the Jacobian before it steps, sees that it is none, and stays.
        SolveStatus third = name == nameof(NewtonKrylovSolver) ? SolveStatus.MaxIterationsReached : SolveStatus.NonFinite;
        Assert.Equal([SolveStatus.Converged, SolveStatus.NonFinite, third, SolveStatus.Converged], solution.Report.Samples.Select(s => s.Status));
        Assert.Equal(SolveStatus.NonFinite, solution.Report.Status);
        Assert.Equal(0, solution.Value[1].abs().max().item<double>());
        Assert.Equal(0, solution.Value[2].abs().max().item<double>());
        Assert.Equal(2, solution.Value[0].min().item<double>(), 1e-4);
        Assert.Equal(2, solution.Value[3].max().item<double>(), 1e-4);
        Assert.Equal(double.PositiveInfinity, solution.Report.Samples[1].Residual);
        Assert.Equal(calls, solution.Report.FunctionEvaluations);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Picard_Overflow_ReturnsAFiniteIterate(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        var problem = new FixedPointProblem((z, _) => [z[0].square().add(2).mul(10)], [ones(2, 3, dtype: type)]);
        Solution solution = Equilibrium.Solve(problem, Accepting(nameof(PicardSolver)) with { MaxIterations = 200 });

        Assert.Equal(SolveStatus.NonFinite, solution.Report.Status);
        Assert.True(solution.Report.Iterations < 200);
        Assert.Equal(6, solution.Value.sum().to_type(ScalarType.Float64).item<double>());
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_ZeroIterations_JudgesAndReturnsTheGuess(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor offset = ones(2, 3, dtype: float64);
        Tensor matrix = 0.5 * eye(3, dtype: float64);
        SolveOptions options = Accepting(name) with { MaxIterations = 0 };
        Solution guess = Equilibrium.Solve(Problems.Affine(matrix, offset), options);
        Solution solved = Equilibrium.Solve(Problems.Affine(matrix, offset) with { Guess = [2 * ones(2, 3, dtype: float64)] }, options);

        Assert.Equal(SolveStatus.MaxIterationsReached, guess.Report.Status);
        Assert.Equal(0, guess.Value.abs().max().item<double>());
        Assert.Equal(1, guess.Report.FunctionEvaluations);
        Assert.Equal(Math.Sqrt(3), guess.Report.Residual, 1e-12);
        Assert.Equal(SolveStatus.Converged, solved.Report.Status);
        Assert.Equal(0, solved.Report.Iterations);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_BatchOfOne_EqualsItsRowInABatch(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(21);
        using var cell = new Cell(6, 4, 0.8);
        Tensor input = randn(5, 4, dtype: float64);
        using IDisposable off = no_grad();
        Solution all = Equilibrium.Solve(Problems.Of(cell, input, zeros(5, 6, dtype: float64)), Problems.Tight(Problems.Solver(name)));
        for (int row = 0; row < 5; row++)
        {
            Tensor own = input.narrow(0, row, 1);
            Solution one = Equilibrium.Solve(Problems.Of(cell, own, zeros(1, 6, dtype: float64)), Problems.Tight(Problems.Solver(name)));
            Assert.InRange((one.Value[0] - all.Value[row]).abs().max().item<double>(), 0, 1e-12);
            Assert.Single(one.Report.Samples);
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_EmptyBatch_IsSolved(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var cell = new Cell(6, 4, 0.8);
        Tensor input = zeros([0, 4], dtype: float64).requires_grad_(true);
        Solution solution = Equilibrium.Solve(Problems.Of(cell, input, zeros(0, 6, dtype: float64)), Problems.Tight(Problems.Solver(name)));

        Assert.Equal([0, 6], solution.Value.shape);
        Assert.Equal(SolveStatus.Converged, solution.Report.Status);
        solution.Value.sum().backward();
        Assert.Equal(0, cell.parameters().First().grad!.abs().sum().item<double>());
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_EmptyBatchOfSeveralUnknowns_IsSolved(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var first = new Cell(5, 7, 0.5);
        using var second = new Cell(4, 5, 0.5);
        Tensor input = zeros([0, 3], dtype: float64).requires_grad_(true);
        Solution solution = Equilibrium.Solve(Problems.Pair(first, second, input, 5, 4), Problems.Tight(Problems.Solver(name)));

        Assert.Equal([0, 2, 2], solution.Values[1].shape);
        (solution.Values[0].sum() + solution.Values[1].sum()).backward();
        Assert.Equal(0, first.parameters().First().grad!.abs().sum().item<double>());
    }

    [Fact]
    public void Solve_GivenWithAsManyRowsAsSamplesRemain_StaysWhole()
    {
        using DisposeScope scope = NewDisposeScope();
        // Samples end by halves, 8, 4 and 2 remain; what all of them read has 4 rows.
        Tensor slope = tensor(new[] { 0, 0, 0, 0, 0.5, 0.5, 0.9, 0.9 }, [8, 1]);
        Tensor table = arange(4, dtype: float64).reshape(4, 1);
        var problem = new FixedPointProblem((z, given) => [z[0].mul(given[0]).add(given[1].sum())], [zeros(8, 3, dtype: float64)]) { Given = [slope, table] };
        Solution solution = Equilibrium.Solve(problem, Problems.Tight(new PicardSolver()));

        Assert.True(solution.Report.SampleEvaluations < 5 * solution.Report.FunctionEvaluations);
        Assert.InRange((solution.Value - (6 / (1 - slope))).abs().max().item<double>(), 0, 1e-11);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_VectorAndNumber_AreOneSample(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Solution vector = Equilibrium.Solve(
            new FixedPointProblem((z, _) => [z[0].cos()], [zeros(3, dtype: float64)]), Problems.Tight(Problems.Solver(name)));
        Solution number = Equilibrium.Solve(
            new FixedPointProblem((z, _) => [z[0].cos()], [zeros([], dtype: float64)]), Problems.Tight(Problems.Solver(name)));

        Assert.Equal(0.739085133215160641655, vector.Value[2].item<double>(), 1e-12);
        Assert.Equal(0.739085133215160641655, number.Value.item<double>(), 1e-12);
        Assert.Single(vector.Report.Samples);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Solve_HalfSolvedAlready_FreezesAndSparesIt(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(22);
        using var cell = new Cell(6, 4, 0.9);
        Tensor input = randn(8, 4, dtype: float64);
        SolveOptions options = Problems.Tight(Problems.Solver(name));
        using IDisposable off = no_grad();
        Tensor known = Equilibrium.Solve(Problems.Of(cell, input, zeros(8, 6, dtype: float64)), options with { Tolerance = 1e-14 }).Value;
        Tensor guess = known.clone();
        guess.narrow(0, 0, 4).zero_();

        Solution solution = Equilibrium.Solve(Problems.Of(cell, input, guess), options);

        Assert.Equal(SolveStatus.Converged, solution.Report.Status);
        Assert.All(solution.Report.Samples.Skip(4), s => Assert.Equal(0, s.Iterations));
        Assert.All(solution.Report.Samples.Take(4), s => Assert.True(s.Iterations > 1));
        Assert.True(solution.Value.narrow(0, 4, 4).Equals(known.narrow(0, 4, 4)));
        Assert.InRange((solution.Value - known).abs().max().item<double>(), 0, 1e-12);
        // The four that are done take part in the first evaluation only.
        Assert.True(solution.Report.SampleEvaluations <= 8 + (4 * (solution.Report.FunctionEvaluations - 1)));
    }

    [Fact]
    public void NewtonKrylov_ASampleThatIsExactAlready_CostsNoEvaluations()
    {
        using DisposeScope scope = NewDisposeScope();
        using var cell = new Cell(6, 4, 0.9);
        Tensor input = randn(5, 4, dtype: float64);
        SolveOptions options = Problems.Tight(new NewtonKrylovSolver()) with { Tolerance = 1e-11 };
        using IDisposable off = no_grad();
        Solution all = Equilibrium.Solve(Problems.Of(cell, input, zeros(5, 6, dtype: float64)), options with { Tolerance = 1e-15, OnNonConvergence = NonConvergence.Accept });
        Tensor guess = zeros(5, 6, dtype: float64);
        guess.narrow(0, 0, 2).copy_(all.Value.narrow(0, 0, 2));

        // Two of five are no half, so that they stay.
        int some = Equilibrium.Solve(Problems.Of(cell, input, guess), options).Report.FunctionEvaluations;
        int none = Equilibrium.Solve(Problems.Of(cell, input.narrow(0, 2, 3), zeros(3, 6, dtype: float64)), options).Report.FunctionEvaluations;

        Assert.InRange(some, none, none + 2);
    }

    [Fact]
    public void Solve_Float32_ReachesItsPrecision()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(23);
        using var cell = new Cell(32, 8, 0.9, ScalarType.Float32);
        Tensor input = randn(16, 8);
        foreach (string name in Problems.Solvers)
        {
            Solution solution = Equilibrium.Solve(
                Problems.Of(cell, input, zeros(16, 32)),
                new SolveOptions { Solver = Problems.Solver(name), Tolerance = 0, RelativeTolerance = 1e-6, MaxIterations = 300 });
            Assert.True(solution.Report.Status == SolveStatus.Converged, $"{name}: {solution.Report}");
        }
    }

    [Fact]
    public void Solve_CoupledSamples_JudgesThemAsOne()
    {
        using DisposeScope scope = NewDisposeScope();
        // Each row is pulled to the mean of all: only together do the equations mean anything.
        FixedPointMap map = (z, given) => [z[0].mean([0], keepdim: true).mul(0.5).add(given[0])];
        Tensor offset = arange(8, dtype: float64).reshape(4, 2);
        Solution solution = Equilibrium.Solve(
            new FixedPointProblem(map, [zeros(4, 2, dtype: float64)]) { Given = [offset] },
            Problems.Tight(new AndersonSolver()) with { CoupledSamples = true });

        Assert.Single(solution.Report.Samples);
        // With m the mean, m = m/2 + mean(c).
        Tensor expected = offset + offset.mean([0], keepdim: true);
        Assert.InRange((solution.Value - expected).abs().max().item<double>(), 0, 1e-11);
    }

    [Fact]
    public void Solve_BatchNormInTraining_CouplesTheSamples()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential module = Sequential(Linear(3, 3), BatchNorm1d(3), Tanh());
        Tensor input = randn(6, 3);
        var problem = new FixedPointProblem((z, given) => [module.call(z[0]).mul(0.2).add(given[0])], [zeros(6, 3)]) { Given = [input], Modules = [module] };
        using IDisposable off = no_grad();

        Assert.Single(Equilibrium.Solve(problem).Report.Samples);
        module.eval();
        Assert.Equal(6, Equilibrium.Solve(problem).Report.Samples.Count);
        module.named_children().Single(c => c.module is BatchNorm1d).module.train();
        Assert.Single(Equilibrium.Solve(problem).Report.Samples);
    }

    [Fact]
    public void Solve_BatchNormWithoutStatisticsOfItsOwn_CouplesTheSamplesInEvaluationToo()
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNorm1d module = BatchNorm1d(3, track_running_stats: false);
        module.eval();
        var problem = new FixedPointProblem((z, given) => [module.call(z[0]).mul(0.2).add(given[0])], [zeros(6, 3)]) { Given = [randn(6, 3)], Modules = [module] };
        using IDisposable off = no_grad();

        Assert.Single(Equilibrium.Solve(problem).Report.Samples);
    }

    [Fact]
    public void Solve_WrongShapeTypeOrCount_IsSaid()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor guess = zeros(2, 3);
        Assert.Equal(
            "The equations gave a tensor of shape [2, 1] for unknown 1, whose guess has shape [2, 3]; an iterate must keep its shape.",
            Message(new FixedPointProblem((z, _) => [z[0].narrow(1, 0, 1)], [guess])));
        Assert.Equal(
            "The equations gave a tensor of Float64 for unknown 1, whose guess is of Float32; an iterate must keep its type.",
            Message(new FixedPointProblem((z, _) => [z[0].to_type(ScalarType.Float64)], [guess])));
        Assert.Equal(
            "The equations gave 2 tensors for 1 unknowns; they must give one for each.",
            Message(new FixedPointProblem((z, _) => [z[0], z[0]], [guess])));

        static string Message(FixedPointProblem problem) => Assert.Throws<InvalidOperationException>(() => Equilibrium.Solve(problem)).Message;
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Solve_ResultIsWrittenTo_LeavesTheGuessAlone(bool records, bool unrolls)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = set_grad_enabled(records);
        // It is the solution already, as where a training step begins with the last one's.
        Tensor guess = 2 * ones(2, 3, dtype: float64), offset = ones(2, 3, dtype: float64, requires_grad: records);
        SolveOptions options = Problems.Tight(new AndersonSolver(), unrolls ? new UnrolledAdjoint() : null);
        Tensor value = Equilibrium.Solve(new FixedPointProblem((z, given) => [z[0].mul(0.5).add(given[0])], [guess]) { Given = [offset] }, options).Value;
        using (no_grad())
            value.add_(1);

        Assert.Equal(12, guess.sum().item<double>());
        Assert.Equal(18, value.sum().item<double>());
    }

    [Fact]
    public void Solve_EquationsGiveNull_IsSaid()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (FixedPointMap map in new FixedPointMap[] { (_, _) => null!, (_, _) => [null!] })
        {
            InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Equilibrium.Solve(new FixedPointProblem(map, [zeros(2, 3)])));
            Assert.Equal("The equations gave null; they must give a tensor for each unknown.", exception.Message);
        }
    }

    [Fact]
    public void Solve_OperatorRefusesTheGuess_SaysWhichShapeItHas()
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear operation = Linear(16, 16);
        var solve = new ImplicitSolve("Net");
        var failure = Assert.Throws<NetworkException>(
            () => solve.Solve(3, "z", new FixedPointProblem((z, _) => [operation.call(z[0])], [zeros(5, 2)])));

        Assert.StartsWith("The equations of layer 3 of Net could not be evaluated where the solve for z begins, at shape [5, 2]: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Where an unknown has another shape, state its first value, as in z_0 = stem(u).", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.InnerException);
    }

    [Fact]
    public void Solve_GuessThatCannotBeSolvedFor_IsSaid()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.StartsWith(
            "The unknowns have the element type Int64; only floating-point numbers can be solved for.",
            Assert.Throws<ArgumentException>(() => Equilibrium.Solve(new FixedPointProblem((z, _) => z, [zeros(2, 3, dtype: int64)]))).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "There is nothing to solve for; give a guess for at least one unknown.",
            Assert.Throws<ArgumentException>(() => Equilibrium.Solve(new FixedPointProblem((z, _) => z, []))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_MapThrows_ReachesTheCallerAndLeavesNoTensor()
    {
        using Tensor guess = zeros(2, 3);
        using DisposeScope scope = NewDisposeScope();
        int calls = 0;
        var problem = new FixedPointProblem((z, _) => ++calls == 3 ? throw new FormatException("third call") : [z[0].mul(0.5).add(1)], [guess]);

        Assert.Equal("third call", Assert.Throws<FormatException>(() => Equilibrium.Solve(problem)).Message);
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Solve_MapReturnsItsArgument_IsAFixedPointAtOnce()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor guess = ones(2, 3);
        Solution solution = Equilibrium.Solve(new FixedPointProblem((z, _) => z, [guess]));

        Assert.Equal(SolveStatus.Converged, solution.Report.Status);
        Assert.False(guess.IsInvalid);
        Assert.Equal(6, solution.Value.sum().item<float>());
    }

    [Fact]
    public void Picard_SmallGuessWithASmallResidual_EndsWhereTheRelativeToleranceIsMet()
    {
        using DisposeScope scope = NewDisposeScope();
        // From 1e-3 the residual grows with the iterate at first: 3e-3, ...; at 1e6 it is below a hundred-thousandth of it, and above 3e-3.
        var problem = new FixedPointProblem((z, _) => [where(z[0] < 1e5, z[0].mul(4), z[0].add(1))], [full([1, 1], 1e-3, dtype: float64)]);
        Solution solution = Equilibrium.Solve(problem, new SolveOptions { Solver = new PicardSolver(), Tolerance = 0, RelativeTolerance = 1e-5 });

        Assert.Equal(SolveStatus.Converged, solution.Report.Status);
        Assert.InRange(solution.Value.item<double>(), 1e5, 1e6);
        Assert.Equal(1, solution.Report.Residual, 1e-9);
    }
}
