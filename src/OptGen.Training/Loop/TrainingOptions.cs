using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>What becomes of the last samples of an epoch when they do not fill a batch.</summary>
public enum LastBatch
{
    /// <summary>It is kept, unless it is a single sample and a batch norm would have to take its statistics from that: then it is dropped.</summary>
    KeepIfPossible = 0,

    /// <summary>It is kept; where a batch norm cannot take it, an exception says so.</summary>
    Keep,

    /// <summary>It is dropped.</summary>
    Drop
}

/// <summary>Ends a training that gets no better on validation.</summary>
/// <param name="Patience">After how many epochs in a row that were no better, at least 1.</param>
/// <param name="MinimumChange">By how much an epoch must be better to count, at least 0.</param>
public sealed record EarlyStopping(int Patience, double MinimumChange = 0)
{
    /// <summary>After how many epochs in a row that were no better, at least 1.</summary>
    public int Patience { get; init; } = Patience >= 1 ? Patience
        : throw new ArgumentOutOfRangeException(nameof(Patience), Patience, "Patience must be at least 1.");

    /// <summary>By how much an epoch must be better to count, at least 0.</summary>
    public double MinimumChange { get; init; } = MinimumChange >= 0 ? MinimumChange
        : throw new ArgumentOutOfRangeException(nameof(MinimumChange), MinimumChange, "MinimumChange must be at least 0.");
}

/// <summary>How a network is trained. Values are checked where they are set; a changed copy is made by <c>with</c>.</summary>
public sealed record TrainingOptions
{
    /// <summary>How often every training sample is seen, at least 1; 10 unless set.</summary>
    public int Epochs { get; init => field = AtLeastOne(value); } = 10;

    /// <summary>Samples per step, at least 1; 128 unless set. Loaders and sequences have batches of their own.</summary>
    public int BatchSize { get; init => field = AtLeastOne(value); } = 128;

    /// <summary>What becomes of an epoch's last samples; see <see cref="Training.LastBatch"/>.</summary>
    public LastBatch LastBatch { get; init; }

    /// <summary>Samples per forward pass of an evaluation, at least 1; 1000 unless set. It changes memory and time, not results.</summary>
    public int EvaluationBatchSize { get; init => field = AtLeastOne(value); } = 1000;

    /// <summary>
    /// The share of samples set aside to validate by where no validation set is given, at least 0 and below 1; 0, none, unless set.
    /// <see cref="Seed"/> decides which.
    /// </summary>
    public double ValidationFraction { get; init => field = BelowOne(value); }

    /// <summary>Decides the split, the order of the samples, augmentations, and what random layers such as dropout draw; 0 unless set.</summary>
    public long Seed { get; init; }

    /// <summary>Makes the optimiser for the network; AdamW at 0.001 with weight decay 0.01 unless set. The trainer disposes it.</summary>
    /// <remarks>
    /// Any of TorchSharp's and OptGen's, such as <c>network => Centralized.SGD_GC(network, 0.1)</c>. Where it is libtorch's LBFGS, or around one,
    /// it is given a
    /// closure that computes the batch anew as often as it asks.
    /// </remarks>
    public Func<nn.Module, optim.Optimizer> Optimizer { get; init => field = NotNull(value); } = model => optim.AdamW(model.parameters(), lr: 1e-3, weight_decay: 0.01);

    /// <summary>Scales the optimiser's learning rates from step to step; constant unless set.</summary>
    public LearningRateSchedule Schedule { get; init => field = NotNull(value); } = new ConstantLearningRate();

    /// <summary>Makes a scheduler of torch for the optimiser, instead of <see cref="Schedule"/>; none unless set. ReduceLROnPlateau is told the
    /// validation loss.</summary>
    public Func<optim.Optimizer, optim.lr_scheduler.LRScheduler>? Scheduler { get; init; }

    /// <summary>When <see cref="Scheduler"/> steps; after each epoch unless set.</summary>
    public SchedulerUnit SchedulerUnit { get; init; }

    /// <summary>How gradients are kept small; not at all unless set.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>What is done to the batches that are trained on, in order: flips, crops, mixup and their like; nothing unless set.</summary>
    public IReadOnlyList<BatchTransform> Augmentations { get; init => field = [.. NotNull(value)]; } = [];

    /// <summary>What of validation tells a better epoch: "loss", or a metric's name; "loss" unless set. <see cref="Metric.HigherIsBetter"/> says
    /// which way.</summary>
    public string Monitor { get; init => field = NotNull(value); } = "loss";

    /// <summary>Ends a training that gets no better on validation; never unless set.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// Whether the network has the weights of the epoch that was best on validation when the training ends; false, those of the last step, unless
    /// set. After a number that was not finite it has those
    /// before that step in any case.
    /// </summary>
    public bool KeepBest { get; init; }

    /// <summary>What is called at the turns of the training, in order; nothing unless set.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init => field = [.. NotNull(value)]; } = [];

    /// <summary>Where and how often checkpoints are written, and whether to go on from the last; none unless set.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    private static double BelowOne(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1.");

    private static int AtLeastOne(int value, [CallerMemberName] string name = "") =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");

    private static T NotNull<T>(T value, [CallerMemberName] string name = "") => value ?? throw new ArgumentNullException(name);
}
