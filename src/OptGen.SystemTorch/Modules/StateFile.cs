using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// TorchSharp's form of a tensor in a file: type, number of dimensions and each of their lengths as LEB128 numbers, then the
/// elements, little-endian, in row-major order.
/// </summary>
internal static class StateFile
{
    /// <summary>More dimensions than libtorch's tensors have in practice; a greater number is no tensor file.</summary>
    private const int MostDimensions = 64;

    public static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.detach().cpu().contiguous();
        writer.Write7BitEncodedInt((int)values.dtype);
        writer.Write7BitEncodedInt64(values.dim());
        foreach (var length in values.shape) writer.Write7BitEncodedInt64(length);
        writer.Flush();
        values.WriteBytesToStream(writer.BaseStream);
    }

    public static long ReadCount(BinaryReader reader) => Guarded(reader, "the number of entries", static reader => reader.Read7BitEncodedInt64());

    public static string ReadPath(BinaryReader reader) => Guarded(reader, "an entry's path", static reader => reader.ReadString());

    public static Entry ReadHeader(BinaryReader reader, string path) => Guarded(reader, $"the form of '{path}'", reader =>
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        if (!Enum.IsDefined(type)) throw new InvalidDataException($"'{path}' has elements of type number {(long)type}, which there is not.");
        var dimensions = reader.Read7BitEncodedInt64();
        if (dimensions is < 0 or > MostDimensions)
            throw new InvalidDataException($"'{path}' has {dimensions} dimensions; at most {MostDimensions} can be.");
        var shape = new long[dimensions];
        var elements = 1L;
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = reader.Read7BitEncodedInt64();
            if (shape[i] < 0 || (shape[i] > 0 && elements > long.MaxValue / 16 / shape[i]))
                throw new InvalidDataException($"'{path}' has a dimension of length {shape[i]}, which no memory holds.");
            elements *= shape[i];
        }

        return new Entry(path, type, shape, elements * type.ElementSize());
    });

    /// <summary>Reads a part, and says which one it was when the file is damaged there.</summary>
    private static T Guarded<T>(BinaryReader reader, string part, Func<BinaryReader, T> read)
    {
        try
        {
            return read(reader);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"This is no complete file of a module's state: {part} cannot be read.", error);
        }
    }

    /// <summary>One tensor in a file, of which the form has been read and the elements come next.</summary>
    internal sealed record Entry(string Path, ScalarType Type, long[] Shape, long Bytes)
    {
        public Tensor Read(BinaryReader reader)
        {
            CheckLength(reader);
            var tensor = empty(Shape, Type, CPU);
            try
            {
                tensor.ReadBytesFromStream(reader.BaseStream);
            }
            catch (EndOfStreamException error)
            {
                throw Truncated(error);
            }

            return tensor;
        }

        public void Skip(BinaryReader reader)
        {
            CheckLength(reader);
            var stream = reader.BaseStream;
            if (stream.CanSeek)
            {
                stream.Seek(Bytes, SeekOrigin.Current);
                return;
            }

            var buffer = new byte[Math.Min(Bytes, 81920)];
            for (var remaining = Bytes; remaining > 0;)
            {
                var read = stream.Read(buffer, 0, (int)Math.Min(remaining, buffer.Length));
                if (read == 0) throw Truncated(null);
                remaining -= read;
            }
        }

        private void CheckLength(BinaryReader reader)
        {
            var stream = reader.BaseStream;
            if (stream.CanSeek && stream.Length - stream.Position < Bytes) throw Truncated(null);
        }

        private InvalidDataException Truncated(Exception? cause) => new($"This file ends before the {Bytes} bytes of '{Path}' do.", cause);
    }
}
