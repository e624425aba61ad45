using OptGen.FixedPoint;
using OptGen.Tests.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Tests.Processes;

/// <summary>What may happen in a backward of an implicit layer, and what it holds. A scenario throws where something else comes of it than it should.</summary>
internal static partial class Scenarios
{
    public static SortedDictionary<string, Action> All { get; } = new(StringComparer.Ordinal)
    {
        [nameof(Network_OneUnknownNotGiven_GradientsEqualUnrolled)] = Network_OneUnknownNotGiven_GradientsEqualUnrolled,
        [nameof(Several_FirstUnused_CountsAsZero)] = Several_FirstUnused_CountsAsZero,
        [nameof(Several_LastUnused_CountsAsZero)] = Several_LastUnused_CountsAsZero,
        [nameof(CreateGraph_OnlyTheInputsGradientAskedFor_EqualsUnrolled)] = CreateGraph_OnlyTheInputsGradientAskedFor_EqualsUnrolled,
        [nameof(CreateGraph_OneUnknownUnused_EqualsUnrolled)] = CreateGraph_OneUnknownUnused_EqualsUnrolled,
        [nameof(Backward_OwnGradients_AreAddedToAndNotDisturbed)] = Backward_OwnGradients_AreAddedToAndNotDisturbed,
        [nameof(Backward_FrozenParameter_GivesTheOthers)] = Backward_FrozenParameter_GivesTheOthers,
        [nameof(Anomaly_NothingWrong_GivesGradients)] = Anomaly_NothingWrong_GivesGradients,
        [nameof(Anomaly_OperatorThrows_IsKept)] = Anomaly_OperatorThrows_IsKept,
        [nameof(Anomaly_GradientsNotANumber_AreKept)] = Anomaly_GradientsNotANumber_AreKept,
        [nameof(Operator_ThrowsInBackward_IsKept)] = Operator_ThrowsInBackward_IsKept,
        [nameof(Operator_ThrowsUnderCreateGraph_IsKept)] = Operator_ThrowsUnderCreateGraph_IsKept,
        [nameof(Operator_ThrowsInDoubleBackward_IsKept)] = Operator_ThrowsInDoubleBackward_IsKept,
        [nameof(Operator_OverwritesWhatItsGradientNeeds_IsKept)] = Operator_OverwritesWhatItsGradientNeeds_IsKept,
        [nameof(Operator_GivesAnotherShapeInBackward_IsKept)] = Operator_GivesAnotherShapeInBackward_IsKept,
        [nameof(Argument_OverwrittenBeforeBackward_IsKept)] = Argument_OverwrittenBeforeBackward_IsKept,
        [nameof(Solve_FailsInBackward_IsKept)] = Solve_FailsInBackward_IsKept,
        [nameof(Solve_FailsUnderCreateGraph_IsKept)] = Solve_FailsUnderCreateGraph_IsKept,
        [nameof(Handler_ThrowsInBackward_IsKept)] = Handler_ThrowsInBackward_IsKept,
        [nameof(Penalty_OperatorRefuses_Throws)] = Penalty_OperatorRefuses_Throws,
        [nameof(ByHand_OperatorThrows_IsThrownByTheSolution)] = ByHand_OperatorThrows_IsThrownByTheSolution,
        [nameof(ByHand_ErrorOutputThrows_IsKept)] = ByHand_ErrorOutputThrows_IsKept,
        [nameof(Threads_BackwardAtOnce_KeepTheirGradients)] = Threads_BackwardAtOnce_KeepTheirGradients,
        [nameof(Memory_TwentyTimesTheIterations_SamePeak)] = Memory_TwentyTimesTheIterations_SamePeak,
        [nameof(Memory_Anderson_HoldsItsWindowBesides)] = Memory_Anderson_HoldsItsWindowBesides,
        [nameof(Memory_Broyden_HoldsItsWindowBesides)] = Memory_Broyden_HoldsItsWindowBesides,
        [nameof(Memory_UnrolledSixTimesTheIterations_ManyTimesThePeak)] = Memory_UnrolledSixTimesTheIterations_ManyTimesThePeak
    };

    private static readonly Tensor Input = Numbers(3, 4);

    /// <summary>The same numbers at every call.</summary>
    private static Tensor Numbers(params long[] shape)
    {
        using var generator = new Generator(5);
        return randn(shape, dtype: float64, generator: generator).DetachFromDisposeScope();
    }

    private static Tensor Leaf() => Input.clone().requires_grad_(true);

    private static ImplicitSolve Solver(Adjoint? adjoint = null) => new("Net", Problems.Tight(new PicardSolver(), adjoint));

    /// <summary>Two unknowns that read each other.</summary>
    private static FixedPointProblem Pair(Cell first, Cell second, Tensor input) =>
        new((z, given) => [first.call(z[0], z[1]), second.call(z[1], z[0].add(given[0]))], [zeros(3, 4, dtype: float64), zeros(3, 4, dtype: float64)])
        {
            Given = [input],
            Modules = [first, second]
        };

    /// <summary>z/2 + c, by an operator that does something more.</summary>
    private static FixedPointProblem Halving(Tensor offset, Func<Tensor, Tensor> more) =>
        new((z, given) => [more(z[0].mul(0.5)).add(given[0])], [zeros_like(offset)]) { Given = [offset] };

    private static void Equal(Tensor[] expected, Tensor[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange((expected[i] - actual[i]).abs().max().item<double>(), 0, tolerance);
    }

    /// <summary>The gradient is not a number, and the next forward says why.</summary>
    private static SolveFailedException Kept(ImplicitSolve solve, Tensor gradient)
    {
        Assert.True(gradient.isnan().all().item<bool>());
        SolveFailedException failure = Assert.Throws<SolveFailedException>(solve.Begin);
        Assert.StartsWith("The gradient of layer 7 of Net", failure.Message, StringComparison.Ordinal);
        solve.Begin();
        return failure;
    }
}
