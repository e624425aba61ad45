namespace OptGen.Training;

/// <summary>A safetensors file that is damaged, hostile, or not for this network. The message is one sentence: which file, what is wrong
/// there.</summary>
public sealed class SafetensorsException : Exception
{
    /// <summary>Reports a file without further detail.</summary>
    public SafetensorsException()
        : this("The safetensors file could not be read.")
    {
    }

    /// <summary>Reports a file in the given words.</summary>
    public SafetensorsException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a file in the given words, with the error that revealed it.</summary>
    public SafetensorsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
