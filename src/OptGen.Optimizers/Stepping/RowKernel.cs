using System.Numerics;
using System.Runtime.CompilerServices;

namespace OptGen.Optimizers;

/// <summary>
/// The step on the processor: for each row the mean of the gradient (or of the step), then one pass over weight, gradient and states.
/// </summary>
/// <remarks>
/// Gives bit for bit what <see cref="RowReference{T, TRule}"/> gives: multiply and add are not fused, and sums are taken in the order of
/// <see cref="RowSum"/>, so that results depend neither on the width of the machine's vectors nor on the number of threads. The end of a
/// row that fills no vector is loaded into one whose other lanes are zeros, and those are not stored.
/// </remarks>
internal static unsafe partial class RowKernel<T, TLanes, TRule, TFrame>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TRule : struct, IRule
    where TFrame : struct, IFrame
{
    private const int BatchRows = 64;

    /// <summary>Two gradients of so many elements stay in the first cache: of the rows that are stepped, and of those that come next.</summary>
    private const int BatchElements = 2048;

    /// <summary>Above this many bytes a row's gradient is not asked for ahead: it would have left the cache by then.</summary>
    private const int BytesAhead = 256 * 1024;

    private static int Width => TLanes.Count;

    /// <summary>See <see cref="RowJob.Run"/>. Rows have at least one element.</summary>
    [SkipLocalsInit]
    public static double Run(ref RowJob job, long first, long last)
    {
        var row = new Row(ref job);
        if (job.Location is null)
        {
            row.Offset = first;
            row.Length = last - first;
            row.Step(TLanes.All(T.Zero));
            return 0;
        }

        var removed = 0.0;
        var (layout, scale) = (job.Layout, 1.0 / job.Layout.FanIn);
        if (job.Location == CentralizationLocation.Update)
        {
            for (var index = first; index < last; index++)
            {
                row.Offset = layout.Offset(index);
                var mean = row.AdvanceAndSum() * scale;
                removed += mean * mean;
                row.Finish(T.CreateTruncating(mean));
            }

            return removed * layout.FanIn;
        }

        // Means first, for as many rows as the cache holds the gradients of; then one pass over all of these.
        var batch = Math.Clamp(BatchElements / layout.FanIn, 1, BatchRows);
        var means = stackalloc T[BatchRows];
        for (; first < last; first += batch)
        {
            var rows = Math.Min(batch, last - first);
            for (var index = 0L; index < rows; index++)
            {
                row.Offset = layout.Offset(first + index);
                var mean = row.SumGradient() * scale;
                removed += mean * mean;
                means[index] = T.CreateTruncating(mean);
            }

            if (layout.IsPlain)
            {
                row.Ahead = job.IsStreamed && first + rows < last && layout.Length * sizeof(T) <= BytesAhead ? rows * layout.Length : 0;
                row.StepRows(first * layout.Length, rows, means);
            }
            else
            {
                for (var index = 0L; index < rows; index++)
                {
                    row.Offset = layout.Offset(first + index);
                    row.Step(TLanes.All(means[index]));
                }
            }
        }

        return removed * layout.FanIn;
    }

    /// <summary>One row: pieces of equal length at equal distances.</summary>
    private ref partial struct Row
    {
        public long Offset;
        public long Length;

        /// <summary>So many elements further on lies the gradient to ask for ahead; 0: nothing is asked for.</summary>
        public long Ahead;

        private readonly long pieces;
        private readonly long distance;
        private readonly T* weight;
        private readonly T* gradient;
        private readonly T* a;
        private readonly T* b;
        private readonly T* c;
        private readonly Coefficients<TLanes> k;
        private readonly T sign;
        private readonly T coupled;

        public Row(ref RowJob job)
        {
            Length = job.Layout.Length;
            pieces = job.Location is null ? 1 : job.Layout.Inputs;
            distance = job.Layout.Outputs * job.Layout.Length;
            weight = (T*)job.Weight;
            gradient = (T*)job.Gradient;
            a = (T*)job.A;
            b = (T*)job.B;
            c = (T*)job.C;
            k = new Coefficients<TLanes>(job.Rule, job.Frame);
            sign = T.CreateTruncating(job.Frame.Sign);
            coupled = T.CreateTruncating(job.Frame.Coupled);
        }

        /// <summary>The sum of the gradient, with the decay where that is inside.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly double SumGradient()
        {
            if (pieces == 1 && Length <= RowSum.Block) return SumBlock(Offset, Length);
            var total = 0.0;
            for (var piece = 0L; piece < pieces; piece++)
            {
                var i = Offset + piece * distance;
                var end = i + Length;
                for (; i < end; i += RowSum.Block) total += SumBlock(i, Math.Min(RowSum.Block, end - i));
            }

            return total;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly double SumBlock(long i, long n) => double.CreateTruncating(TFrame.Decays && k.CoupledInMean
            ? RowSum.Decayed(gradient + i, weight + i, n, sign, coupled)
            : sign * RowSum.Plain(gradient + i, n));

        /// <summary>Takes whole lanes of the gradient into the states and returns the step.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TLanes Advance(T* p, T* q, T* r, TLanes old, TLanes fresh, TLanes mean)
        {
            var sa = TRule.States > 0 ? TLanes.Load(p) : default;
            var sb = TRule.States > 1 ? TLanes.Load(q) : default;
            var sc = TRule.States > 2 ? TLanes.Load(r) : default;
            var x = StepFormula<TLanes, TRule, TFrame>.Input(k, old, fresh, mean);
            TRule.Advance(k, x, ref sa, ref sb, ref sc);
            if (TRule.States > 0) TLanes.Store(sa, p);
            if (TRule.States > 1) TLanes.Store(sb, q);
            if (TRule.States > 2) TLanes.Store(sc, r);
            return StepFormula<TLanes, TRule, TFrame>.Step(k, old, x, sa, sb, sc);
        }

        /// <summary>The same for the first n lanes.</summary>
        private readonly TLanes AdvanceFirst(long i, long n, TLanes old, TLanes mean)
        {
            var sa = TRule.States > 0 ? TLanes.LoadFirst(a + i, n) : default;
            var sb = TRule.States > 1 ? TLanes.LoadFirst(b + i, n) : default;
            var sc = TRule.States > 2 ? TLanes.LoadFirst(c + i, n) : default;
            var x = StepFormula<TLanes, TRule, TFrame>.Input(k, old, TLanes.LoadFirst(gradient + i, n), mean);
            TRule.Advance(k, x, ref sa, ref sb, ref sc);
            if (TRule.States > 0) TLanes.StoreFirst(sa, a + i, n);
            if (TRule.States > 1) TLanes.StoreFirst(sb, b + i, n);
            if (TRule.States > 2) TLanes.StoreFirst(sc, c + i, n);
            return StepFormula<TLanes, TRule, TFrame>.Step(k, old, x, sa, sb, sc);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TLanes Changed(TLanes old, TLanes step) => StepFormula<TLanes, TRule, TFrame>.Changed(k, old, step);
    }
}
