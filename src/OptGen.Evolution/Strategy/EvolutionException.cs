namespace OptGen.Evolution;

/// <summary>A strategy that cannot go on. The message says what was wrong, where, and what to do.</summary>
public sealed class EvolutionException : Exception
{
    /// <summary>Reports a failure without further detail.</summary>
    public EvolutionException()
        : this("The evolution strategy cannot go on.")
    {
    }

    /// <summary>Reports a failure in the given words.</summary>
    public EvolutionException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a failure in the given words, with the error that revealed it.</summary>
    public EvolutionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
