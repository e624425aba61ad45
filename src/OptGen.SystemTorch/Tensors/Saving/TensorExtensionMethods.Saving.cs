using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <remarks>
/// A saved tensor is TorchSharp's own format: the number of the element type, the number of dimensions and every length as
/// LEB128, then the elements in row-major order, little-endian.
/// </remarks>
public static partial class TensorExtensionMethods
{
    /// <summary>More dimensions than libtorch's own operations support, so that a broken file cannot ask for huge memory.</summary>
    private const long MaxDimensions = 64;

    /// <summary>Writes type, shape and elements of a tensor.</summary>
    /// <exception cref="NotSupportedException">The tensor is quantized.</exception>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(writer);
        if (is_quantized(tensor.dtype)) throw new NotSupportedException($"Tensors of type {tensor.dtype} cannot be saved: call dequantize() first.");
        using var history = tensor.detach();
        using var plain = history.Resolved();
        using var ordered = plain.contiguous();
        writer.Write7BitEncodedInt64((long)tensor.dtype);
        var shape = ordered.shape;
        writer.Write7BitEncodedInt64(shape.Length);
        foreach (var length in shape) writer.Write7BitEncodedInt64(length);
        writer.Flush();
        ordered.WriteBytesToStream(writer.BaseStream);
    }

    /// <summary>Writes type, shape and elements of a tensor to a stream, which stays open.</summary>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    /// <summary>Writes type, shape and elements of a tensor to a file, which is replaced only when all is written.</summary>
    public static void Save(this Tensor tensor, string location)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        var unfinished = location + ".unfinished";
        try
        {
            using (var stream = File.Create(unfinished)) tensor.Save(stream);
            File.Move(unfinished, location, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Reads a tensor of the type and shape that the file names; zeros where its elements are to be skipped.</summary>
    /// <exception cref="InvalidDataException">The bytes are no saved tensor.</exception>
    /// <exception cref="EndOfStreamException">The file ends before the tensor does.</exception>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor? tensor = null;
        Load(ref tensor, reader, skip);
        return tensor!;
    }

    /// <summary>Overwrites a tensor with a saved one of the same shape, converting the elements to its type; or only reads past it.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="InvalidDataException">The bytes are no saved tensor.</exception>
    /// <exception cref="EndOfStreamException">The file ends before the tensor does.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var target = tensor;
        Load(ref target, reader, skip);
    }

    /// <summary>Reads a saved tensor into the one given, or into a new one where that is null.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="InvalidDataException">The bytes are no saved tensor.</exception>
    /// <exception cref="EndOfStreamException">The file ends before the tensor does.</exception>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (type, shape, size) = ReadHeader(reader);
        if (skip)
        {
            SkipBytes(reader, size);
            tensor ??= zeros(shape, type, CPU);
            return;
        }

        if (tensor is null)
        {
            tensor = ReadElements(reader, type, shape);
            return;
        }

        if (!shape.SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                $"Mismatched tensor shape while loading: the file has {Describe(shape)}, the tensor {Describe(tensor.shape)}.", nameof(tensor));
        }

        using var unrecorded = no_grad();
        if (tensor.dtype == type && tensor.device_type == DeviceType.CPU && tensor.is_contiguous())
        {
            tensor.ReadBytesFromStream(reader.BaseStream);
            return;
        }

        using var read = ReadElements(reader, type, shape);
        tensor.copy_(read);
    }

    private static (ScalarType Type, long[] Shape, long Size) ReadHeader(BinaryReader reader)
    {
        var code = reader.Read7BitEncodedInt64();
        var type = code is >= 0 and <= sbyte.MaxValue ? (ScalarType)code : (ScalarType)(-1);
        if (!Enum.IsDefined(type) || is_quantized(type))
            throw new InvalidDataException($"This is no saved tensor: {code} is the number of no element type.");
        var rank = reader.Read7BitEncodedInt64();
        if (rank is < 0 or > MaxDimensions)
            throw new InvalidDataException($"This is no saved tensor: it claims {rank} dimensions, and {MaxDimensions} is the limit.");
        var shape = new long[rank];
        var size = (long)type.ElementSize();
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = reader.Read7BitEncodedInt64();
            if (shape[i] < 0 || (shape[i] > 0 && size > long.MaxValue / shape[i]))
                throw new InvalidDataException($"This is no saved tensor: dimension {i} claims the length {shape[i]}.");
            size *= shape[i];
        }

        if (reader.BaseStream is { CanSeek: true } stream && size > stream.Length - stream.Position)
        {
            throw new EndOfStreamException(
                $"The file ends before the tensor does: shape {Describe(shape)} of {type} needs {size} bytes, and {stream.Length - stream.Position} are left.");
        }

        return (type, shape, size);
    }

    private static Tensor ReadElements(BinaryReader reader, ScalarType type, long[] shape)
    {
        var tensor = empty(shape, type, CPU);
        try
        {
            tensor.ReadBytesFromStream(reader.BaseStream);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static void SkipBytes(BinaryReader reader, long size)
    {
        if (reader.BaseStream.CanSeek)
        {
            reader.BaseStream.Seek(size, SeekOrigin.Current);
            return;
        }

        var scrap = new byte[(int)Math.Min(size, 1 << 16)];
        for (; size > 0; size -= Math.Min(size, scrap.Length))
            reader.BaseStream.ReadExactly(scrap.AsSpan(0, (int)Math.Min(size, scrap.Length)));
    }
}
