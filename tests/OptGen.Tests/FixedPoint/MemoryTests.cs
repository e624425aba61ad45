using System.Runtime.InteropServices;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.FixedPoint;

/// <summary>What a forward and a backward hold at once must not grow with the iterations.</summary>
[Collection(WholeProcess.Name)]
public sealed partial class MemoryTests
{
    private const int Rows = 1024, Width = 512;
    private const double TensorBytes = Rows * Width * sizeof(float);

    [Fact]
    public void Implicit_TwentyTimesTheIterations_SamePeak()
    {
        // Others work on the same heap in the background, and add or free: most of five are without them.
        double few = Median(() => Peak(new PicardSolver(), new PicardSolver(), 10, new ImplicitAdjoint()));
        double many = Median(() => Peak(new PicardSolver(), new PicardSolver(), 200, new ImplicitAdjoint()));

        // What the iterations left behind would make it 28 times as much; the finalizer's thread may be late with a tensor or two.
        Assert.InRange(many / few, 0.7, 1.3);

        static double Median(Func<double> measure) => Enumerable.Range(0, 5).Select(_ => measure()).Order().ElementAt(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Implicit_AcceleratedSolver_HoldsItsWindowBesides(bool anderson)
    {
        FixedPointSolver solver = anderson ? new AndersonSolver { Memory = 4 } : new BroydenSolver { Memory = 4 };
        double plain = Peak(new PicardSolver(), new PicardSolver(), 10, new ImplicitAdjoint());
        double few = Peak(solver, solver, 10, new ImplicitAdjoint());
        double many = Peak(solver, solver, 60, new ImplicitAdjoint());

        // Two windows of four; and the last iterate and residual, the parts that a step combines, and the best iterate.
        Assert.InRange((few - plain) / TensorBytes, 7, 8 + 6);
        Assert.InRange((many - plain) / TensorBytes, 7, 8 + 6);
    }

    [Fact]
    public void Unrolled_SixTimesTheIterations_ManyTimesThePeak()
    {
        double few = Peak(new PicardSolver(), new PicardSolver(), 10, new UnrolledAdjoint());
        double many = Peak(new PicardSolver(), new PicardSolver(), 60, new UnrolledAdjoint());

        Assert.True(many > 4 * few, $"{many} against {few}");
    }

    // What libraries set up at their first use is no part of a solve.
    public MemoryTests() => Peak(new AndersonSolver(), new BroydenSolver(), 10, new ImplicitAdjoint());

    /// <summary>The most memory in use at an evaluation of the equations, forward or backward, over that in use before.</summary>
    private static double Peak(FixedPointSolver forward, FixedPointSolver backward, int iterations, Adjoint adjoint)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(41);
        // Slow, so that the residual falls in every iteration.
        Tensor weight = linspace(0.9, 0.995, Width).requires_grad_(true);
        Tensor input = 1e-3 * rand(Rows, Width);
        var problem = new FixedPointProblem(
            (z, given) => [Probe.apply(z[0].mul(given[1]).add(given[0]).tanh())], [zeros(Rows, Width)]) { Given = [input], Shared = [weight] };
        // No tolerance can be met, so that all iterations are made.
        var options = new SolveOptions
        {
            Solver = forward,
            Tolerance = 0,
            RelativeTolerance = 0,
            MaxIterations = iterations,
            OnNonConvergence = NonConvergence.Accept,
            Adjoint = adjoint is ImplicitAdjoint ? new ImplicitAdjoint { Solver = backward, RelativeTolerance = 1e-30, MaxIterations = iterations } : adjoint
        };
        // What earlier tests have left is freed now, not in between: first tensors, then what their graph held.
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Probe.Most = 0;
        double before = InUse();
        Equilibrium.Solve(problem, options).Value.sum().backward();
        return Probe.Most - before;
    }

    private static double InUse()
    {
        State state = mallinfo2();
        return (double)state.InUse + state.Mapped;
    }

    [LibraryImport("libc.so.6")]
    private static partial State mallinfo2();

    // The C library's struct mallinfo2, ten numbers of the size of a pointer.
    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public nuint Arena;
        public nuint FreeChunks;
        public nuint FastChunks;
        public nuint MappedRegions;
        public nuint Mapped;
        public nuint MostUsed;
        public nuint FastBytes;
        public nuint InUse;
        public nuint Free;
        public nuint Top;
    }

    /// <summary>Hands a tensor on and looks at the memory, forward and backward.</summary>
    private sealed class Probe : autograd.SingleTensorFunction<Probe>
    {
        public static double Most { get; set; }

        public override string Name => nameof(Probe);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            Look();
            return ((Tensor)vars[0]).alias();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            Look();
            return [grad_output.alias()];
        }

        private static void Look() => Most = Math.Max(Most, InUse());
    }
}
