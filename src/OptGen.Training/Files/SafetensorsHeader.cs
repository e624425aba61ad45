using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace OptGen.Training;

/// <summary>The JSON that a safetensors file begins with.</summary>
internal static class SafetensorsHeader
{
    private const string MetadataName = "__metadata__";
    private const int MaxDimensions = 64;

    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("BOOL", ScalarType.Bool, 1), ("U8", ScalarType.Byte, 1), ("I8", ScalarType.Int8, 1), ("I16", ScalarType.Int16, 2), ("I32", ScalarType.Int32, 4),
        ("I64", ScalarType.Int64, 8), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2), ("F32", ScalarType.Float32, 4),
        ("F64", ScalarType.Float64, 8), ("C64", ScalarType.ComplexFloat32, 8)
    ];

    public static byte[] Write(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataName);
                foreach (var (name, text) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    json.WriteString(name, text);
                json.WriteEndObject();
            }
            long begin = 0;
            foreach (var (name, tensor) in tensors)
            {
                if (name == MetadataName)
                    throw new ArgumentException($"A tensor must not be called '{MetadataName}': the format keeps texts under that name.", nameof(tensors));
                var type = Array.Find(Types, candidate => candidate.Type == tensor.dtype);
                if (type.Name is null)
                    throw new ArgumentException($"Tensor '{name}' is of type {tensor.dtype}, which safetensors files do not have.", nameof(tensors));
                long end = begin + tensor.numel() * type.Size;
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (long size in tensor.shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                begin = end;
            }
            json.WriteEndObject();
        }
        // Spaces, so that the numbers begin at a multiple of 8.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    /// <summary>What a header says, held against the number of bytes that follow it.</summary>
    /// <param name="header">The bytes of the header.</param>
    /// <param name="length">How many bytes of data there are.</param>
    /// <param name="wrong">Makes the error that says what is wrong.</param>
    public static (IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata) Read(
        byte[] header, long length, Func<string, Exception> wrong)
    {
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (header.Length == 0 || header[0] != '{')
            throw wrong("is no safetensors file: its header does not begin with {");
        try
        {
            // Utf8JsonReader passes over names that are no UTF-8, until they are read.
            _ = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetCharCount(header);
            var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 4 });
            Next(ref json, JsonTokenType.StartObject, wrong);
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                if (!names.Add(name))
                    throw wrong($"has two entries '{name}' in its header");
                if (name == MetadataName)
                    ReadMetadata(ref json, metadata, wrong);
                else
                    entries.Add(ReadEntry(ref json, name, wrong));
            }
            while (json.Read())
            {
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            throw wrong($"has a damaged header: {error.Message.TrimEnd('.')}");
        }
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        CheckPlaces(entries, length, wrong);
        return (entries, metadata);
    }

    /// <summary>Without gaps and overlaps nothing can hide in a file, and no byte is read twice.</summary>
    private static void CheckPlaces(List<SafetensorsEntry> entries, long length, Func<string, Exception> wrong)
    {
        long place = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin < place)
                throw wrong($"has tensor '{entry.Name}' at {entry.Begin}, inside the one that ends at {place}");
            if (entry.Begin > place)
                throw wrong($"has a gap from {place} to {entry.Begin}, before tensor '{entry.Name}'");
            place = entry.End;
        }
        if (place > length)
            throw wrong($"is truncated: its tensors take {place} bytes, but only {length} follow the header");
        if (place < length)
            throw wrong($"goes on after its tensors: they take {place} bytes, but {length} follow the header");
    }

    private static void ReadMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata, Func<string, Exception> wrong)
    {
        Next(ref json, JsonTokenType.StartObject, wrong);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            Next(ref json, JsonTokenType.String, wrong);
            if (!metadata.TryAdd(name, json.GetString()!))
                throw wrong($"has two texts '{name}' in its header");
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader json, string name, Func<string, Exception> wrong)
    {
        Next(ref json, JsonTokenType.StartObject, wrong);
        string? type = null;
        List<long>? shape = null, offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string field = json.GetString()!;
            bool isNew = field switch
            {
                "dtype" => type is null,
                "shape" => shape is null,
                "data_offsets" => offsets is null,
                _ => throw wrong($"has a field '{field}' at tensor '{name}', which the format does not have")
            };
            if (!isNew)
                throw wrong($"says {field} of tensor '{name}' twice");
            if (field == "dtype")
            {
                Next(ref json, JsonTokenType.String, wrong);
                type = json.GetString();
            }
            else if (field == "shape")
            {
                shape = ReadNumbers(ref json, wrong);
            }
            else
            {
                offsets = ReadNumbers(ref json, wrong);
            }
        }
        if (type is null || shape is null || offsets is null)
            throw wrong($"does not say dtype, shape and data_offsets of tensor '{name}'");
        var known = Array.Find(Types, candidate => candidate.Name == type);
        if (known.Name is null)
            throw wrong($"has tensor '{name}' of type '{type}', which TorchSharp does not have");
        if (offsets.Count != 2 || offsets[1] < offsets[0])
            throw wrong($"has tensor '{name}' at [{string.Join(", ", offsets)}], which is no place");
        if (shape.Count > MaxDimensions)
            throw wrong($"has tensor '{name}' of {shape.Count} dimensions; torch takes {MaxDimensions}");
        try
        {
            long bytes = shape.Aggregate((long)known.Size, (product, size) => checked(product * size));
            if (bytes != offsets[1] - offsets[0])
                throw wrong($"has tensor '{name}' of shape [{string.Join(", ", shape)}] and type {type}, {bytes} bytes, in a place of {offsets[1] - offsets[0]}");
        }
        catch (OverflowException)
        {
            throw wrong($"has tensor '{name}' of shape [{string.Join(", ", shape)}], which is larger than any memory");
        }
        return new SafetensorsEntry(name, known.Type, [.. shape], offsets[0], offsets[1]);
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader json, Func<string, Exception> wrong)
    {
        Next(ref json, JsonTokenType.StartArray, wrong);
        var numbers = new List<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
                throw wrong($"has a damaged header: a whole number was expected at byte {json.TokenStartIndex}");
            numbers.Add(number);
        }
        return numbers;
    }

    private static void Next(ref Utf8JsonReader json, JsonTokenType type, Func<string, Exception> wrong)
    {
        if (!json.Read() || json.TokenType != type)
            throw wrong($"has a damaged header: {type} was expected at byte {json.TokenStartIndex}");
    }
}
