using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>The product of the lengths of a shape: how many elements a tensor of it has.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>The length of every dimension as 32-bit integers.</summary>
    /// <exception cref="OverflowException">A length does not fit.</exception>
    public static ReadOnlySpan<int> IntShape(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Array.ConvertAll(tensor.shape, length => checked((int)length));
    }

    /// <summary>A module's parameter made of a tensor, which is left invalid: its memory goes to the parameter.</summary>
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>A tensor of an array's elements, row by row, in a shape.</summary>
    /// <param name="rawArray">The elements.</param>
    /// <param name="dimensions">The shape; its lengths must multiply to the array's length.</param>
    /// <param name="doCopy">Whether to copy the array rather than share its memory.</param>
    /// <param name="requires_grad">Whether operations on the tensor are recorded for differentiation.</param>
    /// <exception cref="NotSupportedException">libtorch has no elements of the array's type.</exception>
    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        return FromArray(rawArray, dimensions, doCopy, requires_grad);
    }

    /// <summary>A number as a tensor of 0 dimensions.</summary>
    /// <exception cref="NotSupportedException">libtorch has no elements of the number's type.</exception>
    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false) =>
        FromSingle(new[] { scalar }, device, requires_grad);

    /// <summary>The one element of a tensor as a whole number, converted where it is of another type.</summary>
    public static byte ToByte(this Tensor value) => One(value).ToByte();

    /// <summary>The one element of a tensor as a whole number, converted where it is of another type.</summary>
    public static sbyte ToSByte(this Tensor value) => One(value).ToSByte();

    /// <summary>The one element of a tensor as a whole number, converted where it is of another type.</summary>
    public static short ToInt16(this Tensor value) => One(value).ToInt16();

    /// <summary>The one element of a tensor as a whole number, converted where it is of another type.</summary>
    public static int ToInt32(this Tensor value) => One(value).ToInt32();

    /// <summary>The one element of a tensor as a whole number, converted where it is of another type.</summary>
    public static long ToInt64(this Tensor value) => One(value).ToInt64();

    /// <summary>The one element of a tensor as a number of half precision, converted where it is of another type.</summary>
    public static Half ToHalf(this Tensor value) => One(value).ToHalf();

    /// <summary>The one element of a tensor as a number of single precision, converted where it is of another type.</summary>
    public static float ToSingle(this Tensor value) => One(value).ToSingle();

    /// <summary>The one element of a tensor as a number of double precision, converted where it is of another type.</summary>
    public static double ToDouble(this Tensor value) => One(value).ToDouble();

    /// <summary>The one element of a tensor as a complex number given by its parts, converted where it is of another type.</summary>
    public static (float Real, float Imaginary) ToComplexFloat32(this Tensor value) => One(value).ToComplexFloat32();

    /// <summary>The one element of a tensor as a complex number, converted where it is of another type.</summary>
    public static Complex ToComplexFloat64(this Tensor value) => One(value).ToComplexFloat64();

    /// <summary>Whether the one element of a tensor is not zero.</summary>
    public static bool ToBoolean(this Tensor value) => One(value).ToBoolean();

    /// <summary>The one element of a tensor as a complex number given by its parts.</summary>
    public static (float Real, float Imaginary) ToComplex32(this Tensor value) => value.ToComplexFloat32();

    /// <summary>The one element of a tensor as a complex number.</summary>
    public static Complex ToComplex64(this Tensor value) => value.ToComplexFloat64();

    private static Scalar One(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToScalar();
    }
}
