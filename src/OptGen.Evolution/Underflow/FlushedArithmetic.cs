using System.Runtime.CompilerServices;

namespace OptGen.Evolution;

/// <summary>
/// Addition, subtraction, multiplication and division of floats as a processor computes them that flushes denormal results to zero, bit for bit, but for the bits inside
/// a not-a-number. The processor's control register is never touched: .NET relies on it.
/// </summary>
/// <remarks>
/// <para>
/// Each operation is computed in double and rounded to float once. That gives the float nearest to the true result: a product of two floats is exact in double, for it has 48
/// bits; sums, differences and quotients are rounded twice, which does no harm where the wider format has at least 2*24 + 2 bits (Figueroa, "When is double rounding
/// innocuous?", 1995), and double has 53. A sum or difference below 2^-126 is exact, since it is a multiple of 2^-149.
/// </para>
/// <para>
/// A result is denormal if its magnitude is below 2^-126 after rounding to 24 bits, as x86 decides it. So products and quotients from 2^-126*(1 - 2^-25) on become 2^-126
/// there. Processors of ARM decide before rounding, and make zero of those. Sums, differences and divisions by a power of two are never in that gap.
/// </para>
/// </remarks>
public static class FlushedArithmetic
{
    /// <summary>The least magnitude that is kept: 2^-126, the least normal float.</summary>
    public const float MinNormal = 1.17549435e-38f;

    // 2^-126*(1 - 2^-25): halfway to the number of 24 bits below, and the even neighbour of halfway is 2^-126.
    private const double FlushedBelow = 1.1754943508222875e-38 - 3.503246160812043e-46;

    /// <summary>a + b.</summary>
    /// <param name="a">Any float.</param>
    /// <param name="b">Any float.</param>
    /// <param name="mode">What becomes of denormals.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    public static float Add(float a, float b, DenormalMode mode = DenormalMode.FlushToZero) => One<Sum>(a, b, mode);

    /// <summary>a - b.</summary>
    /// <inheritdoc cref="Add(float, float, DenormalMode)"/>
    public static float Subtract(float a, float b, DenormalMode mode = DenormalMode.FlushToZero) => One<Difference>(a, b, mode);

    /// <summary>a*b.</summary>
    /// <inheritdoc cref="Add(float, float, DenormalMode)"/>
    public static float Multiply(float a, float b, DenormalMode mode = DenormalMode.FlushToZero) => One<Product>(a, b, mode);

    /// <summary>a/b.</summary>
    /// <inheritdoc cref="Add(float, float, DenormalMode)"/>
    public static float Divide(float a, float b, DenormalMode mode = DenormalMode.FlushToZero) => One<Quotient>(a, b, mode);

    /// <summary>a + b, element by element.</summary>
    /// <param name="a">Any floats.</param>
    /// <param name="b">As many floats.</param>
    /// <param name="result">Room for as many. It may be a or b itself, but overlap neither in another way.</param>
    /// <param name="mode">What becomes of denormals.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the result overlaps an operand and is not the same place.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    public static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result, DenormalMode mode = DenormalMode.FlushToZero) => All<Sum>(a, b, result, mode);

    /// <summary>a - b, element by element.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, DenormalMode)"/>
    public static void Subtract(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result, DenormalMode mode = DenormalMode.FlushToZero) =>
        All<Difference>(a, b, result, mode);

    /// <summary>a*b, element by element.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, DenormalMode)"/>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result, DenormalMode mode = DenormalMode.FlushToZero) => All<Product>(a, b, result, mode);

    /// <summary>a/b, element by element.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, DenormalMode)"/>
    public static void Divide(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result, DenormalMode mode = DenormalMode.FlushToZero) => All<Quotient>(a, b, result, mode);

    private static float One<T>(float a, float b, DenormalMode mode)
        where T : IOperation
    {
        Require(mode);
        return Compute<T>(a, b, mode);
    }

    private static void All<T>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result, DenormalMode mode)
        where T : IOperation
    {
        Require(mode);
        if (a.Length != b.Length || a.Length != result.Length)
            throw new ArgumentException($"Operands of {a.Length} and {b.Length} floats and a result of {result.Length} do not fit: all three have the same length.", nameof(result));
        RequireApart(a, result);
        RequireApart(b, result);
        for (int i = 0; i < result.Length; i++)
            result[i] = Compute<T>(a[i], b[i], mode);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Compute<T>(float a, float b, DenormalMode mode)
        where T : IOperation
    {
        // IEEE needs no emulation: it is what .NET's floats are.
        if (mode == DenormalMode.Ieee)
            return T.Of(a, b);
        if (mode == DenormalMode.FlushToZeroAndDenormalsAreZero)
        {
            a = Normal(a);
            b = Normal(b);
        }
        double exact = T.Of((double)a, b);
        // What is not a number is not below anything, and stays.
        return Math.Abs(exact) < FlushedBelow ? (float)Math.CopySign(0, exact) : (float)exact;
    }

    private static float Normal(float value) => MathF.Abs(value) < MinNormal ? MathF.CopySign(0, value) : value;

    private static void Require(DenormalMode mode)
    {
        if (!Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such mode.");
    }

    private static void RequireApart(ReadOnlySpan<float> operand, ReadOnlySpan<float> result)
    {
        if (operand.Overlaps(result, out int offset) && offset != 0)
            throw new ArgumentException("The result overlaps an operand and begins elsewhere: it may be the operand itself, or share no memory with it.", nameof(result));
    }

    private interface IOperation
    {
        static abstract float Of(float a, float b);

        static abstract double Of(double a, double b);
    }

    private readonly struct Sum : IOperation
    {
        public static float Of(float a, float b) => a + b;

        public static double Of(double a, double b) => a + b;
    }

    private readonly struct Difference : IOperation
    {
        public static float Of(float a, float b) => a - b;

        public static double Of(double a, double b) => a - b;
    }

    private readonly struct Product : IOperation
    {
        public static float Of(float a, float b) => a * b;

        public static double Of(double a, double b) => a * b;
    }

    private readonly struct Quotient : IOperation
    {
        public static float Of(float a, float b) => a / b;

        public static double Of(double a, double b) => a / b;
    }
}
