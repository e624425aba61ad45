namespace OptGen.Evolution;

/// <summary>The form of the noise that makes members of the parameters.</summary>
/// <remarks>
/// A member's noise is a function of the seed, the generation, the member and the place in the parameters; no table of it is kept, and nothing of it is sent.
/// </remarks>
public sealed record Noise
{
    /// <summary>The rank where every element has a number of its own.</summary>
    private const int Full = 0;

    private Noise(int rank) => Rank = rank;

    /// <summary>Every element of every parameter gets a standard normal number of its own.</summary>
    public static Noise FullRank { get; } = new(Full);

    /// <summary>The rank of low-rank noise; 0 for full rank.</summary>
    public int Rank { get; }

    /// <summary>Whether it is of low rank.</summary>
    public bool IsLowRank => Rank != Full;

    /// <summary>
    /// A parameter of two or more dimensions, seen as a matrix with a row for each index of the first, gets E = A B^T/sqrt(r), where A and B have r columns of standard normal
    /// numbers; the elements of E have mean 0 and variance 1. Other parameters get full noise.
    /// </summary>
    /// <param name="rank">r, at least 1.</param>
    /// <remarks>
    /// Of linear layers E is never formed: x(W + sE) = xW + s(xA)B^T/sqrt(r), so many members are evaluated at little more than the price of one product each. Source:
    /// "Evolution Strategies at the Hyperscale" (arXiv 2511.16652, 2025).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rank"/> is below 1.</exception>
    public static Noise LowRank(int rank = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        return new(rank);
    }

    /// <summary>"full rank", or "rank 1".</summary>
    public override string ToString() => IsLowRank ? $"rank {Rank}" : "full rank";
}
