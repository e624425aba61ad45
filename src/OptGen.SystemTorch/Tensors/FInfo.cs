using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What the default floating-point type can represent.</summary>
    public static FInfo finfo() => finfo(get_default_dtype());

    /// <summary>What a floating-point type can represent; for a complex type, what its parts can.</summary>
    /// <exception cref="ArgumentException">The type holds integers or truth values.</exception>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => Describe(16, fractionBits: 10, largestExponent: 15, resolution: 1e-3),
        ScalarType.BFloat16 => Describe(16, fractionBits: 7, largestExponent: 127, resolution: 1e-2),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => Describe(32, fractionBits: 23, largestExponent: 127, resolution: 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => Describe(64, fractionBits: 52, largestExponent: 1023, resolution: 1e-15),
        _ => throw new ArgumentException($"finfo describes floating-point types, and {dtype} is none.", nameof(dtype))
    };

    private static FInfo Describe(int bits, int fractionBits, int largestExponent, double resolution)
    {
        var eps = Math.ScaleB(1, -fractionBits);
        var max = Math.ScaleB(2 - eps, largestExponent);
        var smallest = Math.ScaleB(1, 1 - largestExponent);
        return new FInfo
        {
            bits = bits, eps = eps, max = max, min = -max, tiny = smallest, smallest_normal = smallest, resolution = resolution
        };
    }

    /// <summary>The limits of a floating-point type.</summary>
    [StructLayout(LayoutKind.Auto)]
    public struct FInfo
    {
        /// <summary>How many bits one number takes.</summary>
        public int bits;

        /// <summary>The distance from 1 to the next larger number.</summary>
        public double eps;

        /// <summary>The largest finite number.</summary>
        public double max;

        /// <summary>The smallest finite number: the largest one, negated.</summary>
        public double min;

        /// <summary>Another name of <see cref="smallest_normal"/>.</summary>
        public double tiny;

        /// <summary>The smallest positive number with full precision.</summary>
        public double smallest_normal;

        /// <summary>Ten to the power of minus the decimal digits that are surely kept.</summary>
        public double resolution;
    }
}
