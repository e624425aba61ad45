using System.Numerics;

namespace OptGen.Masking;

/// <summary>How the bits of a mask are laid down. The values are those in files.</summary>
internal enum MaskCoding
{
    /// <summary>A bit each.</summary>
    Plain = 0,

    /// <summary>By a range coder, every bit with the same probability of a one.</summary>
    Frequency = 1,

    /// <summary>By a range coder, with probabilities that learn from what came before.</summary>
    Contexts = 2
}

/// <summary>A mask as bytes.</summary>
internal readonly record struct CodedMask(MaskCoding Coding, ReadOnlyMemory<byte> Bytes);

/// <summary>Lays masks down in the fewest bytes of three ways, and reads them.</summary>
internal static class MaskCoder
{
    // What a range coder's buffer has beyond the longest message that is wanted: its last word.
    private const int Slack = 16;

    // Contexts are eight times slower than the rest, so of masks from this size on a sample is coded first. What must be gained there is more than chance gains.
    private const int SampledFrom = 1 << 20;
    private const int Bands = 8;
    private const double LeastGain = 0.002;

    /// <summary>The fewest bytes.</summary>
    /// <param name="mask">A bit for each weight, least significant first, zeros after the last.</param>
    /// <param name="shape">The weight's shape.</param>
    /// <param name="kept">How many ones there are.</param>
    public static CodedMask Encode(ReadOnlySpan<byte> mask, ReadOnlySpan<long> shape, long kept)
    {
        var grid = MaskGrid.Of(shape);
        if (kept == 0 || kept == grid.Count) return new CodedMask(MaskCoding.Frequency, default);
        var bits = mask.ToArray(); // the models write each bit back where it was
        var unstructured = Math.Min(bits.Length, FrequencyBytes(grid.Count, kept));
        if (grid.Count < SampledFrom || SampleHasStructure(mask, grid))
        {
            var contexts = Contexts(bits, grid, kept, unstructured);
            if (contexts is { Length: var length } && length < bits.Length) return new CodedMask(MaskCoding.Contexts, contexts);
        }

        if (unstructured < bits.Length)
        {
            var frequency = new byte[bits.Length + Slack];
            var coder = new RangeEncoder(frequency);
            FrequencyModel.Code(ref coder, bits, grid.Count, kept);
            var length = coder.Finish();
            if (!coder.IsFull && length < bits.Length) return new CodedMask(MaskCoding.Frequency, frequency.AsMemory(0, length));
        }

        return new CodedMask(MaskCoding.Plain, bits);
    }

    /// <summary>Reads a mask into zeroed bytes. What is wrong with it, in words; null when nothing is. Bytes that no writer makes may go unnoticed and give some mask.</summary>
    /// <param name="coding">How it is laid down.</param>
    /// <param name="coded">The mask as bytes.</param>
    /// <param name="shape">The weight's shape.</param>
    /// <param name="kept">How many ones there are.</param>
    /// <param name="mask">Receives the bits: a byte for each 8, zeros.</param>
    public static string? Decode(MaskCoding coding, ReadOnlySpan<byte> coded, ReadOnlySpan<long> shape, long kept, Span<byte> mask)
    {
        var grid = MaskGrid.Of(shape);
        if (coding == MaskCoding.Plain)
        {
            if (coded.Length != mask.Length) return $"has {coded.Length} bytes, where {grid.Count} bits take {mask.Length}";
            coded.CopyTo(mask);
            return null;
        }

        if (kept == 0 || kept == grid.Count)
        {
            if (coding != MaskCoding.Frequency || coded.Length != 0) return "is coded, though it keeps all weights or none";
            if (kept != 0) Fill(mask, grid.Count);
            return null;
        }

        var coder = new RangeDecoder(coded);
        if (!coder.IsPossible) return "begins as no mask does";
        if (coding == MaskCoding.Frequency) FrequencyModel.Code(ref coder, mask, grid.Count, kept);
        else ContextModel.Code(ref coder, mask, grid, kept);
        return coder.IsAtEnd ? null : "has bytes after its end";
    }

    /// <summary>The mask coded by contexts, if that takes no more than so many bytes.</summary>
    private static byte[]? Contexts(byte[] bits, MaskGrid grid, long kept, int most)
    {
        var buffer = new byte[most + Slack];
        var coder = new RangeEncoder(buffer);
        if (!ContextModel.Code(ref coder, bits, grid, kept)) return null;
        var length = coder.Finish();
        return coder.IsFull || length > most ? null : buffer[..length];
    }

    /// <summary>Whether contexts gain anything on an eighth of the rows, in bands spread over the mask.</summary>
    private static bool SampleHasStructure(ReadOnlySpan<byte> mask, MaskGrid grid)
    {
        int rows = grid.Count / grid.Width, band = Math.Max(1, rows / (8 * Bands));
        var sample = new byte[mask.Length];
        var row = new byte[grid.Width];
        var sampled = 0;
        for (var at = 0; at < rows; at++)
        {
            if (at / band % 8 != 0) continue;
            BitRows.Unpack(mask, at * grid.Width, row);
            BitRows.Pack(row, sample, sampled);
            sampled += grid.Width;
        }

        sample = sample[..((sampled + 7) / 8)];
        var kept = 0L;
        foreach (var bits in sample) kept += BitOperations.PopCount(bits);
        if (kept == 0 || kept == sampled) return true;
        var most = (int)((1 - LeastGain) * MaskFileDescription.Entropy(sampled, kept) / 8);
        return Contexts(sample, grid with { Count = sampled }, kept, most) is not null;
    }

    /// <summary>Sets the first bits.</summary>
    private static void Fill(Span<byte> mask, int count)
    {
        mask.Fill(255);
        if (count % 8 != 0) mask[^1] = (byte)((1 << (count % 8)) - 1);
    }

    /// <summary>How many bytes <see cref="FrequencyModel"/> takes, to within 3.</summary>
    private static int FrequencyBytes(int count, long kept) => (int)(MaskFileDescription.Entropy(count, kept) / 8) + 1;
}
