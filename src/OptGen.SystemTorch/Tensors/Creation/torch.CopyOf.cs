using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static Tensor CopyOf<T>(ReadOnlySpan<T> data, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged =>
        CopyOf(data, [data.Length], type, dtype, device, requires_grad, names);

    private static Tensor CopyOf<T>(T[] data, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        return CopyOf((Array)data, type, dtype, device, requires_grad, names);
    }

    private static Tensor CopyOf<T>(T[] data, ReadOnlySpan<long> dimensions, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        return CopyOf(new ReadOnlySpan<T>(data), dimensions, type, dtype, device, requires_grad, names);
    }

    private static unsafe Tensor CopyOf<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> dimensions, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        RequireFill(dimensions, data.Length);
        fixed (T* source = data)
            return Place(CopyOfMemory(source, dimensions.ToArray(), type), dtype, device, requires_grad, names);
    }

    /// <summary>A tensor of an array's own shape, whatever its rank.</summary>
    private static unsafe Tensor CopyOf(Array data, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        ArgumentNullException.ThrowIfNull(data);
        fixed (byte* source = &MemoryMarshal.GetArrayDataReference(data))
            return Place(CopyOfMemory(source, ShapeOf(data), type), dtype, device, requires_grad, names);
    }

    private static unsafe Tensor Single<T>(T value, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad)
        where T : unmanaged =>
        Place(CopyOfMemory(&value, [], type), dtype, device, requires_grad, null);

    private static long[] ShapeOf(Array array)
    {
        var shape = new long[array.Rank];
        for (var i = 0; i < shape.Length; i++) shape[i] = array.GetLongLength(i);
        return shape;
    }

    /// <summary>The elements of a list without copying them, where the list is an array or a List.</summary>
    private static ReadOnlySpan<T> ListSpan<T>(IList<T> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list switch
        {
            T[] array => array,
            List<T> known => CollectionsMarshal.AsSpan(known),
            _ => list.ToArray()
        };
    }

    /// <summary>A new tensor in the processor's memory; the source must hold as many elements as the shape has.</summary>
    private static unsafe Tensor CopyOfMemory(void* source, long[] shape, ScalarType type)
    {
        var tensor = Aten.empty_memory_format.Call(shape, type, Argument.None, CPU);
        var bytes = tensor.NumberOfElements * type.ElementSize();
        if (bytes == 0) return tensor;
        try
        {
            Buffer.MemoryCopy(source, NativeError.Check(NativeMethods.optgen_tensor_data(tensor.Lease())), bytes, bytes);
        }
        finally
        {
            tensor.Return();
        }

        return tensor;
    }

    /// <summary>Converts and moves a tensor that was just made, which the result replaces.</summary>
    private static Tensor Place(Tensor made, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var target = device is null ? defaultDevice : InitializeDevice(device);
        var result = made;
        if (target is { type: not DeviceType.CPU } || (dtype is { } wanted && wanted != made.dtype))
        {
            try
            {
                result = made.to(dtype ?? made.dtype, target ?? CPU);
            }
            finally
            {
                made.Dispose();
            }
        }

        return Finish(result, requires_grad, names);
    }

    private static void RequireFill(ReadOnlySpan<long> shape, long count)
    {
        var product = 1L;
        foreach (var length in shape)
        {
            if (length < 0)
                throw new ArgumentException($"A tensor of shape {Describe(shape)} cannot be made: a length is negative.", nameof(shape));
            product = checked(product * length);
        }

        if (product != count)
        {
            throw new ArgumentException(
                $"mismatched total size creating a tensor from an array: shape {Describe(shape)} has {product} elements, but {count} are given.",
                nameof(shape));
        }
    }

    /// <summary>A shape as messages show it: <c>[2, 3]</c>.</summary>
    internal static string Describe(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
