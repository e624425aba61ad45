using System.Globalization;
using System.Runtime.CompilerServices;

namespace OptGen.Evolution;

/// <summary>How a strategy evolves a network. All of it is part of the result: two runs with equal options, seed and fitness have equal bits.</summary>
public sealed record EvolutionOptions
{
    /// <summary>The number of members of a generation, from 2 to 2^30; 256 unless set. Even where <see cref="Antithetic"/> is set.</summary>
    public int Population { get; init => field = Require(value, value is >= 2 and <= 1 << 30, "Population must be from 2 to 2^30."); } = 256;

    /// <summary>The standard deviation of the noise, above 0, in the parameters' own units; 0.02 unless set.</summary>
    public double Sigma { get; init => field = Require(value, double.IsFinite(value) && value > 0, "Sigma must be a number above 0."); } = 0.02;

    /// <summary>Whether members 2i and 2i + 1 have the same noise with opposite signs, so that what is even in it cancels; true unless set.</summary>
    public bool Antithetic { get; init; } = true;

    /// <summary>What the fitness becomes first; centred ranks unless set.</summary>
    public FitnessShaping Shaping { get; init => field = Require(value, Enum.IsDefined(value), "Shaping must be one of the enumeration's values."); } = FitnessShaping.CenteredRanks;

    /// <summary>What is added to the gradient of each parameter, times the parameter: L2 decay, at least 0; 0 unless set.</summary>
    public double WeightDecay { get; init => field = Require(value, double.IsFinite(value) && value >= 0, "WeightDecay must be a number of at least 0."); }

    /// <summary>The form of the noise; full rank unless set.</summary>
    public Noise Noise { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Noise.FullRank;

    /// <summary>The seed of the noise.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// How many members are evaluated as one piece of work, at least 1; 32 unless set. Even where <see cref="Antithetic"/> is set. Members that are evaluated at once are
    /// rounded together, so this is part of the result, and the number of workers is not.
    /// </summary>
    public int RangeSize { get; init => field = Require(value, value >= 1, "RangeSize must be at least 1."); } = 32;

    /// <summary>
    /// Whether the members of a range are evaluated at once, in one batch, where the noise is of low rank, the fitness is a <see cref="BatchFitness"/> and the network allows it
    /// (<see cref="PopulationEvaluator.WhyOneByOne"/>); true unless set. Otherwise they are evaluated one after the other.
    /// </summary>
    public bool Together { get; init; } = true;

    /// <summary>The pieces of work of a generation, in order.</summary>
    public IEnumerable<MemberRange> Ranges()
    {
        for (int first = 0; first < Population; first += RangeSize)
            yield return new MemberRange(first, Math.Min(RangeSize, Population - first));
    }

    /// <summary>The settings in one line; options are equal if these are.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"population {Population}, sigma {Sigma:r}, {(Antithetic ? "antithetic pairs" : "no pairs")}, {Noise}, {Shaping}, weight decay {WeightDecay:r}, seed {Seed}, ranges of {RangeSize} {(Together ? "together" : "one by one")}");

    /// <summary>Refuses settings that do not go together.</summary>
    /// <exception cref="ArgumentException">Pairs would be torn apart.</exception>
    internal static void Check(EvolutionOptions options)
    {
        if (options.Antithetic && options.Population % 2 != 0)
            throw new ArgumentException($"Population must be even where members come in antithetic pairs, and is {options.Population}.", nameof(options));
        if (options.Antithetic && options.RangeSize % 2 != 0)
            throw new ArgumentException($"RangeSize must be even where members come in antithetic pairs, and is {options.RangeSize}.", nameof(options));
    }

    private static T Require<T>(T value, bool holds, string sentence, [CallerMemberName] string name = "") =>
        holds ? value : throw new ArgumentOutOfRangeException(name, value, sentence);
}
