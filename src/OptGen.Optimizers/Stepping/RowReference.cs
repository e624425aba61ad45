using System.Numerics;

namespace OptGen.Optimizers;

/// <summary>
/// Defines the step: <see cref="StepFormula{Q, TRule, TFrame}"/> for one element after the other, rounded after every operation.
/// <see cref="RowKernel{T, TLanes, TRule, TFrame}"/> gives the same bits.
/// </summary>
internal static unsafe class RowReference<T, TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IRule
{
    /// <summary>See <see cref="RowJob.Run"/>.</summary>
    public static double Run(ref RowJob job, long first, long last)
    {
        var removed = 0.0;
        if (job.Location is null)
        {
            Row(ref job, [(first, last - first)], ref removed);
            return 0;
        }

        var layout = job.Layout;
        for (var index = first; index < last; index++)
        {
            var start = layout.Offset(index);
            var pieces = new (long, long)[layout.Inputs];
            for (var i = 0; i < pieces.Length; i++) pieces[i] = (start + i * layout.Outputs * layout.Length, layout.Length);
            Row(ref job, pieces, ref removed);
        }

        return removed * layout.FanIn;
    }

    private static void Row(ref RowJob job, (long Start, long Length)[] pieces, ref double removed)
    {
        var k = new Coefficients<Element<T>>(job.Rule, job.Frame);
        var w = (T*)job.Weight;
        var g = (T*)job.Gradient;
        var mean = default(Element<T>);
        if (job.Location == CentralizationLocation.Gradient)
        {
            mean = k.CoupledInMean
                ? Mean(pieces, i => (k.Sign * At(g, i) + k.Coupled * At(w, i)).Value, T.One, ref removed)
                : Mean(pieces, i => g[i], k.Sign.Value, ref removed);
        }

        var states = job;
        foreach (var (start, length) in pieces)
        {
            for (var i = start; i < start + length; i++)
            {
                Load(states, i, out var a, out var b, out var c);
                TRule.Advance(k, Input(i), ref a, ref b, ref c);
                if (TRule.States > 0) ((T*)job.A)[i] = a.Value;
                if (TRule.States > 1) ((T*)job.B)[i] = b.Value;
                if (TRule.States > 2) ((T*)job.C)[i] = c.Value;
            }
        }

        var stepMean = job.Location == CentralizationLocation.Update ? Mean(pieces, i => Step(i).Value, T.One, ref removed) : default;
        foreach (var (start, length) in pieces)
        {
            for (var i = start; i < start + length; i++)
            {
                var step = job.Location == CentralizationLocation.Update ? Step(i) - stepMean : Step(i);
                w[i] = StepFormula<Element<T>, TRule, DecayingFrame>.Changed(k, At(w, i), step).Value;
            }
        }

        Element<T> Input(long i) => StepFormula<Element<T>, TRule, DecayingFrame>.Input(k, At(w, i), At(g, i), mean);

        Element<T> Step(long i)
        {
            Load(states, i, out var a, out var b, out var c);
            return StepFormula<Element<T>, TRule, DecayingFrame>.Step(k, At(w, i), Input(i), a, b, c);
        }
    }

    private static Element<T> At(T* array, long i) => new(array[i]);

    private static void Load(in RowJob job, long i, out Element<T> a, out Element<T> b, out Element<T> c)
    {
        a = TRule.States > 0 ? At((T*)job.A, i) : default;
        b = TRule.States > 1 ? At((T*)job.B, i) : default;
        c = TRule.States > 2 ? At((T*)job.C, i) : default;
    }

    /// <summary>The mean in the order that <see cref="RowSum"/> describes, each block's sum times a sign.</summary>
    private static Element<T> Mean((long Start, long Length)[] pieces, Func<long, T> element, T sign, ref double removed)
    {
        var width = 32 / sizeof(T);
        var (total, count) = (0.0, 0L);
        foreach (var (start, length) in pieces)
        {
            count += length;
            for (var block = start; block < start + length; block += RowSum.Block)
            {
                var n = (int)Math.Min(RowSum.Block, start + length - block);
                var lanes = new T[4 * width];
                var whole = n / (4 * width) * (4 * width);
                for (var i = 0; i < whole; i++) lanes[i % (4 * width)] += element(block + i);
                for (var i = whole; i < n; i++) lanes[i % width] += element(block + i);
                for (var i = 0; i < width; i++) lanes[i] = (lanes[i] + lanes[i + width]) + (lanes[i + 2 * width] + lanes[i + 3 * width]);
                for (var half = width / 2; half > 0; half /= 2)
                {
                    for (var i = 0; i < half; i++) lanes[i] += lanes[i + half];
                }

                total += double.CreateTruncating(sign * lanes[0]);
            }
        }

        var mean = total * (1.0 / count);
        removed += mean * mean;
        return new Element<T>(T.CreateTruncating(mean));
    }
}
