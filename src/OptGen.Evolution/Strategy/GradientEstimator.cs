using System.Runtime.InteropServices;
using OptGen.Randomness;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>Estimates the gradient of the fitness: the sum of all noise, each weighed by its member's fitness, over population and sigma.</summary>
/// <remarks>
/// Source: Salimans et al., "Evolution Strategies as a Scalable Alternative to Reinforcement Learning" (2017), equation 1. Each element sums its members in their order, so slices of the
/// parameters can be computed by any number of threads: the bits are the same.
/// </remarks>
internal static class GradientEstimator
{
    /// <summary>Elements of a block: with the noise and two sums they stay in the first cache.</summary>
    public const int BlockSize = 2048;

    // So many products are summed in single precision before they are added to the total.
    private const int PartialCount = 64;

    // So many rank-one terms are one product of matrices.
    private const int TermsAtOnce = 512;

    // Factors are written as spans, and of so many numbers at most: 256 MB.
    private const long NumbersAtOnce = 1 << 26;

    /// <summary>Writes the estimate for each parameter.</summary>
    /// <param name="layout">The parameters.</param>
    /// <param name="options">The strategy's options.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="shaped">The shaped fitness of each member.</param>
    /// <param name="estimates">Gets the estimate of each parameter: contiguous, Float32, in this computer's memory.</param>
    /// <param name="threads">How many threads share the work, at least 1.</param>
    /// <param name="known">What of it is known already; null: nothing.</param>
    public static void Estimate(ParameterLayout layout, EvolutionOptions options, long generation, double[] shaped, IReadOnlyList<Tensor> estimates, int threads, KnownEstimate? known = null)
    {
        float[] weights = Weights(options, shaped);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) };
        for (int i = 0; i < layout.Slots.Count; i++)
        {
            if (layout.Slots[i].Rank > 0)
                SumLowRank(layout.Slots[i], options, generation, weights, estimates[i]);
        }
        IEnumerable<(EstimateBlock Block, ArraySegment<float>? Values)> blocks = known?.Blocks ?? Blocks(layout).Select(block => (block, (ArraySegment<float>?)null));
        Parallel.ForEach(blocks.ToList(), parallel, entry =>
        {
            var (block, values) = entry;
            Span<float> destination = MemoryMarshal.Cast<byte, float>(estimates[block.Slot].bytes).Slice(block.First, block.Count);
            if (values is { } there)
                there.AsSpan().CopyTo(destination);
            else
                SumFull(layout.Slots[block.Slot], block.First, options, generation, weights, destination);
        });
    }

    /// <summary>The blocks of all parameters whose noise is of full rank, in order. A block's bits are the same wherever it is summed.</summary>
    public static IEnumerable<EstimateBlock> Blocks(ParameterLayout layout)
    {
        for (int i = 0; i < layout.Slots.Count; i++)
        {
            if (layout.Slots[i].Rank > 0)
                continue;
            for (int first = 0; first < layout.Slots[i].Count; first += BlockSize)
                yield return new EstimateBlock(i, first, Math.Min(BlockSize, layout.Slots[i].Count - first));
        }
    }

    /// <summary>What each noise is multiplied by.</summary>
    public static float[] Weights(EvolutionOptions options, double[] shaped)
    {
        double factor = 1 / (options.Population * options.Sigma);
        var weights = new float[options.Antithetic ? shaped.Length / 2 : shaped.Length];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)((options.Antithetic ? shaped[2 * i] - shaped[2 * i + 1] : shaped[i]) * factor);
        return weights;
    }

    /// <summary>The sum of all noise of a block, in the order of the members.</summary>
    public static void SumFull(ParameterSlot slot, int first, EvolutionOptions options, long generation, float[] weights, Span<float> destination)
    {
        int count = destination.Length;
        Span<float> noise = stackalloc float[count], partial = stackalloc float[count];
        Span<double> total = stackalloc double[count];
        partial.Clear();
        total.Clear();
        for (int source = 0; source < weights.Length; source++)
        {
            ParameterLayout.Sequence(options, generation, source).FastNormals(noise, (ulong)(slot.NoiseOffset + first));
            NoiseKernel.Accumulate(noise, weights[source], partial);
            if ((source + 1) % PartialCount == 0)
                NoiseKernel.Carry(partial, total);
        }
        NoiseKernel.Carry(partial, total);
        for (int i = 0; i < count; i++)
            destination[i] = (float)total[i];
    }

    /// <summary>The sum of w B A^T/sqrt(r) over all members: products of matrices whose inner dimension is members and ranks.</summary>
    private static void SumLowRank(ParameterSlot slot, EvolutionOptions options, long generation, float[] weights, Tensor estimate)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        int rank = slot.Rank, columns = slot.Columns, rows = slot.Rows;
        float scale = 1 / MathF.Sqrt(rank);
        int atOnce = (int)Math.Max(1, Math.Min(TermsAtOnce / rank, NumbersAtOnce / ((long)rank * Math.Max(rows, columns))));
        Tensor sum = estimate.view(rows, columns).zero_();
        for (int first = 0; first < weights.Length; first += atOnce)
        {
            using var block = NewDisposeScope();
            int count = Math.Min(atOnce, weights.Length - first);
            Tensor a = empty(count * rank, columns, dtype: ScalarType.Float32), b = empty(count * rank, rows, dtype: ScalarType.Float32);
            Span<float> aMemory = MemoryMarshal.Cast<byte, float>(a.bytes), bMemory = MemoryMarshal.Cast<byte, float>(b.bytes);
            for (int i = 0; i < count; i++)
            {
                RandomSequence sequence = ParameterLayout.Sequence(options, generation, first + i);
                sequence.FastNormals(aMemory.Slice(i * rank * columns, rank * columns), (ulong)slot.NoiseOffset);
                Span<float> factors = bMemory.Slice(i * rank * rows, rank * rows);
                sequence.FastNormals(factors, (ulong)(slot.NoiseOffset + (long)rank * columns));
                foreach (ref float factor in factors)
                    factor *= weights[first + i] * scale;
            }
            sum.addmm_(b.t(), a, 1, 1);
        }
    }
}
