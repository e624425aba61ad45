using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Where a tensor's numbers lie: what tells whether two tensors are one memory.</summary>
/// <remarks>
/// Handles do not: an Embedding of TorchSharp (0.107.0) gives a new object for its weight each time that it is asked, and a view is a tensor of its own.
/// </remarks>
/// <param name="First">The address of the first byte.</param>
/// <param name="End">The address after the last one; of strided tensors some bytes between may be another's.</param>
internal readonly record struct MemoryRange(long First, long End)
{
    /// <summary>The range of a tensor; an empty one where it has no numbers, or none in memory.</summary>
    public static MemoryRange Of(Tensor tensor)
    {
        if (tensor.NumberOfElements == 0)
            return default;
        long start = Address(tensor);
        if (start == 0)
            return default;
        long last = tensor.shape.Zip(tensor.stride()).Sum(size => (size.First - 1) * size.Second);
        return new(start, start + (last + 1) * tensor.ElementSize);
    }

    /// <summary>Whether the ranges have a byte in common.</summary>
    public bool Overlaps(MemoryRange other) => First < other.End && other.First < End;

    // Of numbers of 16 bits on another device nothing tells it.
    private static long Address(Tensor tensor)
    {
        using IDisposable off = no_grad();
        using DisposeScope scope = NewDisposeScope();
        if (tensor.device_type == DeviceType.CPU)
            return Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(tensor.detach().as_strided([1], [1], tensor.storage_offset()).bytes));
        long storage = tensor.dtype switch
        {
            ScalarType.Float32 => tensor.storage<float>().data_ptr(),
            ScalarType.Float64 => tensor.storage<double>().data_ptr(),
            _ => 0
        };
        return storage == 0 ? 0 : storage + tensor.storage_offset() * tensor.ElementSize;
    }
}
