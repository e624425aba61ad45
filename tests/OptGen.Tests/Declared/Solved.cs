using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Declared;

// One network, once for each setting of [Implicit].

[Update(SolvedNetwork.Recurrence, Layers = 1)]
public partial class SolvedByDefault
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(Solver = typeof(PicardSolver))]
public partial class SolvedBySolver
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(Solver = typeof(PicardSolver), Damping = 0.5)]
public partial class SolvedWithDamping
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(Tolerance = 0.5)]
public partial class SolvedWithTolerance
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(RelativeTolerance = 0.5)]
public partial class SolvedWithRelativeTolerance
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(MaxIterations = 2)]
public partial class SolvedWithMaxIterations
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(MaxIterations = 2, OnNonConvergence = NonConvergence.Throw)]
public partial class SolvedOrThrown
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(MaxIterations = 2, OnNonConvergence = NonConvergence.Accept)]
public partial class SolvedOrAccepted
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(CoupledSamples = true)]
public partial class SolvedTogether
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(BackwardSolver = typeof(PicardSolver))]
public partial class SolvedBackwardBySolver
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(BackwardTolerance = 0.5)]
public partial class SolvedBackwardWithTolerance
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(BackwardMaxIterations = 1)]
public partial class SolvedBackwardWithMaxIterations
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(Gradient = GradientMode.JacobianFree)]
public partial class SolvedJacobianFree
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(Gradient = GradientMode.Unrolled)]
public partial class SolvedUnrolled
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(Gradient = GradientMode.Phantom)]
public partial class SolvedPhantom
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(Gradient = GradientMode.Phantom, PhantomSteps = 2)]
public partial class SolvedPhantomSteps
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

[Update(SolvedNetwork.Recurrence, Layers = 1)]
[Implicit(Gradient = GradientMode.Phantom, PhantomDamping = 1)]
public partial class SolvedPhantomDamping
{
    private static Module<Tensor, Tensor> T(int k) => new FixedCell();
}

internal static class SolvedNetwork
{
    public const string Recurrence = "x_<k+1> = x_k - T(x_<k+1>)";
}

/// <summary>x -> tanh(W x) with a W whose powers shrink slowly, so that solvers have something to do.</summary>
internal sealed class FixedCell() : Module<Tensor, Tensor>(nameof(FixedCell))
{
    public override Tensor forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = tensor(new[] { 0.6, 0.5, 0.0, -0.5, 0.6, 0.2, 0.1, 0.0, -0.7 }).view(3, 3);
        return x.matmul(matrix).tanh().MoveToOuterDisposeScope();
    }
}
