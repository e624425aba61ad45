using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

/// <summary>
/// The step on the processor: for each row the mean of the gradient (or of the step), then one pass over weight, gradient and states.
/// </summary>
/// <remarks>
/// Gives bit for bit what <see cref="RowReference{T, TRule}"/> gives: multiply and add are not fused, and sums are taken in its order,
/// so that results depend neither on the width of the machine's vectors nor on the number of threads.
/// </remarks>
internal static unsafe class RowKernel<T, TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IRule<T>
{
    private static int Width => Vector256<T>.Count;

    /// <summary>See <see cref="RowJob.Run"/>.</summary>
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

        var layout = job.Layout;
        var inUpdate = job.Location == CentralizationLocation.Update;
        var removed = 0.0;
        for (var index = first; index < last; index++)
        {
            row.Offset = index / layout.Outputs * layout.Inputs * layout.Outputs * layout.Length + index % layout.Outputs * layout.Length;
            var mean = (inUpdate ? row.AdvanceAndSum() : row.SumGradient()) / layout.FanIn;
            if (inUpdate) row.Finish(T.CreateTruncating(mean));
            else row.Step(T.CreateTruncating(mean));
            removed += mean * mean * layout.FanIn;
        }

        return removed;
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
        private readonly Coefficients<T> k;
        private readonly VectorCoefficients<T> v;
        private readonly bool coupled;
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
            k = new Coefficients<T>(job.Rule, job.Frame);
            v = new VectorCoefficients<T>(k);
            coupled = job.Frame.Coupled != 0;
            shrinks = job.Frame.Shrink != 1;
            inside = job.Frame.Inside != 0;
        }

        public readonly double SumGradient()
        {
            var total = 0.0;
            for (var piece = 0L; piece < pieces; piece++)
            {
                var start = Offset + piece * distance;
                for (var done = 0L; done < Length; done += RowSum.Block)
                {
                    var n = (int)Math.Min(RowSum.Block, Length - done);
                    total += k.CoupledInMean ? SumDecayed(gradient + start + done, weight + start + done, n) : SumPlain(gradient + start + done, n);
                }
            }

            return total;
        }

        private readonly double SumPlain(T* g, int n)
        {
            Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default;
            var i = 0;
            for (; i <= n - 4 * Width; i += 4 * Width)
            {
                s0 += Vector256.Load(g + i);
                s1 += Vector256.Load(g + i + Width);
                s2 += Vector256.Load(g + i + 2 * Width);
                s3 += Vector256.Load(g + i + 3 * Width);
            }

            for (; i <= n - Width; i += Width) s0 += Vector256.Load(g + i);
            var sum = RowSum.Fold((s0 + s1) + (s2 + s3));
            for (; i < n; i++) sum += g[i];
            return double.CreateTruncating(k.Sign * sum);
        }

        private readonly double SumDecayed(T* g, T* w, int n)
        {
            Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default;
            var sign = v.Sign;
            var decay = v.Coupled;
            var i = 0;
            for (; i <= n - 4 * Width; i += 4 * Width)
            {
                s0 += sign * Vector256.Load(g + i) + decay * Vector256.Load(w + i);
                s1 += sign * Vector256.Load(g + i + Width) + decay * Vector256.Load(w + i + Width);
                s2 += sign * Vector256.Load(g + i + 2 * Width) + decay * Vector256.Load(w + i + 2 * Width);
                s3 += sign * Vector256.Load(g + i + 3 * Width) + decay * Vector256.Load(w + i + 3 * Width);
            }

            for (; i <= n - Width; i += Width) s0 += sign * Vector256.Load(g + i) + decay * Vector256.Load(w + i);
            var sum = RowSum.Fold((s0 + s1) + (s2 + s3));
            for (; i < n; i++) sum += k.Sign * g[i] + k.Coupled * w[i];
            return double.CreateTruncating(sum);
        }

        /// <summary>The whole step where the gradient is centralized, or nothing is.</summary>
        public readonly void Step(T mean)
        {
            var means = Vector256.Create(mean);
            for (var piece = 0L; piece < pieces; piece++)
            {
                var i = Offset + piece * distance;
                var end = i + Length;
                for (; i <= end - Width; i += Width)
                {
                    var w = Vector256.Load(weight + i);
                    var x = Input(i, w, means);
                    Advance(i, x, out var sa, out var sb, out var sc);
                    var step = Whole(w, TRule.Direction(v, x, sa, sb, sc));
                    if (shrinks) w *= v.Shrink;
                    (w - step).Store(weight + i);
                }

                for (; i < end; i++)
                {
                    var w = weight[i];
                    var x = Input(i, w, mean);
                    Advance(i, x, out var sa, out var sb, out var sc);
                    var step = Whole(w, TRule.Direction(k, x, sa, sb, sc));
                    if (shrinks) w *= k.Shrink;
                    weight[i] = w - step;
                }
            }
        }

        /// <summary>Takes the gradient into the states and sums what the weight would change by.</summary>
        public readonly double AdvanceAndSum()
        {
            var total = 0.0;
            for (var piece = 0L; piece < pieces; piece++)
            {
                var start = Offset + piece * distance;
                for (var done = 0L; done < Length; done += RowSum.Block)
                    total += AdvanceAndSum(start + done, start + Math.Min(done + RowSum.Block, Length));
            }

            return total;
        }

        private readonly double AdvanceAndSum(long i, long end)
        {
            Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default;
            for (; i <= end - 4 * Width; i += 4 * Width)
            {
                s0 += AdvanceVector(i);
                s1 += AdvanceVector(i + Width);
                s2 += AdvanceVector(i + 2 * Width);
                s3 += AdvanceVector(i + 3 * Width);
            }

            for (; i <= end - Width; i += Width) s0 += AdvanceVector(i);
            var sum = RowSum.Fold((s0 + s1) + (s2 + s3));
            for (; i < end; i++)
            {
                var x = Input(i, weight[i], T.Zero);
                Advance(i, x, out var sa, out var sb, out var sc);
                sum += Whole(weight[i], TRule.Direction(k, x, sa, sb, sc));
            }

            return double.CreateTruncating(sum);
        }

        private readonly Vector256<T> AdvanceVector(long i)
        {
            var w = Vector256.Load(weight + i);
            var x = Input(i, w, Vector256<T>.Zero);
            Advance(i, x, out var sa, out var sb, out var sc);
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
                    var sa = TRule.States > 0 ? Vector256.Load(a + i) : default;
                    var sb = TRule.States > 1 ? Vector256.Load(b + i) : default;
                    var sc = TRule.States > 2 ? Vector256.Load(c + i) : default;
                    var step = Whole(w, TRule.Direction(v, Input(i, w, Vector256<T>.Zero), sa, sb, sc));
                    if (shrinks) w *= v.Shrink;
                    (w - (step - means)).Store(weight + i);
                }

                for (; i < end; i++)
                {
                    var w = weight[i];
                    var sa = TRule.States > 0 ? a[i] : default;
                    var sb = TRule.States > 1 ? b[i] : default;
                    var sc = TRule.States > 2 ? c[i] : default;
                    var step = Whole(w, TRule.Direction(k, Input(i, w, T.Zero), sa, sb, sc));
                    if (shrinks) w *= k.Shrink;
                    weight[i] = w - (step - mean);
                }
            }
        }

        /// <summary>x: the gradient, less the mean, with the coupled decay.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly T Input(long i, T w, T mean)
        {
            var x = k.Sign * gradient[i] - mean;
            return coupled ? x + k.Coupled * w : x;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector256<T> Input(long i, Vector256<T> w, Vector256<T> mean)
        {
            var x = v.Sign * Vector256.Load(gradient + i) - mean;
            return coupled ? x + v.Coupled * w : x;
        }

        /// <summary>The step with the decoupled decay that is part of it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly T Whole(T w, T step) => inside ? step + k.Inside * w : step;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector256<T> Whole(Vector256<T> w, Vector256<T> step) => inside ? step + v.Inside * w : step;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Advance(long i, T x, out T sa, out T sb, out T sc)
        {
            sa = TRule.States > 0 ? a[i] : default;
            sb = TRule.States > 1 ? b[i] : default;
            sc = TRule.States > 2 ? c[i] : default;
            TRule.Advance(k, x, ref sa, ref sb, ref sc);
            if (TRule.States > 0) a[i] = sa;
            if (TRule.States > 1) b[i] = sb;
            if (TRule.States > 2) c[i] = sc;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Advance(long i, Vector256<T> x, out Vector256<T> sa, out Vector256<T> sb, out Vector256<T> sc)
        {
            sa = TRule.States > 0 ? Vector256.Load(a + i) : default;
            sb = TRule.States > 1 ? Vector256.Load(b + i) : default;
            sc = TRule.States > 2 ? Vector256.Load(c + i) : default;
            TRule.Advance(v, x, ref sa, ref sb, ref sc);
            if (TRule.States > 0) sa.Store(a + i);
            if (TRule.States > 1) sb.Store(b + i);
            if (TRule.States > 2) sc.Store(c + i);
        }
    }
}
