using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OptGen.Optimizers;

/// <summary>Vectors of which only the first lanes are in memory.</summary>
internal static unsafe class Tail
{
    // Eight lanes of ones, then eight of zeros: read from lane 8 - n on, the first n lanes are ones.
    private static ReadOnlySpan<int> Ones => [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The first n lanes from memory, 0 to all; the others zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(T* source, long n)
        where T : unmanaged, INumberBase<T>
    {
        if (Avx.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx.MaskLoad((float*)source, Mask<T>(n).AsSingle()).As<float, T>()
                : Avx.MaskLoad((double*)source, Mask<T>(n).AsDouble()).As<double, T>();
        }

        var vector = Vector256<T>.Zero;
        for (var i = 0; i < n; i++) vector = vector.WithElement(i, source[i]);
        return vector;
    }

    /// <summary>Writes the first n lanes, 0 to one less than there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> vector, T* target, long n)
        where T : unmanaged, INumberBase<T>
    {
        // Four bytes at a time in halves: masked stores are slow on many processors.
        var words = n * sizeof(T) / sizeof(int);
        var to = (byte*)target;
        var rest = vector.AsInt32().GetLower();
        if ((words & 4) != 0)
        {
            rest.Store((int*)to);
            rest = vector.AsInt32().GetUpper();
            to += 16;
        }

        if ((words & 2) != 0)
        {
            *(long*)to = rest.AsInt64().ToScalar();
            rest = Vector128.Shuffle(rest, Vector128.Create(2, 3, 0, 1));
            to += 8;
        }

        if ((words & 1) != 0) *(int*)to = rest.ToScalar();
    }

    /// <summary>Ones in the first n lanes, zeros in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Mask<T>(long n)
        where T : unmanaged => Vector256.LoadUnsafe(in Ones[0], (nuint)(8 - n * sizeof(T) / sizeof(int)));
}
