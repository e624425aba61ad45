using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace OptGen.Optimizers;

internal static unsafe partial class RowKernel<T, TLanes, TRule, TFrame>
{
    private ref partial struct Row
    {
        /// <summary>The whole step where the gradient is centralized, or nothing is.</summary>
        public readonly void Step(TLanes mean)
        {
            for (var piece = 0L; piece < pieces; piece++)
            {
                var i = Offset + piece * distance;
                var end = i + Length;
                i = StepLanes(i, end, mean);
                if (i < end) StepFirst(i, end - i, mean);
            }
        }

        /// <summary>Steps whole vectors from i on, as long as they end before <paramref name="end"/>; where it stopped.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly long StepLanes(long i, long end, TLanes mean)
        {
            // Locals stay in registers; fields could change with every store, as far as the compiler knows.
            var w = weight + i;
            var g = gradient + i;
            var p = a + i;
            var q = b + i;
            var r = c + i;
            var ahead = Ahead;
            for (var left = end - i; left >= Width; left -= Width)
            {
                if (Sse.IsSupported && ahead != 0) Sse.Prefetch0(g + ahead);
                var old = TLanes.Load(w);
                var step = Advance(p, q, r, old, TLanes.Load(g), mean);
                TLanes.Store(Changed(old, step), w);
                w += Width;
                g += Width;
                if (TRule.States > 0) p += Width;
                if (TRule.States > 1) q += Width;
                if (TRule.States > 2) r += Width;
            }

            return w - weight;
        }

        private readonly void StepFirst(long i, long n, TLanes mean)
        {
            var old = TLanes.LoadFirst(weight + i, n);
            TLanes.StoreFirst(Changed(old, AdvanceFirst(i, n, old, mean)), weight + i, n);
        }

        /// <summary>
        /// The step of rows one right after the other, each with its mean. Goes on from row to row without a break, in vectors that do
        /// not cross the cache's lines: most of the time of a row of some ten vectors goes into its ends otherwise.
        /// </summary>
        public readonly void StepRows(long start, long rows, T* means)
        {
            var (i, end) = (start, start + rows * Length);
            var bytes = Width * sizeof(T);
            var past = (long)((nuint)(weight + i) % (nuint)bytes) / sizeof(T);
            if (past != 0)
            {
                var n = Math.Min(Width - past, end - i);
                StepFirst(i, n, MeansFrom(start, i, n, means));
                i += n;
            }

            // One division here, none per row.
            var row = (i - start) / Length;
            var rowEnd = start + (row + 1) * Length;
            while (i < end)
            {
                var mean = TLanes.All(means[row]);
                i = StepLanes(i, rowEnd, mean);
                if (i < rowEnd)
                {
                    // This vector ends in another row, or nowhere.
                    var n = Math.Min(Width, end - i);
                    if (n < Width) StepFirst(i, n, MeansFrom(start, i, n, means));
                    else StepLanes(i, i + Width, Length >= Width ? TLanes.Join(mean, TLanes.All(means[row + 1]), rowEnd - i) : MeansFrom(start, i, n, means));
                    i += n;
                }

                for (; rowEnd <= i && i < end; rowEnd += Length) row++;
            }
        }

        /// <summary>The mean of the row that each of the elements from i on lies in.</summary>
        [SkipLocalsInit]
        private readonly TLanes MeansFrom(long start, long i, long n, T* means)
        {
            var each = stackalloc T[Width];
            for (var lane = 0; lane < n; lane++) each[lane] = means[(i + lane - start) / Length];
            for (var lane = n; lane < Width; lane++) each[lane] = T.Zero;
            return TLanes.Load(each);
        }
    }
}
