using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>What the backward of one solution needs besides the tensors that autograd keeps.</summary>
/// <param name="Map">The equations.</param>
/// <param name="Layout">How the unknowns lie in a matrix.</param>
/// <param name="UnknownCount">The number of unknowns.</param>
/// <param name="GivenCount">The number of given tensors; the shared ones follow them.</param>
/// <param name="Parameters">The parameters that want gradients.</param>
/// <param name="Solver">The algorithm of the backward solve.</param>
/// <param name="Limits">How far it goes.</param>
/// <param name="Observer">Hears how backward solves went.</param>
internal sealed record ImplicitCall(
    FixedPointMap Map, SampleLayout Layout, int UnknownCount, int GivenCount, Parameter[] Parameters, FixedPointSolver Solver, SolveLimits Limits,
    IBackwardObserver Observer);

/// <summary>Hears how backward solves went.</summary>
internal interface IBackwardObserver
{
    /// <summary>A backward solve has ended.</summary>
    void Solved(SolveReport report);

    /// <summary>A backward could not be computed; the gradients it gave are not numbers.</summary>
    void Failed(Exception exception);
}
