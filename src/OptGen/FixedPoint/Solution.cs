using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>What a solve gave.</summary>
/// <param name="Values">New tensors, one for each unknown, owned by the caller: for each sample the iterate that met a tolerance, else the one with the lowest residual seen.</param>
/// <param name="Report">How it went, and whether it is a solution.</param>
public sealed record Solution(IReadOnlyList<Tensor> Values, SolveReport Report)
{
    /// <summary>The value of the only unknown.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public Tensor Value => Values.Count == 1
        ? Values[0]
        : throw new InvalidOperationException($"There are {Values.Count} unknowns; read their values from Values.");
}
