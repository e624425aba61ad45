using OptGen.Randomness;

namespace OptGen.Evolution;

/// <summary>The noise of single members, written out in full.</summary>
internal static class MemberNoise
{
    /// <summary>Fills in one parameter's noise; that of low rank is formed.</summary>
    /// <param name="sequence">The member's sequence.</param>
    /// <param name="slot">The parameter.</param>
    /// <param name="destination">As long as the parameter.</param>
    public static void Fill(RandomSequence sequence, ParameterSlot slot, Span<float> destination)
    {
        if (slot.Rank == 0)
        {
            sequence.FastNormals(destination, (ulong)slot.NoiseOffset);
            return;
        }
        var factors = new float[slot.NoiseCount];
        sequence.FastNormals(factors, (ulong)slot.NoiseOffset);
        int rows = slot.Rows, columns = slot.Columns;
        float scale = 1 / MathF.Sqrt(slot.Rank);
        destination.Clear();
        for (int j = 0; j < slot.Rank; j++)
        {
            ReadOnlySpan<float> a = factors.AsSpan(j * columns, columns), b = factors.AsSpan(slot.Rank * columns + j * rows, rows);
            for (int row = 0; row < rows; row++)
                NoiseKernel.Accumulate(a, b[row] * scale, destination.Slice(row * columns, columns));
        }
    }
}
