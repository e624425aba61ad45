using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Masking;

/// <summary>Between tensors and the bytes of files.</summary>
internal static class StoredTensors
{
    private static readonly (ScalarType Torch, StoredType Stored)[] Types =
    [
        (ScalarType.Float32, StoredType.F32), (ScalarType.Float64, StoredType.F64), (ScalarType.Float16, StoredType.F16), (ScalarType.BFloat16, StoredType.BF16),
        (ScalarType.Int64, StoredType.I64), (ScalarType.Int32, StoredType.I32), (ScalarType.Int16, StoredType.I16), (ScalarType.Int8, StoredType.I8),
        (ScalarType.Byte, StoredType.U8), (ScalarType.Bool, StoredType.Bool)
    ];

    /// <summary>The type in files.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static StoredType Stored(ScalarType type, string name)
    {
        foreach (var (torch, stored) in Types)
        {
            if (torch == type)
                return stored;
        }
        throw new NotSupportedException($"{name} is of the type {type}, which no file of a mask can hold.");
    }

    /// <summary>The type in torch.</summary>
    public static ScalarType Torch(StoredType type) => Array.Find(Types, pair => pair.Stored == type).Torch;

    /// <summary>The tensor's bytes, in row-major order.</summary>
    public static byte[] Bytes(Tensor tensor)
    {
        if (tensor.NumberOfElements == 0)
            return [];
        using DisposeScope scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().bytes.ToArray();
    }

    /// <summary>Writes bytes into a tensor.</summary>
    public static void Write(ReadOnlySpan<byte> data, Tensor destination)
    {
        if (data.IsEmpty)
            return;
        using IDisposable off = no_grad();
        using Tensor values = empty(destination.shape, destination.dtype);
        data.CopyTo(values.bytes);
        GC.KeepAlive(values);
        destination.copy_(values);
    }

    /// <summary>Writes float32 numbers into a tensor, converted to its type.</summary>
    public static void Write(float[] data, Tensor destination)
    {
        using IDisposable off = no_grad();
        using Tensor values = tensor(data, destination.shape);
        destination.copy_(values);
    }

    /// <summary>The bytes that float32 numbers have in a type.</summary>
    public static byte[] Bytes(float[] data, ScalarType type)
    {
        if (type == ScalarType.Float32)
            return MemoryMarshal.AsBytes<float>(data).ToArray();
        using DisposeScope scope = NewDisposeScope();
        return Bytes(tensor(data).to(type));
    }

    /// <summary>The tensors of a network's state_dict, each under its first name only.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Unique(nn.Module network)
    {
        HashSet<IntPtr> seen = [];
        foreach (var (name, tensor) in network.state_dict())
        {
            if (seen.Add(tensor.Handle))
                yield return (name, tensor);
        }
    }
}
