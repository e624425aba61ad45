namespace TorchSharp;

public static partial class torch
{
    /// <summary>The type of a tensor's elements. The numbers are libtorch's own.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>Unsigned 8-bit integer.</summary>
        Byte = 0,

        /// <summary>Signed 8-bit integer.</summary>
        Int8 = 1,

        /// <summary>Signed 16-bit integer.</summary>
        Int16 = 2,

        /// <summary>Signed 32-bit integer.</summary>
        Int32 = 3,

        /// <summary>Signed 64-bit integer.</summary>
        Int64 = 4,

        /// <summary>IEEE half precision.</summary>
        Float16 = 5,

        /// <summary>IEEE single precision.</summary>
        Float32 = 6,

        /// <summary>IEEE double precision.</summary>
        Float64 = 7,

        /// <summary>A pair of single-precision numbers.</summary>
        ComplexFloat32 = 9,

        /// <summary>A pair of double-precision numbers.</summary>
        ComplexFloat64 = 10,

        /// <summary>A truth value in one byte.</summary>
        Bool = 11,

        /// <summary>Quantized signed 8-bit integer.</summary>
        QInt8 = 12,

        /// <summary>Quantized unsigned 8-bit integer.</summary>
        QUInt8 = 13,

        /// <summary>Quantized signed 32-bit integer.</summary>
        QInt32 = 14,

        /// <summary>Brain floating point: single precision's exponent, 8 bits of significand.</summary>
        BFloat16 = 15
    }

    /// <summary>Unsigned 8-bit integers.</summary>
    public static ScalarType uint8 = ScalarType.Byte;

    /// <summary>Signed 8-bit integers.</summary>
    public static ScalarType int8 = ScalarType.Int8;

    /// <summary>Signed 16-bit integers.</summary>
    public static ScalarType int16 = ScalarType.Int16;

    /// <summary>Signed 16-bit integers.</summary>
    public static ScalarType @short = ScalarType.Int16;

    /// <summary>Signed 32-bit integers.</summary>
    public static ScalarType int32 = ScalarType.Int32;

    /// <summary>Signed 32-bit integers.</summary>
    public static ScalarType @int = ScalarType.Int32;

    /// <summary>Signed 64-bit integers.</summary>
    public static ScalarType int64 = ScalarType.Int64;

    /// <summary>Signed 64-bit integers.</summary>
    public static ScalarType @long = ScalarType.Int64;

    /// <summary>Half precision.</summary>
    public static ScalarType float16 = ScalarType.Float16;

    /// <summary>Half precision.</summary>
    public static ScalarType half = ScalarType.Float16;

    /// <summary>Brain floating point.</summary>
    public static ScalarType bfloat16 = ScalarType.BFloat16;

    /// <summary>Single precision.</summary>
    public static ScalarType float32 = ScalarType.Float32;

    /// <summary>Single precision.</summary>
    public static ScalarType @float = ScalarType.Float32;

    /// <summary>Double precision.</summary>
    public static ScalarType float64 = ScalarType.Float64;

    /// <summary>Double precision.</summary>
    public static ScalarType @double = ScalarType.Float64;

    /// <summary>Complex single precision.</summary>
    public static ScalarType complex64 = ScalarType.ComplexFloat32;

    /// <summary>Complex single precision.</summary>
    public static ScalarType cfloat = ScalarType.ComplexFloat32;

    /// <summary>Complex double precision.</summary>
    public static ScalarType complex128 = ScalarType.ComplexFloat64;

    /// <summary>Complex double precision.</summary>
    public static ScalarType cdouble = ScalarType.ComplexFloat64;

    /// <summary>Truth values.</summary>
    public static ScalarType @bool = ScalarType.Bool;

    /// <summary>Quantized signed 8-bit integers.</summary>
    public static ScalarType qint8 = ScalarType.QInt8;

    /// <summary>Quantized unsigned 8-bit integers.</summary>
    public static ScalarType quint8 = ScalarType.QUInt8;

    /// <summary>Quantized signed 32-bit integers.</summary>
    public static ScalarType qint32 = ScalarType.QInt32;
}
