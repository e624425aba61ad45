using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moves and conversions of modules. All change the module in place and return it; parameters are replaced by new objects, so make the optimizer afterwards.</summary>
public static class ModuleExtensionMethods
{
    /// <summary>Gives the module's floating-point and complex parameters and buffers a type.</summary>
    /// <exception cref="ArgumentException">The type is neither floating-point nor complex.</exception>
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
        where T : nn.Module => (T)module._to(type, non_blocking);

    /// <summary>Moves the module to a device and gives its floating-point and complex parameters and buffers a type.</summary>
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false)
        where T : nn.Module => (T)module._to(device, type, non_blocking);

    /// <summary>Moves the module to a device.</summary>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => (T)module._to(deviceType, deviceIndex, non_blocking);

    /// <summary>Moves the module to a device.</summary>
    public static T to<T>(this T module, Device device, bool non_blocking = false)
        where T : nn.Module => (T)module._to(device.type, device.index, non_blocking);

    /// <summary>Moves the module to the device a description names, as <c>cuda:0</c>.</summary>
    public static T to<T>(this T module, string device, bool non_blocking = false)
        where T : nn.Module => module.to(new Device(device), non_blocking);

    /// <summary>Moves the module to where a tensor lives and gives it that tensor's type.</summary>
    public static T to<T>(this T module, Tensor other, bool non_blocking = false)
        where T : nn.Module => (T)module._to(other, non_blocking);

    /// <summary>Moves the module to the processor.</summary>
    public static T cpu<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(DeviceType.CPU, -1, non_blocking);

    /// <summary>Moves the module to a CUDA device; -1 means the current one.</summary>
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => module.to(DeviceType.CUDA, deviceIndex, non_blocking);

    /// <summary>Always an error: a module's type must be floating-point or complex, not Bool.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @bool<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.Bool, non_blocking);

    /// <summary>Always an error: a module's type must be floating-point or complex, not Byte.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @byte<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.Byte, non_blocking);

    /// <summary>Always an error: a module's type must be floating-point or complex, not Int8.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @char<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.Int8, non_blocking);

    /// <summary>Always an error: a module's type must be floating-point or complex, not Int16.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @short<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.Int16, non_blocking);

    /// <summary>Always an error: a module's type must be floating-point or complex, not Int32.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @int<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.Int32, non_blocking);

    /// <summary>Always an error: a module's type must be floating-point or complex, not Int64.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public static T @long<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.Int64, non_blocking);

    /// <summary>Gives the module's floating-point and complex parameters and buffers the type Float16.</summary>
    public static T half<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.Float16, non_blocking);

    /// <summary>Gives the module's floating-point and complex parameters and buffers the type BFloat16.</summary>
    public static T bfloat16<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.BFloat16, non_blocking);

    /// <summary>Gives the module's floating-point and complex parameters and buffers the type Float32.</summary>
    public static T @float<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.Float32, non_blocking);

    /// <summary>Gives the module's floating-point and complex parameters and buffers the type Float64.</summary>
    public static T @double<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.Float64, non_blocking);

    /// <summary>Gives the module's floating-point and complex parameters and buffers the type ComplexFloat32.</summary>
    public static T cfloat<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.ComplexFloat32, non_blocking);

    /// <summary>Gives the module's floating-point and complex parameters and buffers the type ComplexFloat64.</summary>
    public static T cdouble<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module.to(ScalarType.ComplexFloat64, non_blocking);
}
