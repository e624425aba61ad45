namespace OptGen.FixedPoint;

/// <summary>A solve has ended without a solution, and <see cref="NonConvergence.Throw"/> holds.</summary>
public sealed class SolveFailedException : Exception
{
    /// <summary>A failure without details.</summary>
    public SolveFailedException()
        : this("A fixed-point solve has failed.")
    {
    }

    /// <summary>A failure.</summary>
    /// <param name="message">Which layer, what residual, and what to try.</param>
    public SolveFailedException(string message)
        : base(message) => Report = new SolveReport();

    /// <summary>A failure with a cause.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">The cause.</param>
    public SolveFailedException(string message, Exception? innerException)
        : base(message, innerException) => Report = new SolveReport();

    /// <summary>A failure.</summary>
    /// <param name="message">Which layer, what residual, and what to try.</param>
    /// <param name="report">How the solve went.</param>
    public SolveFailedException(string message, SolveReport report)
        : base(message) => Report = report;

    /// <summary>How the solve went.</summary>
    public SolveReport Report { get; }
}
