using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What kind of number a <see cref="Scalar"/> holds: libtorch knows these four.</summary>
internal enum ScalarKind
{
    Boolean,
    Integer,
    Real,
    Complex
}

/// <summary>
/// A number as libtorch's operators take it. Unlike a tensor it takes part in type promotion only by its kind: adding a
/// real scalar to an integer tensor gives the default floating-point type, adding it to a float32 tensor keeps float32.
/// </summary>
/// <remarks>Immutable and held in managed memory alone; disposing it does nothing and is never needed.</remarks>
public sealed class Scalar : IDisposable
{
    private Scalar(ScalarKind kind, long integer, double real, double imaginary)
    {
        Kind = kind;
        Integer = integer;
        Real = real;
        Imaginary = imaginary;
    }

    internal ScalarKind Kind { get; }

    internal long Integer { get; }

    internal double Real { get; }

    internal double Imaginary { get; }

    /// <summary>The element type that libtorch gives a tensor made of this scalar.</summary>
    public ScalarType Type => Kind switch
    {
        ScalarKind.Boolean => ScalarType.Bool,
        ScalarKind.Integer => ScalarType.Int64,
        ScalarKind.Real => ScalarType.Float64,
        _ => ScalarType.ComplexFloat64
    };

    internal double AsDouble() => Kind switch
    {
        ScalarKind.Boolean or ScalarKind.Integer => Integer,
        ScalarKind.Real => Real,
        _ when Imaginary == 0 => Real,
        _ => throw new InvalidOperationException($"The complex number {Real}+{Imaginary}i has no real value.")
    };

    internal long AsLong() => Kind is ScalarKind.Boolean or ScalarKind.Integer ? Integer : checked((long)AsDouble());

    internal Complex AsComplex() => Kind == ScalarKind.Complex ? new Complex(Real, Imaginary) : new Complex(AsDouble(), 0);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(byte value) => new(ScalarKind.Integer, value, 0, 0);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(sbyte value) => new(ScalarKind.Integer, value, 0, 0);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(short value) => new(ScalarKind.Integer, value, 0, 0);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(int value) => new(ScalarKind.Integer, value, 0, 0);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(long value) => new(ScalarKind.Integer, value, 0, 0);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(Half value) => new(ScalarKind.Real, 0, (double)value, 0);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(float value) => new(ScalarKind.Real, 0, value, 0);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(ScalarKind.Real, 0, value, 0);

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(ScalarKind.Boolean, value ? 1 : 0, 0, 0);

    /// <summary>A complex number given as its real and imaginary part.</summary>
    public static implicit operator Scalar((float, float) value) => new(ScalarKind.Complex, 0, value.Item1, value.Item2);

    /// <summary>A complex number.</summary>
    public static implicit operator Scalar(Complex value) => new(ScalarKind.Complex, 0, value.Real, value.Imaginary);

    /// <summary>Does nothing: a scalar holds no native memory here.</summary>
    public void Dispose()
    {
    }

    /// <summary>The number, written in the invariant culture.</summary>
    public override string ToString() => Kind switch
    {
        ScalarKind.Boolean => Integer != 0 ? "True" : "False",
        ScalarKind.Integer => Integer.ToString(),
        ScalarKind.Real => Real.ToString("R"),
        _ => new Complex(Real, Imaginary).ToString()
    };
}
