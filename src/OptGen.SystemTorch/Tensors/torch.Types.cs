using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static ScalarType defaultType = ScalarType.Float32;
    private static Device? defaultDevice;

    /// <summary>The type that factories give floating-point tensors when none is named: single precision at first.</summary>
    public static ScalarType get_default_dtype() => defaultType;

    /// <summary>Sets the type that factories give floating-point tensors when none is named.</summary>
    /// <exception cref="ArgumentException">The type is no real floating-point type.</exception>
    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype))
            throw new ArgumentException($"The default type must be a floating-point type, not {dtype}.", nameof(dtype));
        // libtorch's own default decides what integers become when they are divided or averaged.
        NativeError.Check(NativeMethods.optgen_set_default_dtype((int)dtype));
        defaultType = dtype;
    }

    /// <summary>The device that factories use when none is named: the processor at first.</summary>
    public static Device get_default_device() => defaultDevice ?? CPU;

    /// <summary>Sets the device that factories use when none is named.</summary>
    public static void set_default_device(Device device) => defaultDevice = InitializeDevice(device);

    /// <summary>Sets the device that factories use when none is named.</summary>
    public static void set_default_device(string device) => set_default_device(new Device(device));

    /// <summary>Whether a type is a real floating-point type.</summary>
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    /// <summary>Whether a type is complex.</summary>
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    /// <summary>Whether a type holds integers or truth values.</summary>
    public static bool is_integral(ScalarType type) => type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32
        or ScalarType.Int64 or ScalarType.Bool;

    /// <summary>Whether a type is quantized.</summary>
    public static bool is_quantized(ScalarType type) => type is ScalarType.QInt8 or ScalarType.QUInt8 or ScalarType.QInt32;
}
