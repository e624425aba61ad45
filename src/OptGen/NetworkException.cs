namespace OptGen;

/// <summary>
/// A generated network could not be made or could not run. The message names the operator or the equation, the layer and the shapes, and says what torch or the
/// operator said; <see cref="Exception.InnerException"/> is what was thrown there, null where OptGen itself has found what is wrong.
/// </summary>
public sealed class NetworkException : InvalidOperationException
{
    /// <summary>A failure without details.</summary>
    public NetworkException()
        : this("A generated network has failed.")
    {
    }

    /// <summary>A failure.</summary>
    /// <param name="message">What failed, where, and why.</param>
    public NetworkException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a cause.</summary>
    /// <param name="message">What failed, where, and why.</param>
    /// <param name="innerException">The cause.</param>
    public NetworkException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The class of the network; empty where it is not known.</summary>
    public string Network { get; init; } = "";

    /// <summary>The operator or the left side of the equation, as the recurrence writes it; empty where it is not known.</summary>
    public string Place { get; init; } = "";

    /// <summary>The number of the layer, from 0 on; null before the first, after the last and in an equilibrium.</summary>
    public int? Layer { get; init; }

    /// <summary>What has thrown it, which a network around it is told apart from by.</summary>
    internal object? Thrower { get; init; }
}
