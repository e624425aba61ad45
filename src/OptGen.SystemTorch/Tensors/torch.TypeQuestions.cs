namespace TorchSharp;

public static partial class torch
{
    /// <summary>Whether an object is a tensor.</summary>
    public static bool is_tensor(object? obj) => obj is Tensor;

    /// <summary>The number of elements.</summary>
    public static long numel(Tensor input) => input.numel();

    /// <summary>Whether the elements are complex numbers.</summary>
    public static bool is_complex(Tensor input) => is_complex(input.dtype);

    /// <summary>Whether the elements are real floating-point numbers.</summary>
    public static bool is_floating_point(Tensor input) => is_floating_point(input.dtype);

    /// <summary>Whether the elements are integers or truth values.</summary>
    public static bool is_integral(Tensor t) => is_integral(t.dtype);

    /// <summary>Whether the tensor is a conjugate that has not been computed yet.</summary>
    public static bool is_conj(Tensor input) => input.is_conj();

    /// <summary>A copy; gradients flow through it.</summary>
    public static Tensor clone(Tensor input) => input.clone();

    /// <summary>The tensor with a conjugation computed that was only noted.</summary>
    public static Tensor resolve_conj(Tensor input) => input.resolve_conj();

    /// <summary>The tensor with a negation computed that was only noted.</summary>
    public static Tensor resolve_neg(Tensor input) => input.resolve_neg();

    /// <summary>Makes a tensor's element type the one that factories give floating-point tensors.</summary>
    public static void set_default_tensor_type(Tensor t) => set_default_dtype(t.dtype);

    /// <summary>The greatest number that an integer type holds.</summary>
    /// <exception cref="ArgumentException">The type is no integer type.</exception>
    public static long max_int_value(ScalarType type) => type switch
    {
        ScalarType.Byte => byte.MaxValue,
        ScalarType.Int8 => sbyte.MaxValue,
        ScalarType.Int16 => short.MaxValue,
        ScalarType.Int32 => int.MaxValue,
        ScalarType.Int64 => long.MaxValue,
        _ => throw new ArgumentException($"{type} is no integer type.", nameof(type))
    };
}
