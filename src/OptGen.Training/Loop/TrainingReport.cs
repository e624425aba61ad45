namespace OptGen.Training;

/// <summary>How a training run ended.</summary>
public enum TrainingStatus
{
    /// <summary>It has not.</summary>
    NotRun = 0,

    /// <summary>Every epoch was run.</summary>
    Completed,

    /// <summary>The caller cancelled it; the network keeps what it had learned.</summary>
    Cancelled,

    /// <summary>A batch's loss was infinite or not a number; the step it would have led to was not taken.</summary>
    NonFiniteLoss
}

/// <summary>Means over samples.</summary>
/// <param name="Samples">How many samples they are over.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metric">The mean of the problem's metric.</param>
public sealed record Evaluation(long Samples, double Loss, double Metric);

/// <summary>News from a running training: a <see cref="StepReport"/> or an <see cref="EpochReport"/>.</summary>
public abstract record TrainingProgress
{
    private protected TrainingProgress()
    {
    }

    /// <summary>The epoch the news is from, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The learning rate of the first parameter group at the step just done.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Training samples a second since the epoch began, evaluation not counted.</summary>
    public required double SamplesPerSecond { get; init; }
}

/// <summary>A step was done.</summary>
public sealed record StepReport : TrainingProgress
{
    /// <summary>The step within its epoch, counted from 1.</summary>
    public required long Step { get; init; }

    /// <summary>The number of steps of an epoch.</summary>
    public required long Steps { get; init; }

    /// <summary>The mean loss of the step's batch, before its update.</summary>
    public required double Loss { get; init; }
}

/// <summary>An epoch was done.</summary>
public sealed record EpochReport : TrainingProgress
{
    /// <summary>Means over the training samples, each as the network was when it saw the sample, in training mode.</summary>
    public required Evaluation Training { get; init; }

    /// <summary>Means over the validation samples after the epoch, in evaluation mode; null without a validation split.</summary>
    public Evaluation? Validation { get; init; }

    /// <summary>How long the epoch took, with its validation.</summary>
    public required TimeSpan Time { get; init; }
}

/// <summary>A whole run.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Epochs">The epochs that were completed, in order.</param>
/// <param name="Time">How long it took.</param>
public sealed record TrainingReport(TrainingStatus Status, IReadOnlyList<EpochReport> Epochs, TimeSpan Time);
