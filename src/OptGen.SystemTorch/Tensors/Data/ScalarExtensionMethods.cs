using System.Numerics;

namespace TorchSharp;

/// <summary>Conversions between C# numbers and scalars.</summary>
/// <remarks>
/// A real number becomes a whole one by cutting off its fraction; one that does not fit throws <see cref="OverflowException"/>.
/// A complex number becomes a real one only where its imaginary part is zero.
/// </remarks>
public static class ScalarExtensionMethods
{
    /// <summary>A whole number as a scalar.</summary>
    public static Scalar ToScalar(this byte value) => value;

    /// <summary>A whole number as a scalar.</summary>
    public static Scalar ToScalar(this sbyte value) => value;

    /// <summary>A whole number as a scalar.</summary>
    public static Scalar ToScalar(this short value) => value;

    /// <summary>A whole number as a scalar.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>A whole number as a scalar.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>A real number as a scalar.</summary>
    public static Scalar ToScalar(this Half value) => value;

    /// <summary>A real number as a scalar.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>A real number as a scalar.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>A truth value as a scalar.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>A complex number, given by its parts, as a scalar.</summary>
    public static Scalar ToScalar(this (float, float) value) => value;

    /// <summary>A complex number as a scalar.</summary>
    public static Scalar ToScalar(this Complex value) => value;

    /// <summary>A real number, rounded to brain floating point, as a scalar.</summary>
    public static Scalar ToBFloat16Scalar(this float value)
    {
        if (float.IsNaN(value)) return value;
        var bits = BitConverter.SingleToUInt32Bits(value);
        bits += 0x7FFF + ((bits >> 16) & 1);
        return BitConverter.UInt32BitsToSingle(bits & 0xFFFF0000);
    }

    /// <summary>The scalar as a whole number.</summary>
    public static byte ToByte(this Scalar value) => checked((byte)value.AsLong());

    /// <summary>The scalar as a whole number.</summary>
    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.AsLong());

    /// <summary>The scalar as a whole number.</summary>
    public static short ToInt16(this Scalar value) => checked((short)value.AsLong());

    /// <summary>The scalar as a whole number.</summary>
    public static int ToInt32(this Scalar value) => checked((int)value.AsLong());

    /// <summary>The scalar as a whole number.</summary>
    public static long ToInt64(this Scalar value) => value.AsLong();

    /// <summary>The scalar as a number of half precision.</summary>
    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble();

    /// <summary>The scalar as a number of single precision.</summary>
    public static float ToSingle(this Scalar value) => (float)value.AsDouble();

    /// <summary>The scalar as a number of double precision.</summary>
    public static double ToDouble(this Scalar value) => value.AsDouble();

    /// <summary>Whether the scalar is not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.AsComplex() != Complex.Zero;

    /// <summary>The scalar as a complex number given by its parts.</summary>
    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) =>
        ((float)value.AsComplex().Real, (float)value.AsComplex().Imaginary);

    /// <summary>The scalar as a complex number.</summary>
    public static Complex ToComplexFloat64(this Scalar value) => value.AsComplex();
}
