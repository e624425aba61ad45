namespace OptGen.Training;

/// <summary>Checkpoints that a training cannot go on from. The message says which file, and what is wrong there.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Reports checkpoints without further detail.</summary>
    public CheckpointException()
        : this("The checkpoint could not be read.")
    {
    }

    /// <summary>Reports checkpoints in the given words.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Reports checkpoints in the given words, with the error that revealed it.</summary>
    public CheckpointException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
