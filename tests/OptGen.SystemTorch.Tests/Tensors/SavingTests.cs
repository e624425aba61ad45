using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>TorchSharp's own format of a tensor: type, rank and lengths as LEB128, then the elements.</summary>
public sealed class SavingTests : IDisposable
{
    private static readonly byte[] SmallFile = [6, 2, 1, 2, 0, 0, 128, 63, 0, 0, 0, 192];
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<ScalarType> Types => new(
        uint8, int8, int16, int32, int64, float16, bfloat16, float32, float64, complex64, complex128, ScalarType.Bool);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Save_OfASmallTensor_WritesExactlyTheseBytes()
    {
        var stream = new MemoryStream();
        tensor(new[,] { { 1f, -2f } }).Save(stream);
        Assert.Equal(SmallFile, stream.ToArray());
        stream = new MemoryStream();
        zeros(300, 0, dtype: ScalarType.Bool).Save(stream);
        Assert.Equal([11, 2, 0xAC, 0x02, 0], stream.ToArray());
        stream = new MemoryStream();
        tensor((byte)9).Save(stream);
        Assert.Equal([0, 0, 9], stream.ToArray());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Load_OfWhatWasSaved_IsBitEqual(ScalarType type)
    {
        var x = arange(-6, 6).to(type).reshape(3, 4);
        var stream = new MemoryStream();
        x.Save(stream);
        x.t().Save(stream);
        stream.Position = 0;
        TensorAssert.BitEqual(x, Tensor.Load(stream));
        TensorAssert.BitEqual(x.t().contiguous(), Tensor.Load(stream));
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void File_SavedAndLoaded_IsBitEqual()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var x = randn(7, 5, requires_grad: true);
            x.Save(path);
            TensorAssert.BitEqual(x.detach(), Tensor.Load(path));
            Assert.False(File.Exists(path + ".unfinished"));
            zeros(2).Save(path);
            Assert.Equal([2], Tensor.Load(path).shape);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_IntoATensor_OverwritesIt()
    {
        var target = zeros(1, 2, requires_grad: true);
        target.Load(Reader(SmallFile));
        Assert.Equal([1f, -2f], target.data<float>().ToArray());
        var other = zeros(2, 1, dtype: float64).t();
        other.Load(Reader(SmallFile));
        Assert.Equal([1.0, -2], other.data<double>().ToArray());
    }

    [Fact]
    public void Load_Skipped_MovesPastTheTensor()
    {
        var reader = Reader([.. SmallFile, 42]);
        var target = ones(1, 2);
        target.Load(reader, skip: true);
        Assert.Equal([1f, 1], target.data<float>().ToArray());
        Assert.Equal(42, reader.ReadByte());
        Assert.Equal([0f, 0], TensorExtensionMethods.Load(Reader(SmallFile), skip: true).data<float>().ToArray());
    }

    [Fact]
    public void Load_IntoAnotherShape_NamesBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => zeros(2).Load(Reader(SmallFile)));
        Assert.Contains("the file has [1, 2], the tensor [2]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 99, 0 }, typeof(InvalidDataException))]
    [InlineData(new byte[] { 8, 0, 0, 0, 0, 0 }, typeof(InvalidDataException))]
    [InlineData(new byte[] { 12, 0, 0 }, typeof(InvalidDataException))]
    [InlineData(new byte[] { 6, 65 }, typeof(InvalidDataException))]
    [InlineData(new byte[] { 6, 1, 255, 255, 255, 255, 255, 255, 255, 255, 127 }, typeof(InvalidDataException))]
    [InlineData(new byte[] { 6, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, typeof(InvalidDataException))]
    [InlineData(new byte[] { 6, 1, 3, 0, 0, 128, 63 }, typeof(EndOfStreamException))]
    [InlineData(new byte[] { 6, 2, 1 }, typeof(EndOfStreamException))]
    [InlineData(new byte[0], typeof(EndOfStreamException))]
    public void Load_OfBrokenBytes_ThrowsAndKeepsNoTensor(byte[] file, Type exception)
    {
        var before = scope.DisposablesCount;
        Assert.Throws(exception, () => TensorExtensionMethods.Load(Reader(file)));
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Fact]
    public void Bytes_GoThroughStreams()
    {
        var stream = new MemoryStream();
        arange(5).WriteBytesToStream(stream, 3);
        Assert.Equal(40, stream.Length);
        stream.Position = 0;
        var copy = zeros(5, dtype: int64);
        copy.ReadBytesFromStream(stream);
        TensorAssert.BitEqual(arange(5), copy);
        Assert.Throws<EndOfStreamException>(() => copy.ReadBytesFromStream(stream));
        Assert.Throws<InvalidOperationException>(() => zeros(2, 3).t().WriteBytesToStream(stream));
    }

    private static BinaryReader Reader(byte[] file) => new(new MemoryStream(file));
}
