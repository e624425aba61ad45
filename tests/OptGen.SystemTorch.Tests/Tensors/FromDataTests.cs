using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>Tensors made from C# values, and back.</summary>
public sealed class FromDataTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Tensor_OfEveryElementType_GivesBackTheArray()
    {
        RoundTrip([true, false, true], tensor([true, false, true]), ScalarType.Bool);
        RoundTrip<byte>([0, 7, 255], tensor(new byte[] { 0, 7, 255 }), ScalarType.Byte);
        RoundTrip<sbyte>([-128, 0, 127], tensor(new sbyte[] { -128, 0, 127 }), ScalarType.Int8);
        RoundTrip<short>([short.MinValue, 1, short.MaxValue], tensor(new[] { short.MinValue, (short)1, short.MaxValue }), ScalarType.Int16);
        RoundTrip([int.MinValue, 0, int.MaxValue], tensor(new[] { int.MinValue, 0, int.MaxValue }), ScalarType.Int32);
        RoundTrip([long.MinValue, 0, long.MaxValue], tensor(new[] { long.MinValue, 0, long.MaxValue }), ScalarType.Int64);
        RoundTrip([(Half)1.5, Half.NaN, Half.MinValue], tensor(new[] { (Half)1.5, Half.NaN, Half.MinValue }), ScalarType.Float16);
        RoundTrip([1.5f, float.NaN, -0f], tensor(new[] { 1.5f, float.NaN, -0f }), ScalarType.Float32);
        RoundTrip([1.5, double.PositiveInfinity, double.Epsilon], tensor(new[] { 1.5, double.PositiveInfinity, double.Epsilon }), ScalarType.Float64);
        RoundTrip([(1f, -2f), (0f, 3f)], tensor(new[] { (1f, -2f), (0f, 3f) }), ScalarType.ComplexFloat32);
        RoundTrip([new Complex(1, -2), Complex.ImaginaryOne], tensor(new[] { new Complex(1, -2), Complex.ImaginaryOne }), ScalarType.ComplexFloat64);
    }

    [Fact]
    public void Tensor_OfArraysOfHigherRank_HasTheirShape()
    {
        var matrix = tensor(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal([2, 3], matrix.shape);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], matrix.data<double>().ToArray());
        Assert.Equal([1, 2, 2], tensor(new[,,] { { { 1, 2 }, { 3, 4 } } }).shape);
        Assert.Equal([1, 1, 1, 2], tensor(new[,,,] { { { { true, false } } } }).shape);
        Assert.Equal([2, 2], tensor(new[,] { { new Complex(1, 1), 2 }, { 3, 4 } }).shape);
        Assert.Equal([1, 1, 2], tensor(new[,,] { { { (1f, 2f), (3f, 4f) } } }).shape);
        Assert.Equal([0, 3], tensor(new float[0, 3]).shape);
    }

    [Fact]
    public void Tensor_OfLists_IsACopyInShape()
    {
        List<float> list = [1, 2, 3, 4];
        var made = tensor(list, 2, 2);
        list[0] = 9;
        Assert.Equal([1f, 2, 3, 4], made.data<float>().ToArray());
        Assert.Equal([4], tensor((IList<long>)[1L, 2, 3, 4]).shape);
        Assert.Equal([1, 2, 2], tensor(new List<int> { 1, 2, 3, 4 }, 1, 2, 2).shape);
        Assert.Equal([1, 2, 2, 1], tensor(new[] { 1, 2, 3, 4 }, 1, 2, 2, 1).shape);
        Assert.Equal([2, 2], tensor((IList<byte>)new ArraySegment<byte>([1, 2, 3, 4, 5], 1, 4), [2L, 2]).shape);
        Assert.Equal(2, tensor(new ArraySegment<byte>([1, 2, 3, 4, 5], 1, 4)).data<byte>()[0]);
        Assert.Equal([2, 1], tensor(new double[] { 1, 2 }.AsMemory(), [2, 1]).shape);
    }

    [Fact]
    public void Tensor_WithTypeOrShape_IsConverted()
    {
        var made = tensor(new[] { 1, 2, 3, 4 }, [2, 2], float32, requires_grad: true);
        Assert.Equal(float32, made.dtype);
        Assert.Equal([2, 2], made.shape);
        Assert.True(made.requires_grad);
        Assert.True(made.is_leaf);
        Assert.Equal(float16, tensor(1.5, float16).dtype);
        Assert.Equal(bfloat16, tensor(new[] { 1.5f }, bfloat16).dtype);
    }

    [Fact]
    public void Scalars_BecomeTensorsOfNoDimensions()
    {
        Assert.Equal((float32, 0L), (tensor(1f).dtype, tensor(1f).dim()));
        Assert.Equal((float64, 2.5), (tensor(2.5).dtype, tensor(2.5).item<double>()));
        Assert.Equal((int32, 3), (tensor(3).dtype, tensor(3).item<int>()));
        Assert.Equal((int64, 4L), (tensor(4L).dtype, tensor(4L).item<long>()));
        Assert.Equal((complex64, (1f, 2f)), (tensor(1f, 2f).dtype, tensor((1f, 2f)).item<(float, float)>()));
        Assert.Equal((complex128, new Complex(1, 2)), (tensor(1.0, 2.0).dtype, tensor((1.0, 2.0)).item<Complex>()));
        Assert.Equal(uint8, tensor((byte)1).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
    }

    [Fact]
    public void ImplicitConversions_MakeTensorsOfTheSameType()
    {
        Tensor number = 5;
        Tensor real = 2.5f;
        Tensor array = new[] { 1L, 2L };
        Tensor scalar = (Scalar)2.5;
        Assert.Equal(int32, number.dtype);
        Assert.Equal(2.5f, real.item<float>());
        Assert.Equal([2], array.shape);
        Assert.Equal((float64, 2.5), (scalar.dtype, scalar.item<double>()));
    }

    [Fact]
    public void ExplicitConversions_ReadTheOneElement()
    {
        Assert.Equal(3, (int)tensor(3.7f));
        Assert.Equal(3.5f, (float)tensor(3.5));
        Assert.Equal(3.0, (double)tensor(3L));
        Assert.True((bool)tensor(2));
        Assert.Equal(200, (byte)tensor(200));
        Assert.Throws<OverflowException>(() => (byte)tensor(300));
        Assert.Throws<ArgumentException>(() => (int)tensor(new[] { 1, 2 }));
        Assert.Equal((Half)0.5, tensor(0.5f).ToHalf());
        Assert.Equal(new Complex(1, 2), tensor(1f, 2f).ToComplexFloat64());
        Assert.Equal(2f, tensor(2f).to(bfloat16).ToSingle());
    }

    [Theory]
    [InlineData(new long[] { 2, 2 })]
    [InlineData(new long[] { 2, 4 })]
    [InlineData(new long[] { -1, 6 })]
    [InlineData(new long[0])]
    public void Tensor_WithShapeThatDoesNotFit_ThrowsOneSentence(long[] shape)
    {
        var error = Assert.Throws<ArgumentException>(() => tensor(new float[6], shape));
        Assert.Contains($"[{string.Join(", ", shape)}]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromArray_SharesTheArraysMemory()
    {
        var array = new[,] { { 1f, 2f }, { 3f, 4f } };
        var shared = from_array(array);
        shared.mul_(2);
        Assert.Equal(8f, array[1, 1]);
        array[0, 0] = 100;
        Assert.Equal(100f, shared[0, 0].item<float>());
        Assert.Equal(float64, from_array(array, float64).dtype);
        Assert.Equal([2], as_tensor((Array)new[] { true, false }).shape);
        Assert.Equal([0], from_array(Array.Empty<int>()).shape);
        Assert.Contains("String", Assert.Throws<NotSupportedException>(() => from_array(new[] { "a" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromArray_KeepsTheArrayAlive()
    {
        var shared = SharedWithForgottenArray();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.KeepAlive(new byte[1 << 20]);
        }

        Assert.All(shared.data<double>(), value => Assert.Equal(1.25, value));
    }

    [Fact]
    public void FromBuffer_ReadsBytesAsAnotherType()
    {
        var bytes = new byte[] { 0, 0, 128, 63, 0, 0, 0, 64 };
        var floats = frombuffer(bytes, float32);
        Assert.Equal([1f, 2f], floats.data<float>().ToArray());
        floats[0] = 2;
        Assert.Equal(64, bytes[3]);
        Assert.Equal([2f], frombuffer(bytes, float32, offset: 4).data<float>().ToArray());
        Assert.Equal([3L], frombuffer(new long[] { 1, 2, 3, 4 }, int64, 1, 2).data<long>().ToArray());
        Assert.Throws<ArgumentException>(() => frombuffer(bytes, float32, 3));
        Assert.Throws<ArgumentException>(() => frombuffer(bytes, float32, 9));
        Assert.Throws<ArgumentException>(() => frombuffer(bytes, float32, offset: 8));
    }

    [Fact]
    public void ToTensor_SharesOrCopies()
    {
        var array = new[] { 1f, 2, 3, 4 };
        var shared = array.ToTensor([2, 2]);
        var copied = array.ToTensor([4], doCopy: true, requires_grad: true);
        array[0] = 9;
        Assert.Equal(9f, shared[0, 0].item<float>());
        Assert.Equal(1f, copied[0].item<float>());
        Assert.True(copied.requires_grad);
        Assert.Equal(int64, 5L.ToTensor().dtype);
        Assert.Empty(5L.ToTensor().shape);
        Assert.Throws<NotSupportedException>(() => "a".ToTensor());
    }

    [Fact]
    public void AsTensor_OfATensor_KeepsItOrConverts()
    {
        var source = tensor(new[] { 1f, 2f });
        var same = as_tensor(source);
        same[0] = 5;
        Assert.Equal(5f, source[0].item<float>());
        Assert.Equal(float64, as_tensor(source, float64).dtype);
        Assert.Equal([3], as_tensor(new List<long> { 1, 2, 3 }).shape);
    }

    [Fact]
    public void AsParameter_TakesTheTensorsMemory()
    {
        var x = tensor(new[] { 1f, 2f });
        using var parameter = x.AsParameter();
        Assert.True(x.IsInvalid);
        Assert.True(parameter.requires_grad);
        Assert.Equal([1f, 2f], parameter.data<float>().ToArray());
    }

    private static Tensor SharedWithForgottenArray()
    {
        var array = new double[1000];
        Array.Fill(array, 1.25);
        return from_array(array);
    }

    private static void RoundTrip<T>(T[] expected, Tensor made, ScalarType type)
        where T : unmanaged
    {
        Assert.Equal(type, made.dtype);
        Assert.Equal([expected.Length], made.shape);
        Assert.Equal(expected, made.data<T>().ToArray());
        Assert.Equal(expected[1], made[1].item<T>());
        Assert.Equal(expected[0], made.ReadCpuValue<T>(0));
        var copy = empty_like(made);
        copy.bytes = made.bytes;
        Assert.Equal(expected, copy.data<T>().ToArray());
        copy.data<T>().CopyFrom(expected.Reverse().ToArray());
        Assert.Equal(expected.Reverse(), copy.data<T>());
    }
}
