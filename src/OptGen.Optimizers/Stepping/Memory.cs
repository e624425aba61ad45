using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>Finds the memory of tensors: their addresses where the processor can work on them directly, else 0.</summary>
internal static unsafe class Memory
{
    /// <summary>The address of a dense, row-major tensor of the given type in the processor's memory; else 0.</summary>
    public static nint Find(Tensor? tensor, ScalarType type)
    {
        if (tensor is null) return 0;
        return NativeTensor.IsAvailable ? NativeTensor.Address(tensor, type) : FindByMembers(tensor, type);
    }

    /// <summary>The address of a parameter's gradient, if it can be worked on directly; else 0.</summary>
    public static nint FindGradient(Parameter parameter, ScalarType type, out bool exists) =>
        NativeTensor.IsAvailable ? NativeTensor.GradientAddress(parameter, type, out exists) : FindGradientByMembers(parameter, type, out exists);

    /// <summary>As <see cref="Find"/>, through what TorchSharp makes public.</summary>
    internal static nint FindByMembers(Tensor tensor, ScalarType type)
    {
        if (tensor.dtype != type || tensor.device_type != TorchSharp.DeviceType.CPU || tensor.is_sparse || !tensor.is_contiguous()) return 0;
        var elements = tensor.NumberOfElements;
        if (elements == 0 || elements * tensor.ElementSize > int.MaxValue) return 0; // bytes is a span
        fixed (byte* first = tensor.bytes) return (nint)first;
    }

    /// <summary>As <see cref="FindGradient"/>, through what TorchSharp makes public.</summary>
    internal static nint FindGradientByMembers(Parameter parameter, ScalarType type, out bool exists)
    {
        using var gradient = parameter.grad;
        exists = gradient is not null;
        return gradient is null ? 0 : FindByMembers(gradient, type);
    }
}
