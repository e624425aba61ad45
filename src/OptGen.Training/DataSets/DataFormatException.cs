namespace OptGen.Training;

/// <summary>A data set that is missing, incomplete or not what it claims to be.</summary>
/// <remarks>The message is one sentence for the person who named the file: which file, what was found there, what was expected.</remarks>
public sealed class DataFormatException : Exception
{
    /// <summary>Reports a data set without further detail.</summary>
    public DataFormatException()
        : this("The data set could not be read.")
    {
    }

    /// <summary>Reports a data set in the given words.</summary>
    public DataFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a data set in the given words, with the error that revealed it.</summary>
    public DataFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The file or folder at fault, as it was named; empty when the fault lies in no single one.</summary>
    public string Path { get; init; } = "";

    internal static DataFormatException In(string path, string whatIsWrong, Exception? cause = null) =>
        new($"'{path}' {whatIsWrong}", cause) { Path = path };
}
