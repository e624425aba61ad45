using OptGen.FixedPoint;

namespace OptGen.Tests.Processes;

// What a forward and a backward hold at once must not grow with the iterations.
internal static partial class Scenarios
{
    private static void Memory_TwentyTimesTheIterations_SamePeak()
    {
        double few = Peak(new PicardSolver(), 10), many = Peak(new PicardSolver(), 200);

        // What the iterations left behind would make it 28 times as much.
        Assert.InRange(many / few, 0.98, 1.02);
        Assert.InRange(few, 6.9, 7.2);
    }

    private static void Memory_Anderson_HoldsItsWindowBesides() => HoldsItsWindowBesides(new AndersonSolver { Memory = 4 });

    private static void Memory_Broyden_HoldsItsWindowBesides() => HoldsItsWindowBesides(new BroydenSolver { Memory = 4 });

    private static void HoldsItsWindowBesides(FixedPointSolver solver)
    {
        double plain = Peak(new PicardSolver(), 10), few = Peak(solver, 10), many = Peak(solver, 60);

        // Two windows of four; and the last iterate and residual, the parts that a step combines, and the best iterate.
        Assert.InRange(few - plain, 7, 8 + 6);
        // It does not grow: fifty iterates more would make it seven times as much. In one process of six the shorter solve holds one more than the longer.
        Assert.True(many <= 1.02 * few, $"{many} against {few}");
    }

    private static void Memory_UnrolledSixTimesTheIterations_ManyTimesThePeak()
    {
        double few = NativeMemory.Peak(new PicardSolver(), new PicardSolver(), 10, new UnrolledAdjoint());
        double many = NativeMemory.Peak(new PicardSolver(), new PicardSolver(), 60, new UnrolledAdjoint());

        Assert.True(many > 4 * few, $"{many} against {few}");
    }

    private static double Peak(FixedPointSolver solver, int iterations)
    {
        // What is set up or compiled at the first use is no part of a solve. TorchSharp leaves some handles to the collector, which adds to a peak by chance:
        // the least of five is without it.
        NativeMemory.Peak(solver, solver, 10, new ImplicitAdjoint());
        return Enumerable.Range(0, 5).Min(_ => NativeMemory.Peak(solver, solver, iterations, new ImplicitAdjoint()));
    }
}
