using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

/// <summary>
/// The order in which a row is summed. Blocks of <see cref="Block"/> elements are summed in the elements' type: four vectors of 32 bytes
/// side by side, what fills no four of them into the first, then their lanes folded in halves; blocks are added up in double precision.
/// </summary>
internal static class RowSum
{
    /// <summary>Short enough that rounding in single precision stays below that of the elements themselves, long enough to cost nothing.</summary>
    public const int Block = 4096;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<T>(Vector256<T> lanes)
        where T : unmanaged, INumberBase<T>
    {
        var half = lanes.GetLower() + lanes.GetUpper();
        var quarter = half + Vector128.Shuffle(half.AsInt64(), Vector128.Create(1L, 0L)).As<long, T>();
        return Vector128<T>.Count == 2 ? quarter[0] : quarter[0] + quarter[1];
    }
}
