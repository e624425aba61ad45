using System.Numerics;

namespace OptGen.Optimizers;

/// <summary>
/// Defines the step: one element after the other, rounded after every operation. <see cref="RowKernel{T, TRule, TFrame}"/> gives the same bits.
/// </summary>
/// <remarks>
/// With s the sign, λ and μ = ηλ the decays, R the rule, and means over a row:
/// <code>
/// gradient:  x = (s·g - mean) + λw     mean of s·g, or of s·g + λw where the decay is inside; no mean, no centralization
///            w = shrink·w - (R(x) + μw)
/// update:    x = s·g + λw;  u = R(x) + μw
///            w = shrink·w - (u - mean(u))
/// </code>
/// Terms whose factor is 0 (λ, μ) or 1 (shrink) are left out.
/// </remarks>
internal static unsafe class RowReference<T, TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IRule<T>
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
        var k = new Coefficients<T>(job.Rule, job.Frame);
        var w = (T*)job.Weight;
        var g = (T*)job.Gradient;
        var (coupled, shrinks, inside) = (job.Frame.Coupled != 0, job.Frame.Shrink != 1, job.Frame.Inside != 0);
        var mean = T.Zero;
        if (job.Location == CentralizationLocation.Gradient)
        {
            mean = k.CoupledInMean
                ? T.CreateTruncating(Mean(pieces, i => k.Sign * g[i] + k.Coupled * w[i], T.One, ref removed))
                : T.CreateTruncating(Mean(pieces, i => g[i], k.Sign, ref removed));
        }

        foreach (var (start, length) in pieces)
        {
            for (var i = start; i < start + length; i++)
            {
                T a = default, b = default, c = default;
                Load(job, i, ref a, ref b, ref c);
                TRule.Advance(k, Input(i), ref a, ref b, ref c);
                if (TRule.States > 0) ((T*)job.A)[i] = a;
                if (TRule.States > 1) ((T*)job.B)[i] = b;
                if (TRule.States > 2) ((T*)job.C)[i] = c;
            }
        }

        var states = job;
        var stepMean = job.Location == CentralizationLocation.Update ? T.CreateTruncating(Mean(pieces, Whole, T.One, ref removed)) : T.Zero;
        foreach (var (start, length) in pieces)
        {
            for (var i = start; i < start + length; i++)
            {
                var step = Whole(i);
                if (job.Location == CentralizationLocation.Update) step -= stepMean;
                w[i] = (shrinks ? w[i] * k.Shrink : w[i]) - step;
            }
        }

        T Input(long i)
        {
            var x = k.Sign * g[i] - mean;
            return coupled ? x + k.Coupled * w[i] : x;
        }

        T Whole(long i)
        {
            T a = default, b = default, c = default;
            Load(states, i, ref a, ref b, ref c);
            var step = TRule.Direction(k, Input(i), a, b, c);
            return inside ? step + k.Inside * w[i] : step;
        }
    }

    private static void Load(in RowJob job, long i, ref T a, ref T b, ref T c)
    {
        if (TRule.States > 0) a = ((T*)job.A)[i];
        if (TRule.States > 1) b = ((T*)job.B)[i];
        if (TRule.States > 2) c = ((T*)job.C)[i];
    }

    /// <summary>The mean in the order that <see cref="RowSum"/> describes, each block's sum times a sign.</summary>
    private static double Mean((long Start, long Length)[] pieces, Func<long, T> element, T sign, ref double removed)
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
        return mean;
    }
}
