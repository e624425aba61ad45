using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Is called at the turns of a training; derive from it, and override what is wanted.</summary>
/// <remarks>All methods run on the training's thread, between the operations that they are named after, each in a dispose scope of its own.</remarks>
public abstract class TrainingCallback
{
    /// <summary>Training begins, or goes on from a checkpoint.</summary>
    public virtual void OnStart(TrainingContext context)
    {
    }

    /// <summary>The gradients of a step were computed, checked and clipped; the optimiser has not used them yet.</summary>
    public virtual void OnGradients(TrainingContext context)
    {
    }

    /// <summary>A step was done.</summary>
    public virtual void OnStep(TrainingContext context, StepReport report)
    {
    }

    /// <summary>An epoch was done, and validated.</summary>
    public virtual void OnEpoch(TrainingContext context, EpochReport report)
    {
    }

    /// <summary>Training has ended, however it did; not called after an exception.</summary>
    public virtual void OnEnd(TrainingContext context, TrainingReport report)
    {
    }

    /// <summary>What checkpoints are to keep of this callback; null, for nothing, unless overridden.</summary>
    public virtual string? SaveState() => null;

    /// <summary>Takes back what <see cref="SaveState"/> gave, before <see cref="OnStart"/>.</summary>
    public virtual void LoadState(string state)
    {
    }
}

/// <summary>Where a training is.</summary>
public sealed class TrainingContext
{
    internal TrainingContext(nn.Module model, optim.Optimizer optimizer, TrainingOptions options)
    {
        Model = model;
        Optimizer = optimizer;
        Options = options;
    }

    /// <summary>The network.</summary>
    public nn.Module Model { get; }

    /// <summary>The optimiser; the trainer disposes it.</summary>
    public optim.Optimizer Optimizer { get; }

    /// <summary>How it is trained.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; internal set; } = 1;

    /// <summary>How many steps of the epoch are done.</summary>
    public long Step { get; internal set; }

    /// <summary>How many steps are done since the training began, those before an interruption included.</summary>
    public long TotalSteps { get; internal set; }

    /// <summary>The number of steps of an epoch; null where the data does not say.</summary>
    public long? StepsPerEpoch { get; internal set; }

    internal bool StopRequested { get; private set; }

    /// <summary>Ends the training before its next step.</summary>
    public void Stop() => StopRequested = true;
}
