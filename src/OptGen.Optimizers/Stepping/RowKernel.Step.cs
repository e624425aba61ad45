using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

internal static unsafe partial class RowKernel<T, TRule, TFrame>
{
    private ref partial struct Row
    {
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
    }
}
