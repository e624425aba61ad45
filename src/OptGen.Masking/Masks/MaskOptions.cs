using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>How a network is masked. Immutable; the defaults are those of the paper (PEMN, arXiv 2210.06699) but for the gains, which the reference lacks.</summary>
public sealed record MaskOptions
{
    /// <summary>How the frozen weights are cut from a prototype: at first <see cref="MaxLayerFill"/>.</summary>
    public Fill Fill { get; init; } = new MaxLayerFill();

    /// <summary>What the prototype's values are: at first normal numbers.</summary>
    public FillValues Values { get; init; } = FillValues.Normal;

    /// <summary>What the prototype, its arrangement and the first scores are a function of, on every machine.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the prototype's values are rounded to 16 bits, so that a file that stores them needs half the bytes.</summary>
    public bool HalfPrecisionPrototype { get; init; }

    /// <summary>
    /// Whether each layer has a gain of its own, sqrt(2/fan-in), whatever its values come from. Without, every layer has the gain of the layer that the prototype belongs to,
    /// as in the reference, so that layers with fewer inputs than the largest one have too small weights.
    /// </summary>
    public bool GainPerLayer { get; init; } = true;

    /// <summary>Whether gains are divided by the square root of the kept fraction, which makes up for the removed weights.</summary>
    public bool GainForKept { get; init; }

    /// <summary>The fraction of weights that are kept, above 0 and at most 1: of n weights the whole number nearest to it, at least one. At first a half.</summary>
    public double Kept { get; init; } = 0.5;

    /// <summary>Fractions for some layers, by the weight's name (<c>stem.weight</c>), or null for those that keep <see cref="Kept"/>. Not with a global budget.</summary>
    public Func<string, double?>? KeptOf { get; init; }

    /// <summary>How <see cref="Kept"/> changes in training: <see cref="MaskedNetwork.Step"/> goes on by a step. Null keeps it.</summary>
    public KeptSchedule? Schedule { get; init; }

    /// <summary>Whether the fraction is each layer's or the whole network's.</summary>
    public MaskBudget Budget { get; init; }

    /// <summary>By what weights are chosen: at first the magnitude of their scores.</summary>
    public ScoreKind Scores { get; init; }

    /// <summary>Whether the parameters of normalization layers stay trained; otherwise they are frozen as they are.</summary>
    public bool LearnNorms { get; init; } = true;

    /// <summary>Whether the biases of masked layers stay trained; otherwise they are frozen as they are.</summary>
    public bool LearnBiases { get; init; } = true;

    /// <summary>Which layers are left as they are, by the module's name (<c>stem</c>) and the module. Null for none.</summary>
    public Func<string, nn.Module, bool>? Except { get; init; }

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Fill);
        if (!Enum.IsDefined(Values)) throw new ArgumentOutOfRangeException(nameof(Values), Values, "There are no such values.");
        if (!Enum.IsDefined(Budget)) throw new ArgumentOutOfRangeException(nameof(Budget), Budget, "There is no such budget.");
        if (!Enum.IsDefined(Scores)) throw new ArgumentOutOfRangeException(nameof(Scores), Scores, "There is no such kind of scores.");
        KeptFraction.Require(Kept);
        Schedule?.Check();
        if (KeptOf is not null && Budget == MaskBudget.Global)
            throw new ArgumentException("With a global budget layers have no fractions of their own: leave out KeptOf, or take MaskBudget.PerLayer.", nameof(KeptOf));
    }
}
