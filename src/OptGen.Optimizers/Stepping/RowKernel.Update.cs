using System.Runtime.CompilerServices;

namespace OptGen.Optimizers;

internal static unsafe partial class RowKernel<T, TLanes, TRule, TFrame>
{
    private ref partial struct Row
    {
        /// <summary>Takes the gradient into the states and sums what the weight would change by.</summary>
        [SkipLocalsInit]
        public readonly double AdvanceAndSum()
        {
            var steps = stackalloc T[RowSum.Block];
            var total = 0.0;
            for (var piece = 0L; piece < pieces; piece++)
            {
                var i = Offset + piece * distance;
                var end = i + Length;
                for (; i < end; i += RowSum.Block)
                {
                    var n = Math.Min(RowSum.Block, end - i);
                    Advance(i, n, steps);
                    total += double.CreateTruncating(RowSum.Plain(steps, n));
                }
            }

            return total;
        }

        /// <summary>Takes up to a block of the gradient into the states and writes down the steps.</summary>
        private readonly void Advance(long i, long n, T* steps)
        {
            var mean = TLanes.All(T.Zero);
            var end = i + n;
            for (; i <= end - Width; i += Width, steps += Width)
                TLanes.Store(Advance(a + i, b + i, c + i, TLanes.Load(weight + i), TLanes.Load(gradient + i), mean), steps);
            if (i < end) TLanes.StoreFirst(AdvanceFirst(i, end - i, TLanes.LoadFirst(weight + i, end - i), mean), steps, end - i);
        }

        /// <summary>Changes the weights after <see cref="AdvanceAndSum"/>, which left the states as they shall be.</summary>
        public readonly void Finish(T mean)
        {
            var means = TLanes.All(mean);
            for (var piece = 0L; piece < pieces; piece++)
            {
                var i = Offset + piece * distance;
                var end = i + Length;
                for (; i <= end - Width; i += Width)
                {
                    var old = TLanes.Load(weight + i);
                    var sa = TRule.States > 0 ? TLanes.Load(a + i) : default;
                    var sb = TRule.States > 1 ? TLanes.Load(b + i) : default;
                    var sc = TRule.States > 2 ? TLanes.Load(c + i) : default;
                    TLanes.Store(Changed(old, StepOf(old, TLanes.Load(gradient + i), sa, sb, sc) - means), weight + i);
                }

                if (i < end)
                {
                    var n = end - i;
                    var old = TLanes.LoadFirst(weight + i, n);
                    var sa = TRule.States > 0 ? TLanes.LoadFirst(a + i, n) : default;
                    var sb = TRule.States > 1 ? TLanes.LoadFirst(b + i, n) : default;
                    var sc = TRule.States > 2 ? TLanes.LoadFirst(c + i, n) : default;
                    TLanes.StoreFirst(Changed(old, StepOf(old, TLanes.LoadFirst(gradient + i, n), sa, sb, sc) - means), weight + i, n);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TLanes StepOf(TLanes old, TLanes fresh, TLanes sa, TLanes sb, TLanes sc)
        {
            var x = StepFormula<TLanes, TRule, TFrame>.Input(k, old, fresh, TLanes.All(T.Zero));
            return StepFormula<TLanes, TRule, TFrame>.Step(k, old, x, sa, sb, sc);
        }
    }
}
