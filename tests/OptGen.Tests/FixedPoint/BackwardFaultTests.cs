using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.FixedPoint;

/// <summary>What can go wrong between a forward and its backward.</summary>
public sealed class BackwardFaultTests
{
    [Fact]
    public void Backward_AfterAnArgumentWasOverwritten_IsRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = (0.3 * eye(3, dtype: float64)).requires_grad_(true);
        var solve = new ImplicitSolve("Net");
        Tensor value = solve.Solve(0, "z", Problems.Affine(matrix, ones(2, 3, dtype: float64)))[0];
        using (no_grad())
            matrix.mul_(2);

        string message = Fault(solve, value, matrix).Message;
        Assert.Contains("modified by an inplace operation", message, StringComparison.Ordinal);
        // libtorch's message goes on with a trace of its native calls.
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Backward_MapThrows_IsSeen()
    {
        using DisposeScope scope = NewDisposeScope();
        bool fails = false;
        Tensor offset = ones(2, 3, dtype: float64, requires_grad: true);
        var solve = new ImplicitSolve("Net");
        Tensor value = solve.Solve(0, "z", new FixedPointProblem(
            (z, given) => fails ? throw new FormatException("in backward") : [z[0].mul(0.5).add(given[0])], [zeros(2, 3, dtype: float64)]) { Given = [offset] })[0];
        fails = true;

        SolveFailedException failure = Fault(solve, value, offset);
        Assert.Equal("The gradient of layer 0 of Net for z could not be computed and is not a number: in backward", failure.Message);
        Assert.IsType<FormatException>(failure.InnerException);
    }

    /// <summary>What the next forward throws; the gradient is not a number.</summary>
    private static SolveFailedException Fault(ImplicitSolve solve, Tensor value, Tensor variable)
    {
        value.sum().backward();
        Assert.True(double.IsNaN(variable.grad!.sum().item<double>()));
        return Assert.Throws<SolveFailedException>(solve.Begin);
    }

    [Fact]
    public void Backward_Twice_WithRetainedGraph_GivesTwiceTheGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor offset = ones(2, 3, dtype: float64, requires_grad: true);
        Tensor value = Equilibrium.Solve(Problems.Affine(0.5 * eye(3, dtype: float64), offset), Problems.Tight(new AndersonSolver())).Value;
        value.sum().backward(retain_graph: true);
        value.sum().backward();

        Assert.Equal(4, offset.grad![1, 2].item<double>(), 1e-12);
    }

    [Fact]
    public void Backward_NothingReadsTheResult_GivesNothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor offset = ones(2, 3, dtype: float64, requires_grad: true);
        Solution solution = Equilibrium.Solve(Problems.Affine(0.5 * eye(3, dtype: float64), offset), Problems.Tight(new AndersonSolver()));

        Assert.True(autograd.grad([(solution.Value * 0).sum()], [offset])[0].Equals(zeros(2, 3, dtype: float64)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_WithoutADisposeScope_LeavesNothingButGradients(bool createGraph)
    {
        using var cell = new Cell(6, 4, 0.8);
        using Tensor input = randn(3, 4, dtype: float64, requires_grad: true);
        using Tensor guess = zeros(3, 6, dtype: float64);
        using Tensor value = Equilibrium.Solve(Problems.Of(cell, input, guess), Problems.Tight(new AndersonSolver())).Value;
        using Tensor sum = value.sum();
        Tensor[] variables = [input, .. cell.parameters()];
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        IList<Tensor> found = autograd.grad([sum], variables, create_graph: createGraph);
        BackwardTensors.FreeGiven();

        Assert.Equal(before + found.Count, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        foreach (Tensor gradient in found)
            gradient.Dispose();
    }

    [Fact]
    public void Solve_OnManyThreads_KeepsEveryReport()
    {
        using var cell = new Cell(6, 4, 0.8);
        var solve = new ImplicitSolve("Net", Problems.Tight(new AndersonSolver()));
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor input = full([3, 4], 0.1 * i, dtype: float64);
            Tensor value = solve.Solve(i, "z", Problems.Of(cell, input, zeros(3, 6, dtype: float64)))[0];
            Assert.InRange((cell.call(value, input) - value).norm().item<double>(), 0, 1e-12);
        });

        Assert.Equal(Enumerable.Range(0, 8), solve.Reports.Select(r => r.Layer).Order());
    }
}
