using OptGen.FixedPoint;
using OptGen.Tests.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Tests.Processes;

// What goes wrong: gradients are not numbers then, and the next forward throws.
internal static partial class Scenarios
{
    private static void Anomaly_NothingWrong_GivesGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        using var anomaly = autograd.detect_anomaly();
        Tensor offset = Leaf();
        ImplicitSolve solve = Solver();
        solve.Solve(7, "z", Halving(offset, z => z))[0].sum().backward();
        Equal([full_like(offset, 2)], [offset.grad!], 1e-12);
        solve.Begin();
    }

    private static void Anomaly_OperatorThrows_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        using var anomaly = autograd.detect_anomaly();
        bool fails = false;
        Tensor offset = Leaf();
        ImplicitSolve solve = Solver();
        Tensor value = solve.Solve(7, "z", Halving(offset, z => fails ? throw new FormatException("no") : z))[0];
        fails = true;
        // torch itself refuses gradients that are not numbers then, and says so to the caller of backward.
        Record.Exception(() => value.sum().backward());
        Assert.IsType<FormatException>(Assert.Throws<SolveFailedException>(solve.Begin).InnerException);
    }

    private static void Anomaly_GradientsNotANumber_AreKept()
    {
        using DisposeScope scope = NewDisposeScope();
        using var anomaly = autograd.detect_anomaly();
        bool fails = false;
        Tensor offset = Leaf();
        ImplicitSolve solve = Solver();
        // sqrt's derivative at 0 is infinite, times 0.
        Tensor value = solve.Solve(7, "z", Halving(offset, z => fails ? z + (z.mul(0).sqrt() * 0) : z))[0];
        fails = true;
        Record.Exception(() => value.sum().backward());
        Assert.Throws<SolveFailedException>(solve.Begin);
    }

    private static void Operator_ThrowsInBackward_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        bool fails = false;
        Tensor offset = Leaf();
        ImplicitSolve solve = Solver();
        Tensor value = solve.Solve(7, "z", Halving(offset, z => fails ? throw new FormatException("no") : z))[0];
        fails = true;
        value.sum().backward();
        Assert.IsType<FormatException>(Kept(solve, offset.grad!).InnerException);
    }

    private static void Operator_ThrowsUnderCreateGraph_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        bool fails = false;
        Tensor offset = Leaf();
        ImplicitSolve solve = Solver();
        Tensor value = solve.Solve(7, "z", Halving(offset, z => fails ? throw new FormatException("no") : z))[0];
        fails = true;
        Kept(solve, autograd.grad([value.sum()], [offset], retain_graph: true, create_graph: true)[0]);
    }

    private static void Operator_ThrowsInDoubleBackward_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        bool fails = false;
        Tensor offset = Leaf();
        ImplicitSolve solve = Solver();
        Tensor value = solve.Solve(7, "z", Halving(offset, z => fails ? throw new FormatException("no") : z.sin()))[0];
        Tensor gradient = autograd.grad([value.pow(3).sum()], [offset], retain_graph: true, create_graph: true)[0];
        solve.Begin();
        fails = true;
        Kept(solve, autograd.grad([gradient.sum()], [offset])[0]);
    }

    private static void Operator_OverwritesWhatItsGradientNeeds_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (bool createGraph in new[] { false, true })
        {
            Tensor offset = Leaf();
            ImplicitSolve solve = Solver();
            Tensor value = solve.Solve(7, "z", Halving(offset, z =>
            {
                Tensor saved = z.exp(), result = saved.mul(0.01).mul(saved);
                saved.add_(1);
                return result;
            }))[0];
            Tensor gradient = autograd.grad([value.sum()], [offset], retain_graph: true, create_graph: createGraph)[0];
            Assert.Contains("modified by an inplace operation", Kept(solve, gradient).Message, StringComparison.Ordinal);
        }
    }

    private static void Operator_GivesAnotherShapeInBackward_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        bool fails = false;
        Tensor offset = Leaf();
        ImplicitSolve solve = Solver();
        Tensor value = solve.Solve(7, "z", new FixedPointProblem(
            (z, given) => [fails ? z[0].mul(0.5).narrow(1, 0, 2) : z[0].mul(0.5).add(given[0])], [zeros_like(offset)]) { Given = [offset] })[0];
        fails = true;
        value.sum().backward();
        Kept(solve, offset.grad!);
    }

    private static void Argument_OverwrittenBeforeBackward_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(10);
        using Cell cell = new(4, 4, 0.5);
        Tensor input = Leaf();
        ImplicitSolve solve = Solver();
        Tensor value = solve.Solve(7, "z", Problems.Of(cell, input, zeros(3, 4, dtype: float64)))[0];
        using (no_grad())
            cell.parameters().First().mul_(2);
        value.sum().backward();
        Assert.True(cell.parameters().All(p => p.grad!.isnan().all().item<bool>()));
        Assert.Contains("modified by an inplace operation", Kept(solve, input.grad!).Message, StringComparison.Ordinal);
    }

    private static void Solve_FailsInBackward_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(11);
        using Cell cell = new(4, 4, 0.9);
        Tensor input = Leaf();
        ImplicitSolve solve = Solver(new ImplicitAdjoint { Solver = new PicardSolver(), MaxIterations = 1 });
        solve.Solve(7, "z", Problems.Of(cell, input, zeros(3, 4, dtype: float64)))[0].sum().backward();
        Assert.True(cell.parameters().All(p => p.grad!.isnan().all().item<bool>()));
        Assert.Equal(SolveStatus.MaxIterationsReached, Kept(solve, input.grad!).Report.Status);
    }

    private static void Solve_FailsUnderCreateGraph_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(12);
        using Cell cell = new(4, 4, 0.9);
        Tensor input = Leaf();
        ImplicitSolve solve = Solver(new ImplicitAdjoint { Solver = new PicardSolver(), MaxIterations = 1 });
        Tensor value = solve.Solve(7, "z", Problems.Of(cell, input, zeros(3, 4, dtype: float64)))[0];
        Tensor gradient = autograd.grad([value.sum()], [input], retain_graph: true, create_graph: true)[0];
        Assert.Equal(SolveStatus.MaxIterationsReached, Kept(solve, gradient).Report.Status);
    }

    private static void Handler_ThrowsInBackward_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor offset = Leaf();
        ImplicitSolve solve = Solver();
        Tensor value = solve.Solve(7, "z", Halving(offset, z => z))[0];
        solve.Solved += (_, _) => throw new OperationCanceledException();
        value.sum().backward();
        Assert.IsType<OperationCanceledException>(Kept(solve, offset.grad!).InnerException);
    }

    private static void Penalty_OperatorRefuses_Throws()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor offset = Leaf();
        FixedPointProblem problem = Halving(offset, z =>
        {
            Tensor saved = z.exp(), result = saved.mul(0.01).mul(saved);
            saved.add_(1);
            return result;
        });
        Assert.Contains(
            "modified by an inplace operation",
            Assert.Throws<InvalidOperationException>(() => Equilibrium.JacobianPenalty(problem, [zeros(3, 4, dtype: float64)])).Message,
            StringComparison.Ordinal);
    }

    private static void ByHand_OperatorThrows_IsThrownByTheSolution()
    {
        using DisposeScope scope = NewDisposeScope();
        bool fails = false;
        Tensor offset = Leaf();
        Solution solution = Equilibrium.Solve(Halving(offset, z => fails ? throw new FormatException("no") : z), Problems.Tight(new PicardSolver()));
        solution.ThrowIfBackwardFailed();
        fails = true;
        solution.Value.sum().backward();
        Assert.True(offset.grad!.isnan().all().item<bool>());
        Assert.IsType<FormatException>(Assert.Throws<SolveFailedException>(solution.ThrowIfBackwardFailed).InnerException);
        solution.ThrowIfBackwardFailed();
    }

    private static void ByHand_ErrorOutputThrows_IsKept()
    {
        using DisposeScope scope = NewDisposeScope();
        bool fails = false;
        Tensor offset = Leaf();
        Solution solution = Equilibrium.Solve(Halving(offset, z => fails ? throw new FormatException("no") : z), Problems.Tight(new PicardSolver()));
        fails = true;
        TextWriter errors = Console.Error;
        using var closed = new StringWriter();
        closed.Close();
        Console.SetError(closed);
        try
        {
            solution.Value.sum().backward();
        }
        finally
        {
            Console.SetError(errors);
        }
        Assert.IsType<FormatException>(Assert.Throws<SolveFailedException>(solution.ThrowIfBackwardFailed).InnerException);
    }
}
