using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// Plain iteration z := (1-d)*z + d*F(z), d the damping. It keeps nothing besides the iterate, converges where F is a contraction, by its factor
/// in each iteration, and is otherwise often slow.
/// </summary>
public sealed record PicardSolver : FixedPointSolver
{
    /// <inheritdoc/>
    public override SolverRun Start(FixedPointSystem system) => new Run(Damping);

    /// <summary>The damped step.</summary>
    internal static Tensor Step(EvaluatedIterate at, double damping) =>
        damping == 1 ? at.Value.alias() : at.Iterate.Plus(at.Residual, damping);

    private sealed class Run(double damping) : SolverRun
    {
        public override NextIterate Propose(EvaluatedIterate at) => new(Step(at, damping));

        public override void Keep(Tensor rows, IReadOnlyList<int> numbers)
        {
            // Nothing is remembered.
        }
    }
}
