namespace OptGen.Testing;

/// <summary>A check of this package has failed; the message says what differs, where, and by how much. Test frameworks show it as a failed test.</summary>
public sealed class CheckFailedException : Exception
{
    /// <summary>A failed check without a message.</summary>
    public CheckFailedException()
    {
    }

    /// <summary>A failed check.</summary>
    /// <param name="message">What differs, and where.</param>
    public CheckFailedException(string message)
        : base(message)
    {
    }

    /// <summary>A check that could not be made because of another exception.</summary>
    /// <param name="message">What could not be checked, and why.</param>
    /// <param name="innerException">What was thrown.</param>
    public CheckFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
