using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>When a scheduler of torch steps.</summary>
public enum SchedulerUnit
{
    /// <summary>After each epoch, as most of them expect.</summary>
    Epoch = 0,

    /// <summary>After each step, as OneCycleLR and CyclicLR expect.</summary>
    Step
}

/// <summary>A scheduler of torch and what it was told, so that it can be brought to the same place again.</summary>
/// <remarks>
/// TorchSharp's schedulers (0.107.0) have no state_dict, and keep their state where nobody else reads it. But they depend on nothing except their
/// steps:
/// a new one that takes the same steps on a new optimiser is where the old one was.
/// </remarks>
internal sealed class SchedulerRun
{
    private readonly optim.lr_scheduler.LRScheduler _scheduler;

    public SchedulerRun(optim.lr_scheduler.LRScheduler scheduler) => _scheduler = scheduler;

    /// <summary>The number of steps that it has taken.</summary>
    public long Steps { get; private set; }

    /// <summary>What it was told at each step, where it asks for something.</summary>
    public List<double> Values { get; } = [];

    public bool WantsValue => _scheduler is optim.lr_scheduler.impl.ReduceLROnPlateau;

    public void Step(double? value)
    {
        Steps++;
        if (!WantsValue)
        {
            _scheduler.step();
            return;
        }
        double told = value ?? throw new InvalidOperationException("ReduceLROnPlateau goes by the validation loss, so it needs a validation set and steps after epochs.");
        Values.Add(told);
        _scheduler.step(told, null);
    }

    public void Replay(long steps, IReadOnlyList<double> values)
    {
        for (long i = 0; i < steps; i++)
            Step(WantsValue ? values[(int)i] : null);
    }
}
