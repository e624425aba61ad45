using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptGen.Masking;

/// <summary>
/// Whole numbers in the order of scores: of magnitudes the bits without the sign, of scores the bits with those of negative numbers turned around. A comparison of keys is one
/// of floats, -0 and 0 are one key, and not-a-number is above infinity, or below its negative.
/// </summary>
internal interface IScoreKey
{
    static abstract int Of(float score);

    static abstract Vector256<int> Of(Vector256<float> scores);
}

/// <summary>Keys of magnitudes.</summary>
internal readonly struct AbsoluteKey : IScoreKey
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(float score) => BitConverter.SingleToInt32Bits(score) & int.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Of(Vector256<float> scores) => scores.AsInt32() & Vector256.Create(int.MaxValue);
}

/// <summary>Keys of scores with their signs.</summary>
internal readonly struct SignedKey : IScoreKey
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(float score)
    {
        int bits = BitConverter.SingleToInt32Bits(score + 0f);
        return bits ^ ((bits >> 31) & int.MaxValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Of(Vector256<float> scores)
    {
        Vector256<int> bits = (scores + Vector256<float>.Zero).AsInt32();
        return bits ^ (Vector256.ShiftRightArithmetic(bits, 31) & Vector256.Create(int.MaxValue));
    }
}
