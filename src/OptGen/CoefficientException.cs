namespace OptGen;

/// <summary>
/// A network cannot be made, since a coefficient of its recurrence has no value that can be computed with: an array or a table is null or too short, or
/// a number is infinite or not a number. The message names the coefficient and, where its value depends on it, the layer.
/// </summary>
/// <remarks>
/// Generated networks read all their coefficients once, when they are made; a class whose coefficients are set by an object initializer reads them when
/// forward first runs.
/// </remarks>
public sealed class CoefficientException : InvalidOperationException
{
    /// <summary>Makes an exception without details.</summary>
    public CoefficientException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">Which coefficient, which layer, and what is wrong.</param>
    public CoefficientException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception that follows from another.</summary>
    /// <param name="message">Which coefficient, which layer, and what is wrong.</param>
    /// <param name="innerException">What it follows from.</param>
    public CoefficientException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
