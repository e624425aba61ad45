using System.Runtime.CompilerServices;

namespace OptGen.Training;

/// <summary>Where and how often checkpoints are written.</summary>
/// <param name="Folder">The folder of this training, and of no other; made where it is not there.</param>
/// <remarks>
/// A checkpoint holds the network, the optimiser, the scheduler, the place in the epoch and the states of all random generators, so that a
/// training which goes on
/// ends with the same bits. It is a safetensors file with a checksum, written beside its place, brought to the disk and renamed. Beyond that the
/// data must be the
/// same again: in-memory sets and data sets are; see <see cref="TrainingData"/> for loaders.
/// </remarks>
public sealed record CheckpointOptions(string Folder)
{
    /// <summary>The folder.</summary>
    public string Folder { get; init; } = string.IsNullOrWhiteSpace(Folder) ? throw new ArgumentException("Checkpoints need a folder.", nameof(Folder)) : Folder;

    /// <summary>After how many steps one is written, at least 1; by steps never unless set. One is written at the end in any case, and after a
    /// cancellation.</summary>
    public int? EverySteps
    {
        get;
        init => field = Require(value, value is null or >= 1, "EverySteps must be at least 1.");
    }

    /// <summary>After what time one is written, above 0; after 10 minutes unless set. Looked at after each step.</summary>
    public TimeSpan Interval
    {
        get;
        init => field = Require(value, value > TimeSpan.Zero, "Interval must be above 0.");
    } = TimeSpan.FromMinutes(10);

    /// <summary>How many are kept, the newest, at least 2, so that there is one before a damaged one; 3 unless set.</summary>
    public int Keep
    {
        get;
        init => field = Require(value, value >= 2, "Keep must be at least 2: the one before is for when the last is damaged.");
    } = 3;

    /// <summary>
    /// Whether to go on from the newest checkpoint that can be read, and to begin where there is none; false unless set. Without it a folder that
    /// holds
    /// checkpoints is refused, since they would be mixed with those of another training.
    /// </summary>
    public bool Resume { get; init; }

    private static T Require<T>(T value, bool holds, string sentence, [CallerMemberName] string name = "") =>
        holds ? value : throw new ArgumentOutOfRangeException(name, value, sentence);
}
