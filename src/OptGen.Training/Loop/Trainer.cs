using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Trains the network of a <see cref="TrainingProblem"/> and evaluates it.</summary>
/// <remarks>
/// The same problem, data and options give the same weights on the same machine with the same number of threads, also after an interruption where
/// there are
/// checkpoints. A trainer holds no tensors between calls; every tensor of a step is freed when the step ends.
/// </remarks>
public sealed class Trainer
{
    private readonly TrainingProblem _problem;
    private readonly TrainingOptions _options;

    /// <summary>Makes a trainer; nothing runs yet.</summary>
    /// <exception cref="ArgumentException">The options contradict each other or the problem.</exception>
    public Trainer(TrainingProblem problem, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        _problem = problem;
        _options = options ?? new TrainingOptions();
        if (_options.Scheduler is not null && _options.Schedule is not ConstantLearningRate)
            throw new ArgumentException("Schedule and Scheduler both decide the learning rate; set one of them.", nameof(options));
        if (_options.Monitor != "loss" && problem.Metrics.All(metric => metric.Name != _options.Monitor))
        {
            string names = string.Join(", ", problem.Metrics.Select(metric => metric.Name).Prepend("loss").Select(name => $"'{name}'"));
            throw new ArgumentException($"Monitor is '{_options.Monitor}', but the problem has {names}.", nameof(options));
        }
    }

    /// <summary>What is trained.</summary>
    public TrainingProblem Problem => _problem;

    /// <summary>How.</summary>
    public TrainingOptions Options => _options;

    /// <summary>Trains with a new optimiser, or goes on from a checkpoint where <see cref="CheckpointOptions.Resume"/> says so and there is
    /// one.</summary>
    /// <param name="data">The samples, on the network's device.</param>
    /// <param name="validation">What to validate by after each epoch; where it is left out, <see cref="TrainingOptions.ValidationFraction"/> of
    /// the data.</param>
    /// <param name="progress">Told of every step, epoch and checkpoint, between the steps and on this thread if it does not dispatch by
    /// itself.</param>
    /// <param name="cancellation">Looked at before every step. After it a checkpoint is written where there are checkpoints.</param>
    /// <remarks>
    /// Seeds torch's process-wide generator with <see cref="TrainingOptions.Seed"/>, since layers such as dropout draw from it. A network in
    /// training mode keeps
    /// what is frozen in evaluation mode inside it; afterwards every module is in the mode that it was in.
    /// </remarks>
    /// <exception cref="ArgumentException">The data cannot be used as the options say: too few samples, or nothing to validate by.</exception>
    /// <exception cref="CheckpointException">There are checkpoints, and none of them can be gone on from.</exception>
    public TrainingReport Fit(TrainingData data, TrainingData? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var outer = NewDisposeScope();
        Device device = data is RowData rows ? rows.Device : CPU;
        using var order = new Generator((ulong)_options.Seed, device);
        (TrainingData training, Tensor? trainingRows, TrainingData? judged, Tensor? judgedRows) = Split(data, validation, order);
        if (judged is null && (_options.EarlyStopping is not null || _options.KeepBest))
            throw new ArgumentException("EarlyStopping and KeepBest go by validation: give a validation set, or set ValidationFraction.", nameof(validation));
        // Whatever the caller's mode: training needs gradients.
        using var recording = enable_grad();
        manual_seed(_options.Seed);
        var modes = new ModuleModes(_problem.Model);
        try
        {
            modes.Train();
            bool hasBatchNorm = new BatchNormGuard(_problem.Model).IsOn;
            using BatchFeed feed = training is RowData source
                ? new RowFeed(source, trainingRows!, order, _options, hasBatchNorm)
                : new SequenceFeed((BatchSequence)training, _options.LastBatch, hasBatchNorm);
            using optim.Optimizer optimizer = _options.Optimizer(_problem.Model) ?? throw new InvalidOperationException("TrainingOptions.Optimizer gave null.");
            using var run = new TrainingRun(_problem, _options, feed, optimizer, order, modes,
                judged is null ? null : () => Evaluator.Run(_problem, judged, judgedRows, _options.EvaluationBatchSize));
            return run.Run(progress, cancellation);
        }
        finally
        {
            modes.Restore();
        }
    }

    /// <summary>Loss and metrics over all of the data, in evaluation mode and without gradients; afterwards every module is in the mode that it
    /// was in.</summary>
    public Evaluation Evaluate(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Evaluator.Run(_problem, data, rows: null, _options.EvaluationBatchSize);
    }

    private (TrainingData Training, Tensor? Rows, TrainingData? Validation, Tensor? ValidationRows) Split(TrainingData data, TrainingData? validation, Generator generator)
    {
        if (validation is not null && _options.ValidationFraction > 0)
            throw new ArgumentException("There is a validation set, and ValidationFraction sets samples aside, too; use one of them.", nameof(validation));
        if (data is not RowData rows)
        {
            return _options.ValidationFraction == 0 ? (data, null, validation, null) : throw new ArgumentException(
                "Batches that come from a loader or a sequence cannot be split: give a validation set instead of ValidationFraction.", nameof(data));
        }
        Tensor shuffled = randperm(rows.Count, device: rows.Device, generator: generator);
        if (_options.ValidationFraction == 0)
            return (rows, shuffled, validation, null);
        long aside = (long)Math.Round(rows.Count * _options.ValidationFraction, MidpointRounding.AwayFromZero);
        if (aside < 1 || aside >= rows.Count)
        {
            throw new ArgumentException(
                $"ValidationFraction {_options.ValidationFraction} of {rows.Count} samples sets {aside} aside; both parts need at least one sample.", nameof(data));
        }
        return (rows, shuffled.narrow(0, aside, rows.Count - aside), rows, shuffled.narrow(0, 0, aside));
    }
}
