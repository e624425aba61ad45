using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Which C# type holds the elements of which tensors.</summary>
internal static class ElementTypes
{
    /// <summary>The element type of tensors made from a C# type.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static ScalarType Of(Type type) => TryOf(type) ?? throw new NotSupportedException(
        $"libtorch has no elements of type {type.Name}; bool, byte, sbyte, short, int, long, Half, float, double, (float, float) and Complex become tensors.");

    public static ScalarType? TryOf(Type type) =>
        type == typeof(float) ? ScalarType.Float32
        : type == typeof(double) ? ScalarType.Float64
        : type == typeof(long) ? ScalarType.Int64
        : type == typeof(int) ? ScalarType.Int32
        : type == typeof(bool) ? ScalarType.Bool
        : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(sbyte) ? ScalarType.Int8
        : type == typeof(short) ? ScalarType.Int16
        : type == typeof(Half) ? ScalarType.Float16
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32
        : type == typeof(Complex) ? ScalarType.ComplexFloat64
        : null;

    /// <summary>The name of the C# type whose values a tensor's elements are.</summary>
    public static string? NameFor(ScalarType type) => type switch
    {
        ScalarType.Float32 => "float",
        ScalarType.Float64 => "double",
        ScalarType.Int64 => "long",
        ScalarType.Int32 => "int",
        ScalarType.Bool => "bool",
        ScalarType.Byte => "byte",
        ScalarType.Int8 => "sbyte",
        ScalarType.Int16 => "short",
        ScalarType.Float16 => "Half",
        ScalarType.ComplexFloat32 => "(float, float)",
        ScalarType.ComplexFloat64 => "Complex",
        _ => null
    };

    /// <summary>Throws unless a tensor's elements are values of a C# type.</summary>
    public static void Require<T>(Tensor tensor, string member)
    {
        var type = tensor.dtype;
        if (TryOf(typeof(T)) == type) return;
        var wanted = TryOf(typeof(T));
        var advice = (NameFor(type), wanted) switch
        {
            ({ } name, { } other) => $"use {name}, or convert the tensor with to(ScalarType.{other})",
            ({ } name, null) => $"use {name}",
            _ => "convert the tensor with to(ScalarType.Float32)"
        };
        throw new ArgumentException($"{member} cannot read elements of {type} as {typeof(T).Name}: {advice}.");
    }
}
