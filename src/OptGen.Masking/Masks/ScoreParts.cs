using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>The scores among which one selection is made, layer by layer.</summary>
internal interface IScoreParts
{
    int Count { get; }

    ReadOnlySpan<float> this[int part] { get; }
}

/// <summary>Scores in arrays.</summary>
internal readonly struct ArrayParts(params float[][] arrays) : IScoreParts
{
    public int Count => arrays.Length;

    public ReadOnlySpan<float> this[int part] => arrays[part];
}

/// <summary>Scores in tensors of float32 in the processor's memory, in row-major order.</summary>
internal readonly struct TensorParts(Tensor[] tensors) : IScoreParts
{
    public int Count => tensors.Length;

    public ReadOnlySpan<float> this[int part] => TensorMemory.Floats(tensors[part]);
}

/// <summary>Tensors as memory.</summary>
internal static class TensorMemory
{
    /// <summary>Whether a tensor's numbers can be reached as a span of floats.</summary>
    public static bool IsFloats(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == TorchSharp.DeviceType.CPU && tensor.is_contiguous() && tensor.NumberOfElements <= int.MaxValue / sizeof(float);

    /// <summary>The numbers of such a tensor. The tensor must live as long as the span is read.</summary>
    public static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
