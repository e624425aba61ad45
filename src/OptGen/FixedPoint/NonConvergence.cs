namespace OptGen.FixedPoint;

/// <summary>What happens when a solve ends before every sample has met a tolerance.</summary>
public enum NonConvergence
{
    /// <summary>
    /// A <see cref="SolveFailedException"/>. A backward solve cannot throw where it fails: its failure is thrown by the next forward, or by
    /// <see cref="ImplicitSolve.ThrowIfBackwardFailed"/>.
    /// </summary>
    Throw,

    /// <summary>The event <see cref="ImplicitSolve.NotConverged"/>, and a line in the log the first time and then once in a number of times.</summary>
    Warn,

    /// <summary>The event <see cref="ImplicitSolve.NotConverged"/> only.</summary>
    Accept
}
