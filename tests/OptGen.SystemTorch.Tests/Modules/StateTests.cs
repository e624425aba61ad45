using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Modules;

/// <summary>State dictionaries and TorchSharp's file format.</summary>
public sealed class StateTests
{
    /// <summary>A file with "weight" (float32, [1, 2]: 1 and -2) and "bias" (float32, [1]: 0.5), byte by byte as the format says.</summary>
    private static readonly byte[] SmallFile =
    [
        2,
        6, (byte)'w', (byte)'e', (byte)'i', (byte)'g', (byte)'h', (byte)'t', 6, 2, 1, 2, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0,
        4, (byte)'b', (byte)'i', (byte)'a', (byte)'s', 6, 1, 1, 0, 0, 0, 0x3F
    ];

    [Fact]
    public void Save_SmallModule_WritesExactlyTheFormatsBytes()
    {
        using var module = nn.Linear(2, 1);
        SetTo(module.weight, 1, -2);
        SetTo(module.bias!, 0.5f);
        using var stream = new MemoryStream();
        module.save(stream);
        Assert.Equal(SmallFile, stream.ToArray());
    }

    [Fact]
    public void Load_SmallFile_KeepsTheParameterObjects()
    {
        using var module = nn.Linear(2, 1);
        var weight = module.weight;
        var seen = new Dictionary<string, bool>();
        module.load(new MemoryStream(SmallFile), loadedParameters: seen);
        Assert.Same(weight, module.weight);
        Assert.Equal(-2, module.weight[0, 1].item<float>());
        Assert.Equal(0.5f, module.bias![0].item<float>());
        Assert.Equal(["weight", "bias"], seen.Keys);
    }

    [Fact]
    public void SaveAndLoad_EveryKindOfTensor_RoundTrips()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var module = nn.Sequential(new FieldModule(), nn.BatchNorm1d(2));
            using var other = nn.Sequential(new FieldModule(), nn.BatchNorm1d(2));
            module.call(rand([4, 3])).Dispose();
            module.half();
            other.half();
            module.save(path);
            other.load(path);
            foreach (var (key, value) in module.state_dict()) TensorAssert.BitEqual(value, other.state_dict()[key], key);
            Assert.Throws<FileNotFoundException>(() => other.load(path + ".missing"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_FileThatDoesNotFit_NamesEverythingAndChangesNothing()
    {
        using var module = nn.Linear(3, 1, hasBias: false);
        using var before = module.weight.detach().clone();
        var error = Assert.Throws<ArgumentException>(() => module.load(new MemoryStream(SmallFile)));
        Assert.Contains("Unknown to the module: bias.", error.Message, StringComparison.Ordinal);
        Assert.Contains("'weight' is Float32 of shape [1, 2], the module's is Float32 of shape [1, 3]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => module.load(new MemoryStream(SmallFile), strict: false));
        module.load(new MemoryStream(SmallFile), skip: ["weight", "bias"]);
        TensorAssert.BitEqual(before, module.weight.detach());
    }

    [Fact]
    public void Load_DamagedFile_SaysWhere()
    {
        using var module = nn.Linear(2, 1);
        Assert.Contains("ends before the 8 bytes of 'weight'", Fails(SmallFile[..15]), StringComparison.Ordinal);
        Assert.Contains("the number of entries cannot be read", Fails([]), StringComparison.Ordinal);
        Assert.Contains("an entry's path cannot be read", Fails(SmallFile[..4]), StringComparison.Ordinal);
        Assert.Contains("'weight' has elements of type number 77", Fails([.. SmallFile[..8], 77]), StringComparison.Ordinal);
        Assert.Contains("'weight' has 65 dimensions", Fails([.. SmallFile[..9], 65]), StringComparison.Ordinal);
        Assert.Contains(
            "which no memory holds",
            Fails([.. SmallFile[..9], 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
            StringComparison.Ordinal);

        string Fails(byte[] bytes) => Assert.Throws<InvalidDataException>(() => module.load(new MemoryStream(bytes))).Message;
    }

    [Fact]
    public void LoadStateDict_ThatDoesNotFit_NamesPathsAndShapes()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Linear(2, 3);
        var state = new Dictionary<string, Tensor> { ["weight"] = ones([2, 2]), ["extra"] = ones([1]) };
        var error = Assert.Throws<InvalidOperationException>(() => module.load_state_dict(state));
        Assert.Equal(
            "The state dictionary does not fit Linear. Missing from it: bias. Unknown to the module: extra. 'weight' has shape [2, 2], the module's has [3, 2].",
            error.Message);
        Assert.Throws<InvalidOperationException>(() => module.load_state_dict(state, strict: false));
        state["weight"] = ones([3, 2], ScalarType.Float64);
        var (missing, unexpected) = module.load_state_dict(state, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["extra"], unexpected);
        TensorAssert.BitEqual(ones([3, 2]), module.weight.detach());
        module.load_state_dict(state, skip: ["bias", "extra"]);
    }

    [Fact]
    public void StateDict_Destination_IsAddedToUnderThePrefix()
    {
        using var module = nn.Linear(1, 1);
        var destination = new Dictionary<string, Tensor>();
        Assert.Same(destination, module.state_dict(destination, "a.b"));
        Assert.Equal(["a.b.weight", "a.b.bias"], destination.Keys);
        Assert.Same(module.weight, destination["a.b.weight"]);
    }

    private static void SetTo(Tensor parameter, params float[] values)
    {
        using (no_grad())
        {
            using var source = tensor(values);
            parameter.copy_(source.view(parameter.shape));
        }
    }
}
