using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

/// <summary>A vector of 64 bytes.</summary>
internal readonly unsafe struct Lanes512<T>(Vector512<T> value) : ILanes<Lanes512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> value = value;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Of(double number) => new(Vector512.Create(T.CreateTruncating(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> All(T element) => new(Vector512.Create(element));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512<T> lanes, T* target) => lanes.value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LoadFirst(T* source, long n) => 
        new(n < Vector256<T>.Count
            ? Vector512.Create(Tail.Load(source, n), Vector256<T>.Zero)
            : Vector512.Create(Vector256.Load(source), Tail.Load(source + Vector256<T>.Count, n - Vector256<T>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Lanes512<T> lanes, T* target, long n)
    {
        if (n < Vector256<T>.Count)
        {
            Tail.Store(lanes.value.GetLower(), target, n);
            return;
        }

        lanes.value.GetLower().Store(target);
        Tail.Store(lanes.value.GetUpper(), target + Vector256<T>.Count, n - Vector256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Join(Lanes512<T> first, Lanes512<T> second, long n)
    {
        var words = Vector512.Create((int)n * sizeof(T) / sizeof(int));
        return new(Vector512.ConditionalSelect(Vector512.LessThan(Vector512<int>.Indices, words).As<int, T>(), first.value, second.value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> left, Lanes512<T> right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> left, Lanes512<T> right) => new(left.value - right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> left, Lanes512<T> right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> left, Lanes512<T> right) => new(left.value / right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> SquareRoot(Lanes512<T> quantity) => new(Vector512.Sqrt(quantity.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Greater(Lanes512<T> left, Lanes512<T> right) => new(Vector512.Max(left.value, right.value));
}
