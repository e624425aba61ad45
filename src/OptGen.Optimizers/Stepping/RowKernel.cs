using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

/// <summary>
/// The step on the processor: for each row the mean of the gradient (or of the step), then one pass over weight, gradient and states.
/// </summary>
/// <remarks>
/// Gives bit for bit what <see cref="RowReference{T, TRule}"/> gives: multiply and add are not fused, and sums are taken in its order,
/// so that results depend neither on the width of the machine's vectors nor on the number of threads. The end of a row that fills no
/// vector is loaded into one whose other lanes are zeros, and those are not stored.
/// </remarks>
internal static unsafe partial class RowKernel<T, TRule, TFrame>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IRule<T>
    where TFrame : struct, IFrame
{
    private const int BatchRows = 64;
    private const int BatchElements = 2048;

    private static int Width => Vector256<T>.Count;

    /// <summary>See <see cref="RowJob.Run"/>. Rows have at least one element.</summary>
    [SkipLocalsInit]
    public static double Run(ref RowJob job, long first, long last)
    {
        var row = new Row(ref job);
        if (job.Location is null)
        {
            row.Offset = first;
            row.Length = last - first;
            row.Step(T.Zero);
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

            if (layout.IsPlain) row.StepRows(first * layout.Length, rows, means);
            else
            {
                for (var index = 0L; index < rows; index++)
                {
                    row.Offset = layout.Offset(first + index);
                    row.Step(means[index]);
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
        private readonly long pieces;
        private readonly long distance;
        private readonly T* weight;
        private readonly T* gradient;
        private readonly T* a;
        private readonly T* b;
        private readonly T* c;
        private readonly VectorCoefficients<T> v;
        private readonly bool coupled;
        private readonly bool coupledInMean;
        private readonly bool shrinks;
        private readonly bool inside;

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
            var coefficients = new Coefficients<T>(job.Rule, job.Frame);
            v = new VectorCoefficients<T>(coefficients);
            coupled = job.Frame.Coupled != 0;
            coupledInMean = coefficients.CoupledInMean;
            shrinks = job.Frame.Shrink != 1;
            inside = job.Frame.Inside != 0;
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
        private readonly double SumBlock(long i, long n) =>
            double.CreateTruncating(TFrame.Decays && coupledInMean ? SumDecayed(gradient + i, weight + i, n) : SumPlain(gradient + i, n));

        private readonly T SumPlain(T* g, long n)
        {
            Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default;
            var end = g + n;
            for (; g <= end - 4 * Width; g += 4 * Width)
            {
                s0 += Vector256.Load(g);
                s1 += Vector256.Load(g + Width);
                s2 += Vector256.Load(g + 2 * Width);
                s3 += Vector256.Load(g + 3 * Width);
            }

            for (; g <= end - Width; g += Width) s0 += Vector256.Load(g);
            if (g < end) s0 += Tail.Load(g, end - g);
            return v.Sign.ToScalar() * RowSum.Fold((s0 + s1) + (s2 + s3));
        }

        private readonly T SumDecayed(T* g, T* w, long n)
        {
            Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default;
            var (sign, decay) = (v.Sign, v.Coupled);
            var end = g + n;
            for (; g <= end - 4 * Width; g += 4 * Width, w += 4 * Width)
            {
                s0 += sign * Vector256.Load(g) + decay * Vector256.Load(w);
                s1 += sign * Vector256.Load(g + Width) + decay * Vector256.Load(w + Width);
                s2 += sign * Vector256.Load(g + 2 * Width) + decay * Vector256.Load(w + 2 * Width);
                s3 += sign * Vector256.Load(g + 3 * Width) + decay * Vector256.Load(w + 3 * Width);
            }

            for (; g <= end - Width; g += Width, w += Width) s0 += sign * Vector256.Load(g) + decay * Vector256.Load(w);
            if (g < end) s0 += sign * Tail.Load(g, end - g) + decay * Tail.Load(w, end - g);
            return RowSum.Fold((s0 + s1) + (s2 + s3));
        }

        private readonly void AdvanceTail(long i, long n, Vector256<T> x, out Vector256<T> sa, out Vector256<T> sb, out Vector256<T> sc)
        {
            sa = TRule.States > 0 ? Tail.Load(a + i, n) : default;
            sb = TRule.States > 1 ? Tail.Load(b + i, n) : default;
            sc = TRule.States > 2 ? Tail.Load(c + i, n) : default;
            TRule.Advance(v, x, ref sa, ref sb, ref sc);
            if (TRule.States > 0) Tail.Store(sa, a + i, n);
            if (TRule.States > 1) Tail.Store(sb, b + i, n);
            if (TRule.States > 2) Tail.Store(sc, c + i, n);
        }

        /// <summary>x: the gradient, less the mean, with the coupled decay.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector256<T> Input(Vector256<T> w, Vector256<T> g, Vector256<T> mean)
        {
            var x = v.Sign * g - mean;
            return TFrame.Decays && coupled ? x + v.Coupled * w : x;
        }

        /// <summary>The step with the decoupled decay that is part of it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector256<T> Whole(Vector256<T> w, Vector256<T> step) => TFrame.Decays && inside ? step + v.Inside * w : step;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector256<T> Changed(Vector256<T> w, Vector256<T> step) => (TFrame.Decays && shrinks ? w * v.Shrink : w) - step;
    }
}
