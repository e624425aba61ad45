using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OptGen.Optimizers;

/// <summary>A recurrence, once for a single element and once for a vector of them; both round after every operation.</summary>
internal interface IRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many states there are: 0 to 3.</summary>
    static abstract int States { get; }

    /// <summary>Takes x into the states.</summary>
    static abstract void Advance(in Coefficients<T> k, T x, ref T a, ref T b, ref T c);

    /// <summary>The step, from x and the states after <see cref="Advance(in Coefficients{T}, T, ref T, ref T, ref T)"/>.</summary>
    static abstract T Direction(in Coefficients<T> k, T x, T a, T b, T c);

    static abstract void Advance(in VectorCoefficients<T> k, Vector256<T> x, ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c);

    static abstract Vector256<T> Direction(in VectorCoefficients<T> k, Vector256<T> x, Vector256<T> a, Vector256<T> b, Vector256<T> c);
}

/// <summary><see cref="RuleKind.Plain"/>.</summary>
internal readonly struct PlainRule<T> : IRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in Coefficients<T> k, T x, ref T a, ref T b, ref T c)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Direction(in Coefficients<T> k, T x, T a, T b, T c) => k.Rate * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in VectorCoefficients<T> k, Vector256<T> x, ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Direction(in VectorCoefficients<T> k, Vector256<T> x, Vector256<T> a, Vector256<T> b, Vector256<T> c) => k.Rate * x;
}

/// <summary><see cref="RuleKind.Momentum"/>.</summary>
internal readonly struct MomentumRule<T> : IRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in Coefficients<T> k, T x, ref T a, ref T b, ref T c)
    {
        a = k.Keep * a + k.Fresh * x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Direction(in Coefficients<T> k, T x, T a, T b, T c) => k.Rate * a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in VectorCoefficients<T> k, Vector256<T> x, ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c)
    {
        a = k.Keep * a + k.Fresh * x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Direction(in VectorCoefficients<T> k, Vector256<T> x, Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        k.Rate * a;
}

/// <summary><see cref="RuleKind.Nesterov"/>.</summary>
internal readonly struct NesterovRule<T> : IRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in Coefficients<T> k, T x, ref T a, ref T b, ref T c)
    {
        a = k.Keep * a + k.Fresh * x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Direction(in Coefficients<T> k, T x, T a, T b, T c) => k.Rate * (x + k.Keep * a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in VectorCoefficients<T> k, Vector256<T> x, ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c)
    {
        a = k.Keep * a + k.Fresh * x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Direction(in VectorCoefficients<T> k, Vector256<T> x, Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        k.Rate * (x + k.Keep * a);
}

/// <summary><see cref="RuleKind.Adagrad"/>.</summary>
internal readonly struct AdagradRule<T> : IRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in Coefficients<T> k, T x, ref T a, ref T b, ref T c)
    {
        a += x * x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Direction(in Coefficients<T> k, T x, T a, T b, T c) => k.Rate * x / (T.Sqrt(a) + k.Epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in VectorCoefficients<T> k, Vector256<T> x, ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c)
    {
        a += x * x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Direction(in VectorCoefficients<T> k, Vector256<T> x, Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        k.Rate * x / (Vector256.Sqrt(a) + k.Epsilon);
}

/// <summary><see cref="RuleKind.Adam"/>.</summary>
internal readonly struct AdamRule<T> : IRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in Coefficients<T> k, T x, ref T a, ref T b, ref T c)
    {
        a = k.Keep * a + k.Fresh * x;
        b = k.Keep2 * b + k.Fresh2 * (x * x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Direction(in Coefficients<T> k, T x, T a, T b, T c) => k.Rate * a / (T.Sqrt(b) * k.RootScale + k.Epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in VectorCoefficients<T> k, Vector256<T> x, ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c)
    {
        a = k.Keep * a + k.Fresh * x;
        b = k.Keep2 * b + k.Fresh2 * (x * x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Direction(in VectorCoefficients<T> k, Vector256<T> x, Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        k.Rate * a / (Vector256.Sqrt(b) * k.RootScale + k.Epsilon);
}

/// <summary><see cref="RuleKind.Amsgrad"/>.</summary>
internal readonly struct AmsgradRule<T> : IRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int States => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in Coefficients<T> k, T x, ref T a, ref T b, ref T c)
    {
        a = k.Keep * a + k.Fresh * x;
        b = k.Keep2 * b + k.Fresh2 * (x * x);
        c = T.Max(c, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Direction(in Coefficients<T> k, T x, T a, T b, T c) => k.Rate * a / (T.Sqrt(c) * k.RootScale + k.Epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in VectorCoefficients<T> k, Vector256<T> x, ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c)
    {
        a = k.Keep * a + k.Fresh * x;
        b = k.Keep2 * b + k.Fresh2 * (x * x);
        c = Vector256.Max(c, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Direction(in VectorCoefficients<T> k, Vector256<T> x, Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        k.Rate * a / (Vector256.Sqrt(c) * k.RootScale + k.Epsilon);
}

/// <summary><see cref="RuleKind.Unrectified"/>.</summary>
internal readonly struct UnrectifiedRule<T> : IRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in Coefficients<T> k, T x, ref T a, ref T b, ref T c)
    {
        a = k.Keep * a + k.Fresh * x;
        b = k.Keep2 * b + k.Fresh2 * (x * x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Direction(in Coefficients<T> k, T x, T a, T b, T c) => k.Rate * a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(in VectorCoefficients<T> k, Vector256<T> x, ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c)
    {
        a = k.Keep * a + k.Fresh * x;
        b = k.Keep2 * b + k.Fresh2 * (x * x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Direction(in VectorCoefficients<T> k, Vector256<T> x, Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        k.Rate * a;
}
