using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>What a solve gave.</summary>
/// <param name="Values">New tensors, one for each unknown, owned by the caller: for each sample the iterate that met a tolerance, else the one with the lowest residual seen.</param>
/// <param name="Report">How it went, and whether it is a solution.</param>
public sealed record Solution(IReadOnlyList<Tensor> Values, SolveReport Report)
{
    /// <summary>Hears how backward solves went.</summary>
    internal ImplicitSolve? Solve { get; init; }

    /// <summary>The value of the only unknown.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public Tensor Value => Values.Count == 1
        ? Values[0]
        : throw new InvalidOperationException($"There are {Values.Count} unknowns; read their values from Values.");

    /// <summary>Throws, once, what a backward through this solution could not throw; its gradients are not numbers.</summary>
    /// <exception cref="SolveFailedException">A backward solve has failed, and failures are to be thrown; or a backward pass ended in an exception.</exception>
    public void ThrowIfBackwardFailed() => Solve?.ThrowIfBackwardFailed();
}
