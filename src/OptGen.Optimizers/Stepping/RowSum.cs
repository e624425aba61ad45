using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

/// <summary>
/// The order in which a row is summed. Blocks of <see cref="Block"/> elements are summed in the elements' type: four vectors of 32 bytes
/// side by side, what fills no four of them into the first, then their lanes folded in halves; blocks are added up in double precision.
/// </summary>
internal static unsafe class RowSum
{
    /// <summary>Short enough that rounding in single precision stays below that of the elements themselves, long enough to cost nothing.</summary>
    public const int Block = 4096;

    /// <summary>The sum of up to a block.</summary>
    public static T Plain<T>(T* x, long n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = Vector256<T>.Count;
        Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default;
        var end = x + n;
        for (; x <= end - 4 * width; x += 4 * width)
        {
            s0 += Vector256.Load(x);
            s1 += Vector256.Load(x + width);
            s2 += Vector256.Load(x + 2 * width);
            s3 += Vector256.Load(x + 3 * width);
        }

        for (; x <= end - width; x += width) s0 += Vector256.Load(x);
        if (x < end) s0 += Tail.Load(x, end - x);
        return Fold((s0 + s1) + (s2 + s3));
    }

    /// <summary>The sum of <c>sign·g + decay·w</c> over up to a block.</summary>
    public static T Decayed<T>(T* g, T* w, long n, T signOfAll, T decayOfAll)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = Vector256<T>.Count;
        Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default;
        var (sign, decay) = (Vector256.Create(signOfAll), Vector256.Create(decayOfAll));
        var end = g + n;
        for (; g <= end - 4 * width; g += 4 * width, w += 4 * width)
        {
            s0 += sign * Vector256.Load(g) + decay * Vector256.Load(w);
            s1 += sign * Vector256.Load(g + width) + decay * Vector256.Load(w + width);
            s2 += sign * Vector256.Load(g + 2 * width) + decay * Vector256.Load(w + 2 * width);
            s3 += sign * Vector256.Load(g + 3 * width) + decay * Vector256.Load(w + 3 * width);
        }

        for (; g <= end - width; g += width, w += width) s0 += sign * Vector256.Load(g) + decay * Vector256.Load(w);
        if (g < end) s0 += sign * Tail.Load(g, end - g) + decay * Tail.Load(w, end - g);
        return Fold((s0 + s1) + (s2 + s3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Fold<T>(Vector256<T> lanes)
        where T : unmanaged, INumberBase<T>
    {
        var half = lanes.GetLower() + lanes.GetUpper();
        var quarter = half + Vector128.Shuffle(half.AsInt64(), Vector128.Create(1L, 0L)).As<long, T>();
        return Vector128<T>.Count == 2 ? quarter[0] : quarter[0] + quarter[1];
    }
}
