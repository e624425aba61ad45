using OptGen.Blocks;
using OptGen.CompilerServices;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.Conventions;

/// <summary>
/// Collections on another thread, again and again, while the library's code hands numbers to torch: 2 million with OPTGEN_LONG=1, a tenth without. Where they
/// were not held, about 30 in a million calls threw or read freed memory.
/// </summary>
// Other tests hand torch numbers that nobody holds, as users do: under these collections they would fail now and then.
[Collection(WholeProcess.Name)]
public sealed class ScalarLifetimeTests
{
    private static int Numbers => Environment.GetEnvironmentVariable("OPTGEN_LONG") == "1" ? 2_000_000 : 200_000;

    [Fact]
    public async Task Library_UnderCollections_EveryNumberArrives()
    {
        using var stop = new CancellationTokenSource();
        Task collector = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
        });
        try
        {
            int passed = 0, round = 0;
            using Tensor x = tensor(new[] { -3.0, -0.5, 0.25, 2.0 }), half = tensor(0.5), none = tensor(0.0);
            using var bounded = Lipschitz.Bound(nn.Linear(4, 4), 0.5);
            using var block = new TwoLayer(4, 4);
            using Tensor row = ones(1, 4);
            while (passed < Numbers)
            {
                using DisposeScope scope = NewDisposeScope();
                Equal([-2, 0, 0, 1], Shrinkage.Soft(x, 1));
                Equal([-4, -1.5, 1.25, 3], Shrinkage.Soft(x, -1));
                Equal([-3, -0.5, 0.25, 0.5], Coefficients.Minimum(x, 0.5));
                Equal([0.5, 0.5, 0.5, 2], Coefficients.Maximum(0.5, x));
                Equal([1.5], Coefficients.Within(none, 1, 2));
                Equal([3 + Math.Log(1 + Math.Exp(0.5))], Coefficients.Within(half, 3, double.PositiveInfinity));
                Equal([3 - Math.Log(1 + Math.Exp(0.5))], Coefficients.Within(half, double.NegativeInfinity, 3));
                Equal([2], Coefficients.Power(4, half));
                using (Coefficients.Create(0.25))
                    passed += 12;
                if (++round % 50 != 0)
                    continue;
                // z = z/2 + x, by solvers that damp and mix.
                foreach (FixedPointSolver solver in new FixedPointSolver[] { new PicardSolver { Damping = 0.5 }, new BroydenSolver { Damping = 0.5 }, new NewtonKrylovSolver() })
                {
                    Tensor offset = x.reshape(2, 2).detach().requires_grad_(true);
                    var problem = new FixedPointProblem((z, given) => [z[0].mul(half).sub(given[0])], [zeros_like(offset)]) { Given = [offset] };
                    Solution solution = Equilibrium.Solve(problem, new SolveOptions { Solver = solver, Tolerance = 1e-12, RelativeTolerance = 0, MaxIterations = 500, JacobianPenaltyDraws = 1 });
                    solution.Value.sum().backward();
                    Assert.Equal(SolveStatus.Converged, solution.Report.Status);
                    Equal([6, 1, -0.5, -4], solution.Value);
                    Equal([-2, -2, -2, -2], offset.grad!, 1e-4);
                    passed += solution.Report.Iterations + solution.Report.Backward!.Iterations;
                }
                bounded.forward(block.forward(row)).sum().backward();
            }
        }
        finally
        {
            stop.Cancel();
            await collector;
        }
    }

    private static void Equal(double[] expected, Tensor actual, double tolerance = 1e-6)
    {
        double[] found = actual.detach().flatten().to_type(ScalarType.Float64).data<double>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], tolerance);
    }
}
