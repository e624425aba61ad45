using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>Values that PyTorch computed, as a script under tests/oracle wrote them.</summary>
internal sealed class GoldenFile
{
    private readonly JsonElement root;
    private readonly string name;

    private GoldenFile(string name)
    {
        this.name = name;
        var path = Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json");
        root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
    }

    public static GoldenFile Load(string name) => new(name);

    public IEnumerable<string> Keys => root.EnumerateObject().Select(property => property.Name);

    public Tensor Tensor(string key) => Decode(Find(key), key);

    public Tensor[] Tensors(string key) => Find(key).EnumerateArray().Select(element => Decode(element, key)).ToArray();

    /// <summary>The tensors of a list, or the one tensor that stands there alone.</summary>
    public Tensor[] OneOrMore(string key) => Find(key).ValueKind == JsonValueKind.Array ? Tensors(key) : [Tensor(key)];

    public bool Has(string key) => root.TryGetProperty(key, out _);

    public double Number(string key) => Find(key).GetDouble();

    public double[] Numbers(string key) => Find(key).EnumerateArray().Select(element => element.GetDouble()).ToArray();

    public string Text(string key) => Find(key).GetString()!;

    public string[] Texts(string key) => Find(key).EnumerateArray().Select(element => element.GetString()!).ToArray();

    private static Tensor Decode(JsonElement element, string key)
    {
        var shape = element.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()).ToArray();
        var data = element.GetProperty("data").GetBytesFromBase64();
        return element.GetProperty("dtype").GetString() switch
        {
            "float32" => tensor(MemoryMarshal.Cast<byte, float>(data).ToArray(), shape),
            "float64" => tensor(MemoryMarshal.Cast<byte, double>(data).ToArray(), shape),
            "int32" => tensor(MemoryMarshal.Cast<byte, int>(data).ToArray(), shape),
            "int64" => tensor(MemoryMarshal.Cast<byte, long>(data).ToArray(), shape),
            "uint8" => tensor(data, shape),
            "int8" => tensor(MemoryMarshal.Cast<byte, sbyte>(data).ToArray(), shape),
            "int16" => tensor(MemoryMarshal.Cast<byte, short>(data).ToArray(), shape),
            "float16" => tensor(MemoryMarshal.Cast<byte, Half>(data).ToArray(), shape),
            "complex64" => tensor(MemoryMarshal.Cast<byte, (float, float)>(data).ToArray(), shape),
            "complex128" => tensor(MemoryMarshal.Cast<byte, System.Numerics.Complex>(data).ToArray(), shape),
            "bool" => tensor(MemoryMarshal.Cast<byte, bool>(data).ToArray(), shape),
            var other => throw new InvalidDataException($"{key}: the golden file has elements of type {other}, which this reader does not know.")
        };
    }

    private JsonElement Find(string key) => root.TryGetProperty(key, out var found)
        ? found
        : throw new KeyNotFoundException($"Golden/{name}.json has no '{key}'.");
}
