namespace OptGen.Evolution;

/// <summary>What others have computed of a generation's estimate; a strategy computes the rest (<see cref="EvolutionStrategy.Known"/>).</summary>
/// <param name="cut">How the estimate is cut.</param>
/// <param name="generation">The generation.</param>
/// <param name="fitness">The fitness that it was estimated from; kept.</param>
internal sealed class KnownEstimate(EstimateSlices cut, long generation, double[] fitness)
{
    private readonly float[]?[] _slices = new float[cut.Count][];

    /// <summary>A slice; null where nobody has computed it.</summary>
    public float[]? this[int slice]
    {
        get => _slices[slice];
        set => _slices[slice] = value;
    }

    /// <summary>The numbers of the slices that are not there.</summary>
    public int[] Lacking => [.. Enumerable.Range(0, _slices.Length).Where(slice => _slices[slice] is null)];

    /// <summary>All blocks of the estimate, with their values where they are there.</summary>
    public IEnumerable<(EstimateBlock Block, ArraySegment<float>? Values)> Blocks => cut.Assemble(_slices);

    /// <summary>Whether it is the estimate of a generation from these values, bit for bit.</summary>
    public bool IsOf(long otherGeneration, ReadOnlySpan<double> otherFitness) =>
        generation == otherGeneration && System.Runtime.InteropServices.MemoryMarshal.AsBytes(otherFitness).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(fitness));
}
