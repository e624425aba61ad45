namespace OptGen.Training;

/// <summary>How a training run ended.</summary>
public enum TrainingStatus
{
    /// <summary>It has not.</summary>
    NotRun = 0,

    /// <summary>Every epoch was run.</summary>
    Completed,

    /// <summary>The validation got no better for as many epochs as <see cref="EarlyStopping"/> allows.</summary>
    StoppedEarly,

    /// <summary>A callback asked for the end.</summary>
    StoppedByCallback,

    /// <summary>The caller cancelled it; the network keeps what it had learned.</summary>
    Cancelled,

    /// <summary>A loss or a gradient was infinite or not a number; the step it would have led to was not taken.</summary>
    NonFinite
}

/// <summary>Values over samples.</summary>
/// <param name="Samples">How many samples they are over.</param>
/// <param name="Loss">The mean loss, without a penalty.</param>
/// <param name="Metrics">The problem's metrics by name; in training the mean "penalty" too where the problem has one.</param>
public sealed record Evaluation(long Samples, double Loss, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>A metric, or the "loss", by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such metric.</exception>
    public double this[string name] => name == "loss" ? Loss
        : Metrics.TryGetValue(name, out double value) ? value
        : throw new KeyNotFoundException($"There is no metric '{name}'; there are {string.Join(", ", Metrics.Keys.Prepend("loss").Select(key => $"'{key}'"))}.");
}

/// <summary>News from a running training: a <see cref="StepReport"/>, an <see cref="EpochReport"/> or a <see cref="CheckpointReport"/>.</summary>
public abstract record TrainingProgress
{
    private protected TrainingProgress()
    {
    }

    /// <summary>The epoch the news is from, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of steps since the training began, those before an interruption included.</summary>
    public required long TotalSteps { get; init; }
}

/// <summary>A step was done.</summary>
public sealed record StepReport : TrainingProgress
{
    /// <summary>The step within its epoch, counted from 1.</summary>
    public required long Step { get; init; }

    /// <summary>The number of steps of an epoch; null where the data does not say.</summary>
    public long? Steps { get; init; }

    /// <summary>The mean loss of the step's batch, before its update, without the penalty.</summary>
    public required double Loss { get; init; }

    /// <summary>The metrics of the step's batch.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The learning rate of the first parameter group at this step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The Euclidean norm of all gradients together, before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Training samples a second since the epoch began or was gone on with, evaluation not counted.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>How long the steps that are left will take at this speed, without evaluations; null where their number is not known.</summary>
    public TimeSpan? TimeLeft { get; init; }
}

/// <summary>An epoch was done.</summary>
public sealed record EpochReport : TrainingProgress
{
    /// <summary>Values over the training samples, each as the network was when it saw the sample, in training mode.</summary>
    public required Evaluation Training { get; init; }

    /// <summary>Values over the validation samples after the epoch, in evaluation mode; null without validation.</summary>
    public Evaluation? Validation { get; init; }

    /// <summary>Whether no epoch before was as good on validation; false without validation.</summary>
    public bool IsBest { get; init; }

    /// <summary>The learning rate of the first parameter group at the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Training samples a second, evaluation not counted.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>How long the epoch took, with its validation, since it began or was gone on with.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>How much of the time went into getting batches: data and augmentations.</summary>
    public required TimeSpan DataTime { get; init; }
}

/// <summary>A checkpoint was written, or training goes on from one.</summary>
public sealed record CheckpointReport : TrainingProgress
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Whether training goes on from it; otherwise it was written.</summary>
    public bool IsResumed { get; init; }

    /// <summary>What was wrong with newer checkpoints that were passed over, one sentence each.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}

/// <summary>A whole run.</summary>
public sealed record TrainingReport
{
    /// <summary>How it ended.</summary>
    public required TrainingStatus Status { get; init; }

    /// <summary>Why, in a sentence, where it did not run to its end; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>The epochs that were completed, in order, those before an interruption included.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    /// <summary>The number of steps, those before an interruption included.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>How long it took, since it began or was gone on with.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>The epoch that was best on validation; null without validation.</summary>
    public EpochReport? Best => Epochs.LastOrDefault(epoch => epoch.IsBest);

    /// <summary>What a program that only trains should exit with: 130 where it was cancelled, as after Ctrl-C; 1 after a number that was not
    /// finite; else 0.</summary>
    public int ExitCode => Status switch
    {
        TrainingStatus.Cancelled => 130,
        TrainingStatus.NonFinite => 1,
        _ => 0
    };

    /// <summary>This report, unless a loss or gradient was not finite.</summary>
    /// <exception cref="InvalidOperationException">It was; the message is <see cref="Message"/>.</exception>
    public TrainingReport OrThrow() => Status == TrainingStatus.NonFinite ? throw new InvalidOperationException(Message) : this;
}
