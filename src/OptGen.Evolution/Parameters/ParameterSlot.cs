namespace OptGen.Evolution;

/// <summary>Where one parameter's noise stands in a member's sequence.</summary>
/// <param name="Name">The name in state_dict.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Rank">The rank of its noise; 0 for full noise.</param>
/// <param name="NoiseOffset">The index of its first number.</param>
internal sealed record ParameterSlot(string Name, IReadOnlyList<long> Shape, int Rank, long NoiseOffset)
{
    /// <summary>The number of elements.</summary>
    public int Count { get; } = checked((int)Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>The rows of the matrix: the first dimension.</summary>
    public int Rows => Shape.Count == 0 ? 1 : (int)Shape[0];

    /// <summary>The columns of the matrix: all other dimensions.</summary>
    public int Columns => Rows == 0 ? 0 : Count / Rows;

    /// <summary>How many numbers its noise takes: first the r rows of A^T, each as long as the matrix has columns, then the r rows of B^T.</summary>
    public int NoiseCount => Rank == 0 ? Count : checked(Rank * (Rows + Columns));
}
