using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>How a network is trained. Values are checked where they are set; a changed copy is made by <c>with</c>.</summary>
public sealed record TrainingOptions
{
    /// <summary>How often every training sample is seen, at least 1; 10 unless set.</summary>
    public int Epochs { get; init => field = AtLeastOne(value); } = 10;

    /// <summary>Samples per step, at least 1; 128 unless set. An epoch's last step takes what is left.</summary>
    public int BatchSize { get; init => field = AtLeastOne(value); } = 128;

    /// <summary>Samples per forward pass of an evaluation, at least 1; 1000 unless set. It changes memory and time, not results.</summary>
    public int EvaluationBatchSize { get; init => field = AtLeastOne(value); } = 1000;

    /// <summary>The share of samples set aside to validate by, at least 0 and below 1; 0.1 unless set. 0 leaves validation out.</summary>
    public double ValidationFraction { get; init => field = BelowOne(value); } = 0.1;

    /// <summary>Decides the split, the order of the samples, and what random layers such as dropout draw; 0 unless set.</summary>
    public long Seed { get; init; }

    /// <summary>Makes the optimiser for the network's parameters; AdamW at 0.001 with weight decay 0.01 unless set. The trainer disposes it.</summary>
    public Func<IEnumerable<Parameter>, optim.Optimizer> Optimizer { get; init; } =
        parameters => optim.AdamW(parameters, lr: 1e-3, weight_decay: 0.01);

    /// <summary>Scales the optimiser's learning rates from step to step; constant unless set.</summary>
    public LearningRateSchedule Schedule { get; init; } = new ConstantLearningRate();

    private static double BelowOne(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1.");

    private static int AtLeastOne(int value, [CallerMemberName] string name = "") =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");
}
