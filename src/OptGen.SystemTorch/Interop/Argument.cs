using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Interop;

/// <summary>
/// An argument of an operator as C# code writes it. Everything an ATen schema can ask for converts to it implicitly,
/// null included (an absent optional argument).
/// </summary>
internal readonly struct Argument
{
    /// <summary>The tensor, generator, string or list; null for values held in <see cref="Bits"/>.</summary>
    public readonly object? Reference;

    /// <summary>The number, or the device's type and index.</summary>
    public readonly long Bits;

    public readonly ValueTag Tag;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Argument(ValueTag tag, long bits)
    {
        Tag = tag;
        Bits = bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Argument(ValueTag tag, object? reference)
    {
        Tag = reference is null ? ValueTag.None : tag;
        Reference = reference;
    }

    /// <summary>An argument that is not given.</summary>
    public static Argument None => default;

    /// <summary>A memory format or layout, which travel as numbers.</summary>
    public static Argument Enumeration(long value) => new(ValueTag.Int, value);

    /// <summary>A list of tensors of which some may be absent (null).</summary>
    public static Argument OptionalTensors(Tensor?[] tensors) => new(ValueTag.TensorList, tensors);

    public static implicit operator Argument(Tensor? tensor) => new(ValueTag.Tensor, tensor);

    public static implicit operator Argument(long value) => new(ValueTag.Int, value);

    public static implicit operator Argument(int value) => new(ValueTag.Int, value);

    public static implicit operator Argument(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(bool value) => new(ValueTag.Bool, value ? 1 : 0);

    public static implicit operator Argument(long? value) => value is { } given ? given : default(Argument);

    public static implicit operator Argument(int? value) => value is { } given ? given : default(Argument);

    public static implicit operator Argument(double? value) => value is { } given ? given : default(Argument);

    public static implicit operator Argument(bool? value) => value is { } given ? given : default(Argument);

    public static implicit operator Argument(ScalarType value) => new(ValueTag.Int, (long)value);

    public static implicit operator Argument(ScalarType? value) => value is { } given ? given : default(Argument);

    public static implicit operator Argument(Device? device) => device is null ? default : new(ValueTag.Device, Device.Pack(device));

    public static implicit operator Argument(Generator? generator) => new(ValueTag.Generator, generator);

    public static implicit operator Argument(string? text) => new(ValueTag.String, text);

    public static implicit operator Argument(long[]? list) => new(ValueTag.IntList, list);

    public static implicit operator Argument(double[]? list) => new(ValueTag.DoubleList, list);

    public static implicit operator Argument(bool[]? list) => new(ValueTag.BoolList, list);

    public static implicit operator Argument(Tensor[]? tensors) => new(ValueTag.TensorList, tensors);

    public static implicit operator Argument(Scalar? scalar) => scalar is null
        ? default
        : scalar.Kind switch
        {
            ScalarKind.Boolean => scalar.Integer != 0,
            ScalarKind.Integer => scalar.Integer,
            ScalarKind.Real => scalar.Real,
            _ => new Argument(ValueTag.Complex, new double[] { scalar.Real, scalar.Imaginary }),
        };

    public static implicit operator Argument(Complex value) => new(ValueTag.Complex, new double[] { value.Real, value.Imaginary });
}
