using System.Runtime.CompilerServices;

namespace OptGen.Optimizers;

/// <summary>A recurrence, for whatever it calculates with.</summary>
internal interface IRule
{
    /// <summary>How many states there are: 0 to 3.</summary>
    static abstract int States { get; }

    /// <summary>Takes x into the states.</summary>
    static abstract void Advance<Q>(in Coefficients<Q> k, Q x, ref Q a, ref Q b, ref Q c)
        where Q : struct, IQuantity<Q>;

    /// <summary>The step, from x and the states after <see cref="Advance{Q}"/>.</summary>
    static abstract Q Direction<Q>(in Coefficients<Q> k, Q x, Q a, Q b, Q c)
        where Q : struct, IQuantity<Q>;
}

/// <summary><see cref="RuleKind.Plain"/>.</summary>
internal readonly struct PlainRule : IRule
{
    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance<Q>(in Coefficients<Q> k, Q x, ref Q a, ref Q b, ref Q c)
        where Q : struct, IQuantity<Q>
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Direction<Q>(in Coefficients<Q> k, Q x, Q a, Q b, Q c)
        where Q : struct, IQuantity<Q> => k.Rate * x;
}

/// <summary><see cref="RuleKind.Momentum"/>.</summary>
internal readonly struct MomentumRule : IRule
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance<Q>(in Coefficients<Q> k, Q x, ref Q a, ref Q b, ref Q c)
        where Q : struct, IQuantity<Q>
    {
        a = k.Keep * a + k.Fresh * x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Direction<Q>(in Coefficients<Q> k, Q x, Q a, Q b, Q c)
        where Q : struct, IQuantity<Q> => k.Rate * a;
}

/// <summary><see cref="RuleKind.Nesterov"/>.</summary>
internal readonly struct NesterovRule : IRule
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance<Q>(in Coefficients<Q> k, Q x, ref Q a, ref Q b, ref Q c)
        where Q : struct, IQuantity<Q>
    {
        MomentumRule.Advance(k, x, ref a, ref b, ref c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Direction<Q>(in Coefficients<Q> k, Q x, Q a, Q b, Q c)
        where Q : struct, IQuantity<Q> => k.Rate * (x + k.Keep * a);
}

/// <summary><see cref="RuleKind.Adagrad"/>.</summary>
internal readonly struct AdagradRule : IRule
{
    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance<Q>(in Coefficients<Q> k, Q x, ref Q a, ref Q b, ref Q c)
        where Q : struct, IQuantity<Q>
    {
        a += x * x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Direction<Q>(in Coefficients<Q> k, Q x, Q a, Q b, Q c)
        where Q : struct, IQuantity<Q> => k.Rate * x / (Q.SquareRoot(a) + k.Epsilon);
}

/// <summary><see cref="RuleKind.Adam"/>.</summary>
internal readonly struct AdamRule : IRule
{
    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance<Q>(in Coefficients<Q> k, Q x, ref Q a, ref Q b, ref Q c)
        where Q : struct, IQuantity<Q>
    {
        a = k.Keep * a + k.Fresh * x;
        b = k.Keep2 * b + k.Fresh2 * (x * x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Direction<Q>(in Coefficients<Q> k, Q x, Q a, Q b, Q c)
        where Q : struct, IQuantity<Q> => k.Rate * a / (Q.SquareRoot(b) * k.RootScale + k.Epsilon);
}

/// <summary><see cref="RuleKind.Amsgrad"/>.</summary>
internal readonly struct AmsgradRule : IRule
{
    public static int States => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance<Q>(in Coefficients<Q> k, Q x, ref Q a, ref Q b, ref Q c)
        where Q : struct, IQuantity<Q>
    {
        AdamRule.Advance(k, x, ref a, ref b, ref c);
        c = Q.Greater(c, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Direction<Q>(in Coefficients<Q> k, Q x, Q a, Q b, Q c)
        where Q : struct, IQuantity<Q> => k.Rate * a / (Q.SquareRoot(c) * k.RootScale + k.Epsilon);
}

/// <summary><see cref="RuleKind.Unrectified"/>.</summary>
internal readonly struct UnrectifiedRule : IRule
{
    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance<Q>(in Coefficients<Q> k, Q x, ref Q a, ref Q b, ref Q c)
        where Q : struct, IQuantity<Q>
    {
        AdamRule.Advance(k, x, ref a, ref b, ref c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Q Direction<Q>(in Coefficients<Q> k, Q x, Q a, Q b, Q c)
        where Q : struct, IQuantity<Q> => k.Rate * a;
}
