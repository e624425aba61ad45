using System.Runtime.InteropServices;

namespace OptGen.SystemTorch;

/// <summary>An error that libtorch reported, with its own message. TorchSharp throws the base type at the same places.</summary>
public sealed class TorchException : ExternalException
{
    /// <summary>An error without a message.</summary>
    public TorchException()
    {
    }

    /// <summary>An error with libtorch's message.</summary>
    public TorchException(string message)
        : base(message)
    {
    }

    /// <summary>An error with libtorch's message and the exception that caused it.</summary>
    public TorchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
