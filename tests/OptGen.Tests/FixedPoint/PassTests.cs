using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.FixedPoint;

/// <summary>Each forward pass has reports of its own, whoever else runs the same network.</summary>
public sealed class PassTests
{
    [Fact]
    public void Reports_TwoThreadsInOneForward_EachReadsItsOwn()
    {
        var solve = new ImplicitSolve("Net", Problems.Tight(new PicardSolver()));
        using var barrier = new Barrier(2);
        void Run(int thread)
        {
            for (int round = 0; round < 20; round++)
            {
                barrier.SignalAndWait();
                solve.Begin();
                barrier.SignalAndWait();
                for (int layer = 0; layer < 3; layer++)
                    Pass(solve, (100 * thread) + layer);
                barrier.SignalAndWait();
                Assert.Equal([100 * thread, (100 * thread) + 1, (100 * thread) + 2], solve.Reports.Select(r => r.Layer));
            }
        }
        Parallel.Invoke(() => Run(1), () => Run(2));
    }

    [Fact]
    public void Reports_WhereNoneWasBegun_AreThoseOfTheLastPass()
    {
        var solve = new ImplicitSolve("Net", Problems.Tight(new PicardSolver()));
        RunElsewhere(() =>
        {
            solve.Begin();
            Pass(solve, 5);
        });
        RunElsewhere(() =>
        {
            solve.Begin();
            Pass(solve, 6);
        });

        Assert.Equal(6, Assert.Single(solve.Reports).Layer);
    }

    [Fact]
    public async Task Reports_AfterAwait_AreStillOnesOwn()
    {
        var solve = new ImplicitSolve("Net", Problems.Tight(new PicardSolver()));
        solve.Begin();
        Pass(solve, 1);
        await Task.Run(() =>
        {
            solve.Begin();
            Pass(solve, 2);
        });

        Assert.Equal(1, Assert.Single(solve.Reports).Layer);
    }

    [Fact]
    public void Penalty_TwoPasses_EachHasItsOwn()
    {
        using DisposeScope scope = NewDisposeScope();
        var solve = new ImplicitSolve("Net", Problems.Tight(new PicardSolver()) with { JacobianPenaltyDraws = 1 });
        solve.Begin();
        Pass(solve, 1, factor: 0.5);
        RunElsewhere(() =>
        {
            solve.Begin();
            Pass(solve, 2, factor: 0.25);
            Assert.Equal(0.0625, solve.TakeJacobianPenalty().item<double>(), 1e-12);
        });

        Assert.Equal(0.25, solve.TakeJacobianPenalty().item<double>(), 1e-12);
    }

    [Fact]
    public void Backward_ReportOfAnOlderPass_GoesToItsOwnForward()
    {
        using DisposeScope scope = NewDisposeScope();
        var solve = new ImplicitSolve("Net", Problems.Tight(new PicardSolver()));
        solve.Begin();
        Tensor value = Pass(solve, 1);
        SolveReport first = solve.Reports[0];
        solve.Begin();
        Pass(solve, 2);
        value.sum().backward();

        Assert.NotNull(first.Backward);
        Assert.Null(solve.Reports[0].Backward);
    }

    private static Tensor Pass(ImplicitSolve solve, int layer, double factor = 0.5)
    {
        Tensor offset = ones(2, 3, dtype: float64, requires_grad: true);
        return solve.Solve(layer, "z", new FixedPointProblem((z, given) => [z[0] * factor + given[0]], [zeros(2, 3, dtype: float64)]) { Given = [offset] })[0];
    }

    private static void RunElsewhere(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
