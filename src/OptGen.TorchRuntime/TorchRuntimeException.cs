namespace OptGen;

/// <summary>TorchSharp's native library cannot be loaded on this machine. The message is one sentence: what is missing, and what to do.</summary>
/// <remarks>It comes as the inner exception of the <see cref="TypeInitializationException"/> of the first type of TorchSharp that was used.</remarks>
public sealed class TorchRuntimeException : DllNotFoundException
{
    /// <summary>An exception without a message of its own.</summary>
    public TorchRuntimeException()
    {
    }

    /// <summary>An exception with this message.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    public TorchRuntimeException(string message) : base(message)
    {
    }

    /// <summary>An exception with this message and cause.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TorchRuntimeException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
