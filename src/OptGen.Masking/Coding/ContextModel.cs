using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OptGen.Masking;

/// <summary>Predicts each bit of a mask from those before it, and has a range coder write or read it.</summary>
/// <remarks>
/// Five estimates of the bit's probability learn as they go: of its row, of its column, of its six neighbours, of its place in a group with the number of ones
/// before it in there, and of its place with the bits it is related to. Each is a logit; what they differ by from the logit of the kept fraction is
/// weighted, added to that and made a probability again, and the weights descend the code length's gradient. Independent evidence adds up in logits: a mask whose rows
/// and columns have densities of their own needs the weights 1, 1, 0, 0, 0. A mask without structure has differences near zero, and costs its entropy and little more.
/// All is in whole numbers: docs/masking-format.md has it step by step.
/// </remarks>
internal static class ContextModel
{
    private const int CountBits = 10;
    private const int ProbabilityBits = 22;
    private const int Counts = 1 << CountBits;
    private const int LearningShift = 14;
    private const long Half = 1L << (LearningShift - 1);
    private const int WeightBits = 16;
    private const long DensityWeight = 3L << (WeightBits - 2), OtherWeight = 3L << (WeightBits - 3);
    private const int RowTrust = 20, ColumnTrust = 6, OtherTrust = 16;
    private const int NeighbourStates = 64, OnesInGroup = 16, RelatedStates = 8;

    // How far an estimate that has seen so many bits goes towards the next one, in units of 2^-16: 1/(seen + 3/2), rounded down. The last bit is what is then added to the number
    // seen: 1, or 0 at its end.
    private static readonly long[] Rates = [.. Enumerable.Range(0, Counts).Select(seen => ((2L << WeightBits) / ((2 * seen) + 3) << 1) | (seen < Counts - 1 ? 1L : 0))];

    /// <summary>Writes or reads a mask.</summary>
    /// <param name="coder">The writer or reader.</param>
    /// <param name="mask">The mask, a bit for each weight; zeros before it is read.</param>
    /// <param name="grid">Its rows.</param>
    /// <param name="kept">How many ones it has: from 1 to one less than all.</param>
    /// <returns>Whether it went to the end: a writer whose buffer is full does not.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Code<TCoder>(ref TCoder coder, Span<byte> mask, MaskGrid grid, long kept)
        where TCoder : struct, IRangeCoder, allows ref struct
    {
        ref var probabilities = ref MemoryMarshal.GetArrayDataReference(Logistic.Probabilities);
        ref var logits = ref MemoryMarshal.GetArrayDataReference(Logistic.Logits);
        ref var rates = ref MemoryMarshal.GetArrayDataReference(Rates);

        // The kept fraction as a state's probability, and as a logit.
        var fraction = (uint)Math.Clamp((kept << ProbabilityBits) / grid.Count, 1 << CountBits, (1 << ProbabilityBits) - (1 << CountBits));
        long reference = Unsafe.Add(ref logits, fraction >> CountBits);
        var start = Logistic.Of(kept, grid.Count);
        var rarer = Math.Min(kept, grid.Count - kept);

        // All other states in one array; group states lie 16, related ones 8 apart.
        var columns = NewStates(grid.Width, fraction, Seen(ColumnTrust, grid.Count, rarer));
        var states = NewStates(NeighbourStates + grid.Period * (OnesInGroup + RelatedStates), fraction, Seen(OtherTrust, grid.Count, rarer));
        var rowStart = (fraction << CountBits) | Seen(RowTrust, grid.Count, rarer);
        ref var groups = ref states[NeighbourStates];
        ref var related = ref states[NeighbourStates + grid.Period * OnesInGroup];
        ref var neighbours = ref states[0];

        // Rows as bytes, with zeros around them: before a row lies what its first bits are related to.
        var margin = Math.Max(grid.Back, Math.Max(grid.Above, 2));
        var current = new byte[margin + grid.Width + 1];
        var above = new byte[margin + grid.Width + 1];
        var twoAbove = new byte[margin + grid.Width + 1];

        long rowWeight = DensityWeight, columnWeight = DensityWeight, neighbourWeight = OtherWeight, groupWeight = OtherWeight, relatedWeight = OtherWeight;
        for (var index = 0; index < grid.Count; index += grid.Width)
        {
            if (coder.IsFull) return false;
            var row = rowStart;
            ref var bits = ref current[margin];
            ref var up = ref above[margin];
            ref var upUp = ref twoAbove[margin];
            int upper = up, place = 0, ones = 0;
            var width = Math.Min(grid.Width, grid.Count - index);
            BitRows.Unpack(mask, index, current.AsSpan(margin, width));
            for (var column = 0; column < width; column++)
            {
                int left = Unsafe.Add(ref bits, column - 1), leftLeft = Unsafe.Add(ref bits, column - 2);
                upper = ((upper << 1) | Unsafe.Add(ref up, column + 1)) & 7;
                ref var columnState = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(columns), column);
                ref var neighbourState = ref Unsafe.Add(ref neighbours, (leftLeft << 5) | (left << 4) | (upper << 1) | Unsafe.Add(ref upUp, column));
                ref var groupState = ref Unsafe.Add(ref groups, (place * OnesInGroup) + Math.Min(ones, OnesInGroup - 1));
                ref var relatedState = ref Unsafe.Add(ref related, (place * RelatedStates) + (left << 2)
                    + (Unsafe.Add(ref bits, column - grid.Above) << 1) + Unsafe.Add(ref bits, column - grid.Back));

                var rowLogit = Unsafe.Add(ref logits, row >> 20) - reference;
                var columnLogit = Unsafe.Add(ref logits, columnState >> 20) - reference;
                var neighbourLogit = Unsafe.Add(ref logits, neighbourState >> 20) - reference;
                var groupLogit = Unsafe.Add(ref logits, groupState >> 20) - reference;
                var relatedLogit = Unsafe.Add(ref logits, relatedState >> 20) - reference;
                var sum = (rowWeight * rowLogit) + (columnWeight * columnLogit) + (neighbourWeight * neighbourLogit) + (groupWeight * groupLogit) + (relatedWeight * relatedLogit);
                var logit = Math.Clamp(start + (sum >> WeightBits), Logistic.Lowest, Logistic.Highest);
                int probability = Unsafe.Add(ref probabilities, (nint)logit - Logistic.Lowest);

                var bit = coder.Code(Unsafe.Add(ref bits, column), (uint)probability << 16);
                Unsafe.Add(ref bits, column) = (byte)bit;

                long error = (bit << 16) - probability;
                rowWeight += ((rowLogit * error) + Half) >> LearningShift;
                columnWeight += ((columnLogit * error) + Half) >> LearningShift;
                neighbourWeight += ((neighbourLogit * error) + Half) >> LearningShift;
                groupWeight += ((groupLogit * error) + Half) >> LearningShift;
                relatedWeight += ((relatedLogit * error) + Half) >> LearningShift;
                Learn(ref row, bit, ref rates);
                Learn(ref columnState, bit, ref rates);
                Learn(ref neighbourState, bit, ref rates);
                Learn(ref groupState, bit, ref rates);
                Learn(ref relatedState, bit, ref rates);

                ones += bit;
                if (++place == grid.Period) place = ones = 0;
            }

            BitRows.Pack(current.AsSpan(margin, width), mask, index);
            (current, above, twoAbove) = (twoAbove, current, above);
        }

        return true;
    }

    // The upper 22 bits are the probability, which stays below 2^22 since no rate reaches 1/2; the lower 10 count the bits seen. The step is computed in the probability's
    // place, and what it has below that place is cut off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Learn(ref uint state, int bit, ref long rates)
    {
        long old = state, seen = old & (Counts - 1);
        var step = (((((long)bit << 32) - (old - seen)) * (Unsafe.Add(ref rates, (nint)seen) >> 1)) + (1L << (15 + CountBits))) >> 16;
        state = (uint)(old + (step & -Counts) + (Unsafe.Add(ref rates, (nint)seen) & 1));
    }

    // A new estimate counts as one that has seen some of the rarer bits.
    private static uint Seen(int trust, long count, long rarer) => (uint)Math.Min(Counts - 24, trust * count / (2 * rarer));

    private static uint[] NewStates(int count, uint fraction, uint seen)
    {
        var states = new uint[count];
        Array.Fill(states, (fraction << CountBits) | seen);
        return states;
    }
}
