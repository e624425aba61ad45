using System.Runtime.InteropServices;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.Processes;

/// <summary>Measures what a forward and a backward hold at once.</summary>
internal static partial class NativeMemory
{
    private const int Rows = 1024, Width = 512;

    /// <summary>The most memory in use at an evaluation of the equations, forward or backward, over that in use before, in iterates.</summary>
    public static double Peak(FixedPointSolver forward, FixedPointSolver backward, int iterations, Adjoint adjoint)
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
        // What an earlier solve has left is freed now, not in between: first tensors, then what their graph held.
        for (int round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Probe.Most = 0;
        double before = InUse();
        Equilibrium.Solve(problem, options).Value.sum().backward();
        return (Probe.Most - before) / (Rows * Width * sizeof(float));
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
            // TorchSharp leaves what a backward is given and what it gives to the collector.
            Tensor handed = grad_output.alias();
            BackwardTensors.Free([grad_output]);
            BackwardTensors.Give([handed]);
            return [handed];
        }

        private static void Look() => Most = Math.Max(Most, InUse());
    }
}
