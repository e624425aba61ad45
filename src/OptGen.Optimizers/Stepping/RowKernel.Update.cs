using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

internal static unsafe partial class RowKernel<T, TRule, TFrame>
{
    private ref partial struct Row
    {
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
    }
}
