using System.Runtime.InteropServices;
using OptGen.Randomness;
using static TorchSharp.torch;

namespace OptGen.Evolution;

/// <summary>Draws the factors of one layer's noise for the members of a range.</summary>
internal static class LayerNoise
{
    /// <summary>Draws them, in the current dispose scope.</summary>
    /// <param name="layout">The parameters.</param>
    /// <param name="weight">The weight's number; -1 where it is not evolved.</param>
    /// <param name="bias">The bias's number; -1 where it is not evolved.</param>
    /// <param name="origin">The parameters, whose type and device the factors get.</param>
    /// <param name="options">The strategy's options.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="range">The members.</param>
    /// <param name="isShared">Whether all members have the same input.</param>
    public static LayerPerturbation Create(
        ParameterLayout layout, int weight, int bias, IReadOnlyList<Tensor> origin, EvolutionOptions options, long generation, MemberRange range, bool isShared)
    {
        int perSource = options.Antithetic ? 2 : 1, firstSource = range.First / perSource, sources = range.Count / perSource;
        Tensor? input = null, output = null, shift = null;
        if (weight >= 0)
        {
            ParameterSlot slot = layout.Slots[weight];
            int rank = slot.Rank, columns = slot.Columns, rows = slot.Rows;
            float scale = (float)(options.Sigma / Math.Sqrt(rank));
            input = Build([sources, rank, columns], (source, destination) =>
            {
                ParameterLayout.Sequence(options, generation, firstSource + source).FastNormals(destination, (ulong)slot.NoiseOffset);
            }, origin[weight]);
            output = Build([range.Count, rank, rows], (member, destination) =>
            {
                // The second of a pair is the first with the other sign; both stand side by side.
                ParameterLayout.Sequence(options, generation, (range.First + member) / perSource).FastNormals(destination, (ulong)(slot.NoiseOffset + (long)rank * columns));
                float factor = perSource == 2 && member % 2 != 0 ? -scale : scale;
                foreach (ref float number in destination)
                    number *= factor;
            }, origin[weight]);
        }
        if (bias >= 0)
        {
            ParameterSlot slot = layout.Slots[bias];
            shift = Build([range.Count, 1, slot.Count], (member, destination) =>
            {
                ParameterLayout.Sequence(options, generation, (range.First + member) / perSource).FastNormals(destination, (ulong)slot.NoiseOffset);
                float factor = (float)(perSource == 2 && member % 2 != 0 ? -options.Sigma : options.Sigma);
                foreach (ref float number in destination)
                    number *= factor;
            }, origin[bias]);
        }
        return new LayerPerturbation(range.Count, sources, isShared, input, output, shift);
    }

    private delegate void FillIn(int index, Span<float> destination);

    private static Tensor Build(long[] shape, FillIn fill, Tensor like)
    {
        // It is written as one span of bytes.
        if (shape[0] * shape[1] * shape[2] > int.MaxValue / sizeof(float))
            throw new EvolutionException($"The noise of {shape[0]} members for a layer has {shape[0] * shape[1] * shape[2]} numbers; {int.MaxValue / sizeof(float)} are possible at once. Take a smaller EvolutionOptions.RangeSize.");
        Tensor numbers = empty(shape, ScalarType.Float32);
        Span<float> memory = MemoryMarshal.Cast<byte, float>(numbers.bytes);
        int length = (int)(shape[1] * shape[2]);
        for (int i = 0; i < shape[0]; i++)
            fill(i, memory.Slice(i * length, length));
        return numbers.to(like.dtype, like.device);
    }
}
