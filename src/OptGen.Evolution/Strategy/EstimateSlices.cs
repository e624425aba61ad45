namespace OptGen.Evolution;

/// <summary>
/// The estimate of a strategy with noise of full rank, cut into slices that can be computed by anybody who has the fitness values: no parameters are needed. A slice consists of whole blocks of
/// <see cref="GradientEstimator"/>, so its bits are those that the strategy itself would give.
/// </summary>
internal sealed class EstimateSlices
{
    private readonly EvolutionOptions _options;
    private readonly ParameterLayout _layout;
    private readonly EstimateBlock[] _blocks;
    private readonly int _blocksOfSlice;

    private EstimateSlices(EvolutionOptions options, ParameterLayout layout, EstimateBlock[] blocks, int blocksOfSlice)
    {
        (_options, _layout, _blocks, _blocksOfSlice) = (options, layout, blocks, blocksOfSlice);
        Count = (blocks.Length + blocksOfSlice - 1) / blocksOfSlice;
    }

    /// <summary>How many slices there are, at least 2.</summary>
    public int Count { get; }

    /// <summary>Cuts a strategy's estimate.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="numbers">About how many numbers of noise a slice sums.</param>
    /// <param name="fewestSources">Of how many members, or pairs, an element must be the sum, at least, so that slices are worth their way.</param>
    /// <returns>Null where that is not worth it: the noise is of low rank, elements are sums of too few numbers, or all of it is hardly more than one slice.</returns>
    public static EstimateSlices? Of(EvolutionStrategy strategy, long numbers, int fewestSources)
    {
        EvolutionOptions options = strategy.Options;
        int sources = options.Antithetic ? options.Population / 2 : options.Population;
        if (options.Noise.IsLowRank || sources < fewestSources)
            return null;
        EstimateBlock[] blocks = [.. GradientEstimator.Blocks(strategy.Layout)];
        int blocksOfSlice = (int)Math.Clamp(numbers / ((long)sources * GradientEstimator.BlockSize), 1, int.MaxValue / GradientEstimator.BlockSize);
        return blocks.Length > blocksOfSlice ? new EstimateSlices(options, strategy.Layout, blocks, blocksOfSlice) : null;
    }

    /// <summary>What tells one way of cutting from another.</summary>
    public override string ToString() => $"{Count} of {_blocksOfSlice}";

    /// <summary>The number of elements of a slice.</summary>
    public int Length(int slice) => BlocksOf(slice).Sum(block => block.Count);

    /// <summary>Whether a generation with such fitness has an estimate.</summary>
    public bool IsFor(ReadOnlySpan<double> fitness) => Shaping.Fault(fitness, _options.Shaping) < 0;

    /// <summary>Computes a slice.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="fitness">The fitness of each member; <see cref="IsFor"/> it.</param>
    /// <param name="slice">The number of the slice.</param>
    /// <returns>Its elements, in order.</returns>
    public float[] Compute(long generation, ReadOnlySpan<double> fitness, int slice)
    {
        float[] weights = GradientEstimator.Weights(_options, Shaping.Shape(fitness, _options.Shaping, generation));
        var values = new float[Length(slice)];
        int first = 0;
        foreach (EstimateBlock block in BlocksOf(slice))
        {
            GradientEstimator.SumFull(_layout.Slots[block.Slot], block.First, _options, generation, weights, values.AsSpan(first, block.Count));
            first += block.Count;
        }
        return values;
    }

    /// <summary>The elements of each block that is among slices which are there.</summary>
    /// <param name="slices">The slices, with null for each that is not there.</param>
    public IEnumerable<(EstimateBlock Block, ArraySegment<float>? Values)> Assemble(IReadOnlyList<float[]?> slices)
    {
        for (int slice = 0; slice < Count; slice++)
        {
            int first = 0;
            foreach (EstimateBlock block in BlocksOf(slice))
            {
                yield return (block, slices[slice] is { } values ? (ArraySegment<float>?)new ArraySegment<float>(values, first, block.Count) : null);
                first += block.Count;
            }
        }
    }

    private ArraySegment<EstimateBlock> BlocksOf(int slice) => new(_blocks, slice * _blocksOfSlice, Math.Min(_blocksOfSlice, _blocks.Length - slice * _blocksOfSlice));
}
