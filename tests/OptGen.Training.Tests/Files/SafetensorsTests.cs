using System.Buffers.Binary;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Training.Tests;

/// <summary>The format against files made by hand, good ones and hostile ones.</summary>
[Collection("default generator")]
public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<ScalarType> Types =>
    [
        ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.BFloat16,
        ScalarType.Float32, ScalarType.Float64
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void SaveLoad_AnyType_IsTheSame(ScalarType type)
    {
        using var scope = NewDisposeScope();
        string path = _folder.File("a.safetensors");
        var tensors = new Dictionary<string, Tensor>
        {
            ["matrix"] = randn(3, 5).mul(40).to(type),
            ["number"] = ones([], dtype: type),
            ["empty"] = zeros([0, 4], dtype: type),
            ["transposed"] = randn(4, 2).mul(40).to(type).t(),
            ["ünicode \"quoted\""] = ones(1, dtype: type)
        };
        Safetensors.Save(tensors, path, new Dictionary<string, string> { ["who"] = "me" });
        Dictionary<string, Tensor> read = Safetensors.Load(path);
        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal(tensor.shape, read[name].shape);
            Assert.Equal(type, read[name].dtype);
            Assert.True(tensor.numel() == 0 || tensor.eq(read[name]).all().item<bool>(), name);
        }
        Assert.Equal("me", Safetensors.LoadMetadata(path)["who"]);
    }

    [Fact]
    public void Save_AnyOrder_GivesTheSameBytes()
    {
        using var scope = NewDisposeScope();
        Tensor a = ones(2), b = ones(3, dtype: ScalarType.Float64), c = zeros(1, dtype: ScalarType.Byte);
        Safetensors.Save(new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b, ["c"] = c }, _folder.File("1"));
        Safetensors.Save(new Dictionary<string, Tensor> { ["c"] = c, ["b"] = b, ["a"] = a }, _folder.File("2"));
        byte[] file = File.ReadAllBytes(_folder.File("1"));
        Assert.Equal(file, File.ReadAllBytes(_folder.File("2")));
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0ul, header % 8);
        Assert.Equal("""{"b":{"dtype":"F64","shape":[3],"data_offsets":[0,24]},"a":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},"c":{"dtype":"U8","shape":[1],"data_offsets":[32,33]}}""",
            Encoding.UTF8.GetString(file, 8, (int)header).TrimEnd());
        Assert.Equal(8 + (int)header + 33, file.Length);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Load_FileByHand_IsRead()
    {
        Write("""{"x":{"shape":[2,1],"data_offsets":[0,8],"dtype":"F32"},"__metadata__":{"a":"b"}}   """, [0, 0, 128, 63, 0, 0, 0, 64]);
        using Tensor x = Safetensors.Load(_folder.File("x"))["x"];
        Assert.Equal([1f, 2f], x.data<float>().ToArray());
        Assert.Equal([2L, 1], x.shape);
    }

    [Theory]
    // The prefix.
    [InlineData("is no safetensors file: its header does not begin with {.", "", 0)]
    [InlineData("is no safetensors file: its header does not begin with {.", " {}", 0)]
    [InlineData("is no safetensors file: its header does not begin with {.", "[]", 0)]
    // JSON that is none.
    [InlineData("has a damaged header: *", "{", 0)]
    [InlineData("has a damaged header: *", "{}{}", 0)]
    [InlineData("has a damaged header: *", "{\"x\":1}", 0)]
    [InlineData("has a damaged header: *", "{\"x\":{\"dtype\":{},\"shape\":[],\"data_offsets\":[0,4]}}", 4)]
    [InlineData("has a damaged header: *", "{\"x\":{\"dtype\":\"F32\",\"shape\":[[[[[]]]]],\"data_offsets\":[0,4]}}", 4)]
    [InlineData("has a damaged header: *", "{\"x\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4)]
    [InlineData("has a damaged header: *", "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4)]
    [InlineData("has a damaged header: *", "{\"x\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}", 4)]
    [InlineData("has a damaged header: *", "{\"__metadata__\":{\"a\":1}}", 0)]
    // Entries.
    [InlineData("has two entries 'x' in its header.", "{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2)]
    [InlineData("has two texts 'a' in its header.", "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0)]
    [InlineData("does not say dtype, shape and data_offsets of tensor 'x'.", "{\"x\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1)]
    [InlineData("says dtype of tensor 'x' twice.", "{\"x\":{\"dtype\":\"U8\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1)]
    [InlineData("has a field 'code' at tensor 'x', which the format does not have.", "{\"x\":{\"code\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1)]
    [InlineData("has tensor 'x' of type 'F8', which TorchSharp does not have.", "{\"x\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1)]
    [InlineData("has tensor 'x' at [4, 0], which is no place.", "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4)]
    [InlineData("has tensor 'x' at [0], which is no place.", "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4)]
    // Sizes.
    [InlineData("has tensor 'x' of shape [2] and type F32, 8 bytes, in a place of 4.", "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4)]
    [InlineData("has tensor 'x' of shape [4611686018427387904, 4], which is larger than any memory.", "{\"x\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}", 0)]
    [InlineData("is truncated: its tensors take 4000000000000 bytes, but only 4 follow the header.", "{\"x\":{\"dtype\":\"F32\",\"shape\":[1000000000000],\"data_offsets\":[0,4000000000000]}}", 4)]
    [InlineData("goes on after its tensors: they take 4 bytes, but 5 follow the header.", "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 5)]
    [InlineData("goes on after its tensors: they take 0 bytes, but 1 follow the header.", "{}", 1)]
    // Places.
    [InlineData("has a gap from 0 to 1, before tensor 'x'.", "{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2)]
    [InlineData("has a gap from 1 to 2, before tensor 'y'.", "{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"y\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,3]}}", 3)]
    [InlineData("has tensor 'y' at 1, inside the one that ends at 2.", "{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"y\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2)]
    public void Load_HostileHeader_IsOneSentence(string sentence, string header, int data)
    {
        Write(header, new byte[data]);
        var error = Assert.Throws<SafetensorsException>(() => Safetensors.Load(_folder.File("x")));
        string expected = $"'{_folder.File("x")}' {sentence}";
        if (sentence.EndsWith('*'))
            Assert.StartsWith(expected[..^1], error.Message, StringComparison.Ordinal);
        else
            Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void Load_HeaderLengths_AreHeldAgainstTheFileBeforeMemoryIsReserved()
    {
        Check("has 0 bytes, fewer than the 8 of the header's length.", []);
        Check("has 3 bytes, fewer than the 8 of the header's length.", [1, 2, 3]);
        Check("declares a header of 18446744073709551615 bytes; the limit is 100000000.", [255, 255, 255, 255, 255, 255, 255, 255]);
        Check("declares a header of 100000001 bytes; the limit is 100000000.", [1, 225, 245, 5, 0, 0, 0, 0, 123]);
        Check("declares a header of 3 bytes, but only 2 follow.", [3, 0, 0, 0, 0, 0, 0, 0, 123, 125]);

        void Check(string sentence, byte[] file)
        {
            File.WriteAllBytes(_folder.File("x"), file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<SafetensorsException>(() => Safetensors.Load(_folder.File("x")));
            Assert.EndsWith(sentence, error.Message, StringComparison.Ordinal);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        }
    }

    [Fact]
    public void Load_NamesThatAreNoUtf8_AreRefused()
    {
        byte[] header = Encoding.UTF8.GetBytes("{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}");
        header[2] = 0xFF;
        Write(header, [0]);
        Assert.Contains("has a damaged header", Assert.Throws<SafetensorsException>(() => Safetensors.Load(_folder.File("x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MutatedFiles_AreReadOrRefusedButNeverAnythingElse()
    {
        using var scope = NewDisposeScope();
        Safetensors.Save(new Dictionary<string, Tensor> { ["a"] = ones(2, 3), ["b"] = zeros(4, dtype: ScalarType.Int64) }, _folder.File("good"), new Dictionary<string, string> { ["k"] = "v" });
        byte[] good = File.ReadAllBytes(_folder.File("good"));
        var random = new Random(1);
        for (int i = 0; i < RandomCases.Of(20_000); i++)
        {
            byte[] bad = [.. good];
            for (int change = random.Next(1, 4); change > 0; change--)
                bad[random.Next(bad.Length)] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)'9', _ => (byte)"{}[],:\" 0"[random.Next(9)] };
            File.WriteAllBytes(_folder.File("bad"), random.Next(4) == 0 ? bad[..random.Next(bad.Length)] : bad);
            try
            {
                using var inner = NewDisposeScope();
                Safetensors.Load(_folder.File("bad"));
            }
            catch (SafetensorsException)
            {
            }
        }
    }

    [Fact]
    public void Save_WhereItFails_LeavesTheOldFileAndNoPiece()
    {
        using var scope = NewDisposeScope();
        string path = _folder.File("a.safetensors");
        Safetensors.Save(new Dictionary<string, Tensor> { ["a"] = ones(2) }, path);
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<ArgumentException>(() => Safetensors.Save(new Dictionary<string, Tensor> { ["a"] = ones(2, dtype: ScalarType.ComplexFloat64) }, path));
        Tensor gone = ones(2);
        gone.Dispose();
        Assert.ThrowsAny<Exception>(() => Safetensors.Save(new Dictionary<string, Tensor> { ["a"] = gone }, path));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Load_OtherNetwork_NamesTheFirstDifferenceAndChangesNothing()
    {
        string path = _folder.File("a.safetensors");
        using var saved = Small.Network(seed: 1);
        Safetensors.Save(saved, path);
        using var wider = nn.Sequential(("first", nn.Linear(2, 9)), ("last", nn.Linear(9, 2)));
        using var renamed = nn.Sequential(("first", nn.Linear(2, 8)), ("head", nn.Linear(8, 2)));
        using var smaller = nn.Sequential(("first", nn.Linear(2, 8)));
        int[] before = Small.Bits(wider);
        Check(wider, "'first.weight' has shape [8, 2] in the file, but [9, 2] in the network");
        Check(renamed, "the network has 'head.weight' of shape [2, 8], which the file lacks; it has 'last.weight'");
        Check(smaller, "the file has 'last.bias' of shape [2], which the network lacks");
        Assert.Equal(before, Small.Bits(wider));

        void Check(nn.Module model, string difference) =>
            Assert.Equal($"'{path}' is of another network: {difference}.", Assert.Throws<SafetensorsException>(() => Safetensors.Load(model, path)).Message);
    }

    [Fact]
    public void Load_MissingFile_SaysSo() =>
        Assert.StartsWith($"'{_folder.File("none")}' could not be read: ", Assert.Throws<SafetensorsException>(() => Safetensors.Load(_folder.File("none"))).Message, StringComparison.Ordinal);

    private void Write(string header, byte[] data) => Write(Encoding.UTF8.GetBytes(header), data);

    private void Write(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        File.WriteAllBytes(_folder.File("x"), [.. length, .. header, .. data]);
    }
}
