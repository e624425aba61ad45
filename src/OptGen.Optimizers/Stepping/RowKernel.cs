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
internal static unsafe class RowKernel<T, TRule, TFrame>
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
    private ref struct Row
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

        /// <summary>The whole step where the gradient is centralized, or nothing is.</summary>
        public readonly void Step(T mean)
        {
            var means = Vector256.Create(mean);
            for (var piece = 0L; piece < pieces; piece++)
            {
                var i = Offset + piece * distance;
                var end = i + Length;
                i = StepVectors(i, end, means);
                if (i < end) StepTail(i, end - i, means);
            }
        }

        /// <summary>Steps whole vectors from i on, as long as they end before <paramref name="end"/>; where it stopped.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly long StepVectors(long i, long end, Vector256<T> mean)
        {
            // Locals stay in registers; fields could change with every store, as far as the compiler knows.
            var w = weight + i;
            var g = gradient + i;
            var p = a + i;
            var q = b + i;
            var r = c + i;
            for (var left = end - i; left >= Width; left -= Width)
            {
                var old = Vector256.Load(w);
                var x = Input(old, Vector256.Load(g), mean);
                var sa = TRule.States > 0 ? Vector256.Load(p) : default;
                var sb = TRule.States > 1 ? Vector256.Load(q) : default;
                var sc = TRule.States > 2 ? Vector256.Load(r) : default;
                TRule.Advance(v, x, ref sa, ref sb, ref sc);
                if (TRule.States > 0) sa.Store(p);
                if (TRule.States > 1) sb.Store(q);
                if (TRule.States > 2) sc.Store(r);
                Changed(old, Whole(old, TRule.Direction(v, x, sa, sb, sc))).Store(w);
                w += Width;
                g += Width;
                if (TRule.States > 0) p += Width;
                if (TRule.States > 1) q += Width;
                if (TRule.States > 2) r += Width;
            }

            return w - weight;
        }

        private readonly void StepTail(long i, long n, Vector256<T> mean)
        {
            var w = Tail.Load(weight + i, n);
            var x = Input(w, Tail.Load(gradient + i, n), mean);
            AdvanceTail(i, n, x, out var sa, out var sb, out var sc);
            Tail.Store(Changed(w, Whole(w, TRule.Direction(v, x, sa, sb, sc))), weight + i, n);
        }

        /// <summary>
        /// The step of rows one right after the other, each with its mean. Goes on from row to row without a break, in vectors that do
        /// not cross the cache's lines: most of the time of a row of some ten vectors goes into its ends otherwise.
        /// </summary>
        public readonly void StepRows(long start, long rows, T* means)
        {
            var (i, end) = (start, start + rows * Length);
            var ahead = (long)((nuint)(weight + i) % 32) / sizeof(T);
            if (ahead != 0)
            {
                var n = Math.Min(Width - ahead, end - i);
                StepTail(i, n, MeansFrom(start, i, n, means));
                i += n;
            }

            // One division here, none per row.
            var row = (i - start) / Length;
            var rowEnd = start + (row + 1) * Length;
            while (i < end)
            {
                var mean = Vector256.Create(means[row]);
                i = StepVectors(i, rowEnd, mean);
                if (i < rowEnd)
                {
                    // This vector ends in another row, or nowhere.
                    var n = Math.Min(Width, end - i);
                    if (n < Width) StepTail(i, n, MeansFrom(start, i, n, means));
                    else StepVectors(i, i + Width, Length >= Width ? Tail.Join(mean, Vector256.Create(means[row + 1]), rowEnd - i) : MeansFrom(start, i, n, means));
                    i += n;
                }

                for (; rowEnd <= i && i < end; rowEnd += Length) row++;
            }
        }

        /// <summary>The mean of the row that each of the elements from i on lies in.</summary>
        private readonly Vector256<T> MeansFrom(long start, long i, long n, T* means)
        {
            var vector = Vector256<T>.Zero;
            for (var lane = 0; lane < n; lane++) vector = vector.WithElement(lane, means[(i + lane - start) / Length]);
            return vector;
        }

        /// <summary>Takes the gradient into the states and sums what the weight would change by.</summary>
        public readonly double AdvanceAndSum()
        {
            var total = 0.0;
            for (var piece = 0L; piece < pieces; piece++)
            {
                var i = Offset + piece * distance;
                var end = i + Length;
                for (; i < end; i += RowSum.Block) total += AdvanceAndSumBlock(i, Math.Min(RowSum.Block, end - i));
            }

            return total;
        }

        private readonly double AdvanceAndSumBlock(long i, long n)
        {
            Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default;
            var end = i + n;
            for (; i <= end - 4 * Width; i += 4 * Width)
            {
                s0 += AdvanceVector(i);
                s1 += AdvanceVector(i + Width);
                s2 += AdvanceVector(i + 2 * Width);
                s3 += AdvanceVector(i + 3 * Width);
            }

            for (; i <= end - Width; i += Width) s0 += AdvanceVector(i);
            if (i < end)
            {
                var w = Tail.Load(weight + i, end - i);
                var x = Input(w, Tail.Load(gradient + i, end - i), Vector256<T>.Zero);
                AdvanceTail(i, end - i, x, out var sa, out var sb, out var sc);
                s0 += Tail.Only(Whole(w, TRule.Direction(v, x, sa, sb, sc)), end - i);
            }

            return double.CreateTruncating(RowSum.Fold((s0 + s1) + (s2 + s3)));
        }

        private readonly Vector256<T> AdvanceVector(long i)
        {
            var w = Vector256.Load(weight + i);
            var x = Input(w, Vector256.Load(gradient + i), Vector256<T>.Zero);
            var sa = TRule.States > 0 ? Vector256.Load(a + i) : default;
            var sb = TRule.States > 1 ? Vector256.Load(b + i) : default;
            var sc = TRule.States > 2 ? Vector256.Load(c + i) : default;
            TRule.Advance(v, x, ref sa, ref sb, ref sc);
            if (TRule.States > 0) sa.Store(a + i);
            if (TRule.States > 1) sb.Store(b + i);
            if (TRule.States > 2) sc.Store(c + i);
            return Whole(w, TRule.Direction(v, x, sa, sb, sc));
        }

        /// <summary>Changes the weight where the update is centralized. The step is computed again: memory is slower than that.</summary>
        public readonly void Finish(T mean)
        {
            var means = Vector256.Create(mean);
            for (var piece = 0L; piece < pieces; piece++)
            {
                var i = Offset + piece * distance;
                var end = i + Length;
                for (; i <= end - Width; i += Width)
                {
                    var w = Vector256.Load(weight + i);
                    var x = Input(w, Vector256.Load(gradient + i), Vector256<T>.Zero);
                    var sa = TRule.States > 0 ? Vector256.Load(a + i) : default;
                    var sb = TRule.States > 1 ? Vector256.Load(b + i) : default;
                    var sc = TRule.States > 2 ? Vector256.Load(c + i) : default;
                    Changed(w, Whole(w, TRule.Direction(v, x, sa, sb, sc)) - means).Store(weight + i);
                }

                if (i < end)
                {
                    var n = end - i;
                    var w = Tail.Load(weight + i, n);
                    var x = Input(w, Tail.Load(gradient + i, n), Vector256<T>.Zero);
                    var sa = TRule.States > 0 ? Tail.Load(a + i, n) : default;
                    var sb = TRule.States > 1 ? Tail.Load(b + i, n) : default;
                    var sc = TRule.States > 2 ? Tail.Load(c + i, n) : default;
                    Tail.Store(Changed(w, Whole(w, TRule.Direction(v, x, sa, sb, sc)) - means), weight + i, n);
                }
            }
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

/// <summary>Whether a step has weight decay of any kind: without, the code has no trace of it.</summary>
internal interface IFrame
{
    static abstract bool Decays { get; }
}

/// <summary>No weight decay.</summary>
internal readonly struct PlainFrame : IFrame
{
    public static bool Decays => false;
}

/// <summary>Perhaps weight decay.</summary>
internal readonly struct DecayingFrame : IFrame
{
    public static bool Decays => true;
}
