namespace OptGen.Evolution.Redis;

/// <summary>From when on the update is shared among workers, and in how large pieces.</summary>
/// <param name="Numbers">About how many numbers of noise a slice sums.</param>
/// <param name="FewestSources">Of how many members, or pairs, an element must be the sum.</param>
internal readonly record struct SliceRule(long Numbers, int FewestSources)
{
    /// <summary>
    /// A number takes about 2 ns, so a slice takes about 20 ms: long against the few milliseconds that a piece of work takes over Redis, and short enough to be shared evenly. An element takes
    /// four bytes, which each process reads, at about 1 ns a byte on one machine and ten times that in a network: 32 sources, 64 ns, are worth that.
    /// </summary>
    public static SliceRule Default { get; } = new(8_000_000, 32);

    /// <summary>How a strategy's estimate is cut; null: not at all.</summary>
    public EstimateSlices? Cut(EvolutionStrategy strategy) => EstimateSlices.Of(strategy, Numbers, FewestSources);
}
