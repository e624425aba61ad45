using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

/// <summary>A vector of 32 bytes.</summary>
internal readonly unsafe struct Lanes256<T>(Vector256<T> value) : ILanes<Lanes256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> value = value;

    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Of(double number) => new(Vector256.Create(T.CreateTruncating(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> All(T element) => new(Vector256.Create(element));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256<T> lanes, T* target) => lanes.value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LoadFirst(T* source, long n) => new(Tail.Load(source, n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Lanes256<T> lanes, T* target, long n) => Tail.Store(lanes.value, target, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Join(Lanes256<T> first, Lanes256<T> second, long n) =>
        new(Vector256.ConditionalSelect(Tail.Mask<T>(n).As<int, T>(), first.value, second.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> left, Lanes256<T> right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> left, Lanes256<T> right) => new(left.value - right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> left, Lanes256<T> right) => new(left.value * right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> left, Lanes256<T> right) => new(left.value / right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> SquareRoot(Lanes256<T> quantity) => new(Vector256.Sqrt(quantity.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Greater(Lanes256<T> left, Lanes256<T> right) => new(Vector256.Max(left.value, right.value));
}
