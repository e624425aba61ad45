using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>Reads and writes tensors in the safetensors format, which Python's package safetensors and many others read and write too.</summary>
/// <remarks>
/// The format: 8 bytes, the length of the header (little-endian); the header, JSON with type, shape and place of each tensor, and texts under
/// <c>__metadata__</c>; the numbers, one tensor after the other without gaps. Files are written beside their place and renamed, so there is never
/// half a file under
/// the name. Of what is read nothing is believed: the header has at most <see cref="MaxHeaderBytes"/> bytes and is held against the file's size
/// before memory is
/// reserved, tensors must lie one after the other, and the last must end where the file does.
/// </remarks>
public static class Safetensors
{
    /// <summary>The longest header, as in the format's own reader.</summary>
    public const int MaxHeaderBytes = 100_000_000;

    /// <summary>Writes a network's parameters and buffers under their names in state_dict.</summary>
    /// <param name="model">The network, on any device.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="metadata">Texts that go with them.</param>
    public static void Save(nn.Module model, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Save(model.state_dict(), path, metadata);
    }

    /// <summary>Writes tensors. The same tensors give the same bytes: they are ordered by the size of their numbers, then by name.</summary>
    /// <param name="tensors">The tensors by name, on any device.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="metadata">Texts that go with them.</param>
    /// <exception cref="ArgumentException">A tensor has a type that the format lacks, or the header would be longer than
    /// <see cref="MaxHeaderBytes"/>.</exception>
    public static void Save(IReadOnlyDictionary<string, Tensor> tensors, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var ordered = tensors.OrderByDescending(entry => entry.Value.ElementSize).ThenBy(entry => entry.Key, StringComparer.Ordinal).ToArray();
        byte[] header = SafetensorsHeader.Write(ordered, metadata);
        if (header.Length > MaxHeaderBytes)
            throw new ArgumentException($"The header would have {header.Length} bytes; the format's limit is {MaxHeaderBytes}.", nameof(tensors));
        AtomicFile.Write(path, file =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            file.Write(length);
            file.Write(header);
            foreach (var (_, tensor) in ordered)
                TensorBytes.ForEachChunk(tensor, chunk => file.Write(chunk));
        });
    }

    /// <summary>Reads a file into a network; names and shapes must be the network's, numbers are converted to its types.</summary>
    /// <param name="model">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">The file is damaged, or of another network: the first differing name and shape is named. The
    /// network is as it was.</exception>
    public static void Load(nn.Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        if (StateDictComparison.FirstDifference(model, file.Entries.ToDictionary(entry => entry.Name, entry => entry.Shape, StringComparer.Ordinal)) is { } difference)
            throw new SafetensorsException($"'{path}' is of another network: {difference}.");
        StateDictComparison.Copy(model, file.ReadAll());
    }

    /// <summary>Reads all tensors of a file, on the processor; the caller disposes them.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    public static Dictionary<string, Tensor> Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.ReadAll();
    }

    /// <summary>Reads the texts of a file that are not tensors.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    public static IReadOnlyDictionary<string, string> LoadMetadata(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Metadata;
    }
}

/// <summary>A tensor's place in a file.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

/// <summary>An open file whose header was checked.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly long _data;

    private SafetensorsFile(string path, FileStream file, long data, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        _path = path;
        _file = file;
        _data = data;
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order of their places.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            byte[] header = ReadHeader(path, file);
            long data = sizeof(ulong) + (long)header.Length;
            var (entries, metadata) = SafetensorsHeader.Read(header, file.Length - data, what => Wrong(path, what));
            return new SafetensorsFile(path, file, data, entries, metadata);
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new SafetensorsException($"'{path}' could not be read: {error.Message}", error);
            throw;
        }
    }

    public Dictionary<string, Tensor> ReadAll()
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in Entries)
            tensors[entry.Name] = Read(entry);
        return tensors;
    }

    public Tensor Read(SafetensorsEntry entry)
    {
        Tensor tensor = empty(entry.Shape, entry.Type, CPU);
        try
        {
            _file.Position = _data + entry.Begin;
            TensorBytes.ForEachChunk(tensor, chunk => _file.ReadExactly(chunk));
            return tensor;
        }
        catch (IOException error)
        {
            tensor.Dispose();
            throw new SafetensorsException($"'{_path}' could not be read: {error.Message}", error);
        }
    }

    public void Dispose() => _file.Dispose();

    private static byte[] ReadHeader(string path, FileStream file)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (file.ReadAtLeast(prefix, sizeof(ulong), throwOnEndOfStream: false) < sizeof(ulong))
            throw Wrong(path, $"is no safetensors file: it has {file.Length} bytes, fewer than the 8 of the header's length");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > Safetensors.MaxHeaderBytes)
            throw Wrong(path, $"declares a header of {length} bytes; the limit is {Safetensors.MaxHeaderBytes}");
        if ((long)length > file.Length - sizeof(ulong))
            throw Wrong(path, $"declares a header of {length} bytes, but only {file.Length - sizeof(ulong)} follow");
        var header = new byte[length];
        file.ReadExactly(header);
        return header;
    }

    private static SafetensorsException Wrong(string path, string what) => new($"'{path}' {what}.");
}

/// <summary>A tensor's memory in pieces that a span can hold.</summary>
internal static class TensorBytes
{
    private const long ChunkElements = 1 << 24;

    /// <summary>The bytes of a tensor in order. Of one that lies on the processor without gaps it is the memory itself, which may be written
    /// to.</summary>
    public static void ForEachChunk(Tensor tensor, SpanAction use)
    {
        if (tensor.numel() == 0)
            return;
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        Tensor flat = tensor.detach().cpu().contiguous().view(-1);
        for (long start = 0; start < flat.numel(); start += ChunkElements)
        {
            using Tensor part = flat.narrow(0, start, Math.Min(ChunkElements, flat.numel() - start));
            use(part.bytes);
        }
    }

    public delegate void SpanAction(Span<byte> bytes);
}
