using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>Elements read and written in place; misuse gives one sentence, never a crash.</summary>
public sealed class DataAccessTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Item_OfAnotherType_NamesBothAndSaysWhatToDo()
    {
        var error = Assert.Throws<ArgumentException>(() => tensor(1.5f).item<double>());
        Assert.Equal("item<Double>() cannot read elements of Float32 as Double: use float, or convert the tensor with to(ScalarType.Float64).", error.Message);
        error = Assert.Throws<ArgumentException>(() => tensor(1.5f).to(bfloat16).item<float>());
        Assert.Equal("item<Single>() cannot read elements of BFloat16 as Single: convert the tensor with to(ScalarType.Float32).", error.Message);
        error = Assert.Throws<ArgumentException>(() => tensor(1).data<decimal>());
        Assert.Equal("data<Decimal>() cannot read elements of Int32 as Decimal: use int.", error.Message);
    }

    [Fact]
    public void Item_OfSeveralOrNoElements_SaysHowManyThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => zeros(2, 3).item<float>());
        Assert.Equal("item<Single>() needs a tensor of one element; this one of shape [2, 3] has 6.", error.Message);
        Assert.Throws<ArgumentException>(() => zeros(0).item<float>());
        Assert.Equal(0f, zeros(1, 1, 1).item<float>());
    }

    [Fact]
    public void Item_OfOneElementOfALargerMemory_IsThatElement()
    {
        Assert.Equal(5L, arange(10)[5].item<long>());
        Assert.Equal(7f, arange(12, dtype: float32).reshape(3, 4).t()[3, 1].item<float>());
        Assert.Equal((0f, -2f), tensor((0f, 2f)).conj().item<(float, float)>());
    }

    [Fact]
    public void Item_OfATensorThatRequiresGradient_IsRead() => Assert.Equal(2f, tensor(2f, requires_grad: true).item<float>());

    [Fact]
    public void Accessor_OfATransposedTensor_GoesInOrderOfTheShape()
    {
        var transposed = arange(6).reshape(2, 3).t();
        var elements = transposed.data<long>();
        Assert.Equal([0, 3, 1, 4, 2, 5], elements.ToArray());
        Assert.Equal(4, elements[1, 1]);
        Assert.Equal(4, elements[3]);
        Assert.Equal(new long[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } }, elements.ToNDArray());
        elements[2, 0] = 20;
        Assert.Equal(20, transposed[2, 0].item<long>());
        elements.CopyFrom([7, 8], tensorIndex: 1);
        Assert.Equal([0, 7, 8, 4, 20, 5], elements);
        var part = new long[4];
        elements.CopyTo(part, 1, 3);
        Assert.Equal([0, 4, 20, 5], part);
    }

    [Fact]
    public void Accessor_OfAnExpandedOrEmptyOrSingleTensor_Works()
    {
        Assert.Equal([1f, 1, 1, 2, 2, 2], tensor(new[,] { { 1f }, { 2f } }).expand(2, 3).data<float>().ToArray());
        Assert.Empty(zeros(0, 3).data<float>().ToArray());
        Assert.Empty(zeros(0, 3).data<float>().ToNDArray());
        Assert.Empty(zeros(3, 0).t().data<float>());
        Assert.Equal([4f], tensor(4f).data<float>().ToArray());
        Assert.Equal(4f, tensor(4f).data<float>()[0]);
        Assert.Equal(1, tensor(4f).data<float>().Count);
    }

    [Fact]
    public void Accessor_OutOfRange_Throws()
    {
        var elements = arange(6).reshape(2, 3).data<long>();
        Assert.Throws<ArgumentOutOfRangeException>(() => elements[6]);
        Assert.Throws<ArgumentOutOfRangeException>(() => elements[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => elements[0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => elements[2, 0] = 1);
        Assert.Throws<ArgumentException>(() => elements[0, 0, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => elements.CopyTo(new long[1], tensorIndex: 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => elements.CopyFrom(new long[1], tensorIndex: -1));
    }

    [Fact]
    public void Accessor_AfterTheTensorIsDisposed_Throws()
    {
        var x = tensor(new[] { 1f, 2f });
        var elements = x.data<float>();
        var bytes = x.bytes;
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => elements[0]);
        Assert.Throws<ObjectDisposedException>(() => elements[0] = 1);
        Assert.Throws<ObjectDisposedException>(elements.ToArray);
        Assert.Throws<ObjectDisposedException>(() => elements.Count);
        Assert.Throws<ObjectDisposedException>(() => x.item<float>());
        Assert.Throws<ObjectDisposedException>(() => x.bytes.Length);
        Assert.Throws<ObjectDisposedException>(() => x.ToString(numpy));
        Assert.Throws<ObjectDisposedException>(() => x[0].Dispose());
        Assert.Equal(8, bytes.Length);
    }

    [Fact]
    public void Accessors_OfEqualElements_AreEqual()
    {
        Assert.True(arange(3).data<long>() == tensor(new[] { 0L, 1, 2 }).data<long>());
        Assert.True(arange(3).data<long>() != arange(4).data<long>());
        Assert.True(arange(3).data<long>() != tensor(new[] { 0L, 1, 3 }).data<long>());
    }

    [Fact]
    public void Bytes_OfWrongLengthOrOrder_AreRefused()
    {
        var x = zeros(2, 3);
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[23]);
        Assert.Throws<InvalidOperationException>(() => x.t().bytes.Length);
        Assert.Throws<InvalidOperationException>(() => x.t().bytes = new byte[24]);
        Assert.Equal(0, zeros(0).bytes.Length);
        Assert.Throws<InvalidOperationException>(() => empty(2, device: META).bytes.Length);
    }

    [Fact]
    public void Accessor_OfAPendingConjugate_SaysHowToComputeIt()
    {
        var pending = tensor(new[] { (1f, 2f) }).conj();
        Assert.Contains("resolve_conj", Assert.Throws<InvalidOperationException>(() => pending.data<(float, float)>().Count).Message, StringComparison.Ordinal);
        Assert.Equal([(1f, -2f)], pending.resolve_conj().data<(float, float)>().ToArray());
    }

    [Fact]
    public void ReadCpu_ReadsByOrderOfAllElements()
    {
        var x = arange(6, dtype: float32).reshape(2, 3).t();
        Assert.Equal(3f, x.ReadCpuSingle(1));
        Assert.Equal(1.5f, tensor(new[] { (Half)1.5 }).ReadCpuFloat16(0));
        Assert.Equal(1.5f, tensor(new[] { 0f, 1.5f }, bfloat16).ReadCpuBFloat16(1));
        Assert.Throws<ArgumentException>(() => x.ReadCpuDouble(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.ReadCpuSingle(6));
    }

    [Fact]
    public void ToList_NestsByDimension()
    {
        var list = Assert.IsType<List<object>>(tensor(new[,] { { 1, 2 }, { 3, 4 } }).tolist());
        Assert.Equal(new List<object> { 3, 4 }, list[1]);
        Assert.Equal(2.5f, tensor(2.5f).tolist());
        Assert.Equal((Half)2, tensor(new[] { (Half)2 })[0].tolist());
    }

    [Fact]
    public void ToScalar_KeepsTheKindOfNumber()
    {
        Assert.Equal(int64, tensor(5).ToScalar().Type);
        Assert.Equal(2.5, tensor(2.5f).ToScalar().ToDouble());
        Assert.True(tensor(true).ToScalar().ToBoolean());
        Assert.Equal(-3, tensor(-3.9).ToScalar().ToInt32());
        Assert.Equal(1.5f, tensor(1.5f).to(bfloat16).ToScalar().ToSingle());
        Assert.Equal(1.0078125, 1.00785f.ToBFloat16Scalar().ToDouble());
    }
}
