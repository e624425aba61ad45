using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Which weights a <see cref="PrunedNetwork"/> keeps.</summary>
public enum PruningCriterion
{
    /// <summary>Those of the greatest magnitudes; of equal ones the first.</summary>
    Magnitude,

    /// <summary>Random ones, by a seed.</summary>
    Random
}

/// <summary>How a network is pruned. Immutable.</summary>
public sealed record PruningOptions
{
    /// <summary>Which weights are kept: at first those of the greatest magnitudes.</summary>
    public PruningCriterion Criterion { get; init; }

    /// <summary>The fraction of weights that are kept, above 0 and at most 1: 0.1 is a pruning ratio of 90 %. Of n weights the nearest whole number, at least one.</summary>
    public double Kept { get; init; } = 0.1;

    /// <summary>Whether the fraction is each layer's or the whole network's.</summary>
    public MaskBudget Budget { get; init; }

    /// <summary>What random choices are a function of.</summary>
    public ulong Seed { get; init; }

    /// <summary>Which layers are left as they are, by the module's name and the module. Null for none.</summary>
    public Func<string, nn.Module, bool>? Except { get; init; }

    internal void Check()
    {
        if (!Enum.IsDefined(Criterion)) throw new ArgumentOutOfRangeException(nameof(Criterion), Criterion, "There is no such criterion.");
        if (!Enum.IsDefined(Budget)) throw new ArgumentOutOfRangeException(nameof(Budget), Budget, "There is no such budget.");
        KeptFraction.Require(Kept);
    }
}
