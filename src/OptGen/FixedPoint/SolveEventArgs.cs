namespace OptGen.FixedPoint;

/// <summary>A solve that has ended.</summary>
/// <param name="report">How it went.</param>
public sealed class SolveEventArgs(SolveReport report) : EventArgs
{
    /// <summary>How it went.</summary>
    public SolveReport Report { get; } = report;
}
