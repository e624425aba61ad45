using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Tensors;

/// <summary>Types, devices, copies and what they say about themselves.</summary>
public sealed class ConversionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Casts_GiveTheirTypeAndTorchsValues()
    {
        var x = tensor(new[] { -1.7, 0, 2.9 });
        Assert.Equal([true, false, true], x.@bool().data<bool>().ToArray());
        Assert.Equal<sbyte>([-1, 0, 2], x.@char().data<sbyte>().ToArray());
        Assert.Equal<byte>([0, 2], x[1..].@byte().data<byte>().ToArray());
        Assert.Equal<short>([-1, 0, 2], x.@short().data<short>().ToArray());
        Assert.Equal([-1, 0, 2], x.@int().data<int>().ToArray());
        Assert.Equal([-1L, 0, 2], x.@long().data<long>().ToArray());
        Assert.Equal((Half)2.9, x.half().data<Half>()[2]);
        Assert.Equal(2.90625f, x.bfloat16().ReadCpuBFloat16(2));
        Assert.Equal(2.9f, x.@float().data<float>()[2]);
        Assert.Equal(2.9, x.@float().@double().data<double>()[2], 1e-6);
        Assert.Equal((2.9f, 0f), x.cfloat().data<(float, float)>()[2]);
        Assert.Equal(complex128, x.cdouble().dtype);
        Assert.Equal(int32, x.type(int32).dtype);
        Assert.Equal(int32, x.type_as(tensor(1)).dtype);
        Assert.Equal(float16, x.type(y => y.half()).dtype);
        Assert.Equal(int64, x.to(arange(3)).dtype);
        Assert.Equal(int64, LongTensor(x).dtype);
    }

    [Fact]
    public void To_WithoutChange_IsAnotherObjectOverTheSameMemory()
    {
        var x = zeros(2);
        foreach (var same in new[] { x.to(float32), x.to(CPU), x.to("cpu"), x.to(DeviceType.CPU), x.to(float32, CPU), x.to(x), x.cpu(), x.contiguous() })
        {
            Assert.NotSame(x, same);
            same.add_(1);
        }

        Assert.Equal([8f, 8], x.data<float>().ToArray());
        x.to(CPU, copy: true).add_(1);
        x.to(float32, copy: true).add_(1);
        Assert.Equal([8f, 8], x.data<float>().ToArray());
    }

    [Fact]
    public void To_WithDisposeAfter_DisposesTheSourceOnly()
    {
        var x = ones(2);
        var same = x.to(float32, disposeAfter: true);
        Assert.True(x.IsInvalid);
        var moved = same.to(CPU, disposeAfter: true);
        Assert.True(same.IsInvalid);
        var cast = moved.to(float64, CPU, disposeAfter: true);
        Assert.True(moved.IsInvalid);
        Assert.Equal(2.0, cast.sum().item<double>());
    }

    [Fact]
    public void Detach_CutsTheHistory()
    {
        var x = ones(2, requires_grad: true);
        var y = x * 2;
        Assert.False(y.detach().requires_grad);
        Assert.True(y.requires_grad);
        Assert.Same(y, y.detach_());
        Assert.True(y.is_leaf);
        Assert.Same(y, y.requires_grad_());
        Assert.Same(y, y.with_requires_grad(false));
        Assert.False(y.requires_grad);
        Assert.True(x.clone().requires_grad);
    }

    [Fact]
    public void UnknownDevices_ThrowOneSentence()
    {
        var x = zeros(2);
        Assert.Throws<ArgumentException>(() => x.to("gpu"));
        Assert.Throws<ArgumentException>(() => x.cuda(CPU));
        Assert.Throws<InvalidOperationException>(() => x.mps());
        if (!cuda.is_available()) Assert.Throws<InvalidOperationException>(() => x.cuda());
        Assert.Throws<ArgumentNullException>(() => x.to((Device)null!));
        Assert.Throws<ObjectDisposedException>(() => Disposed().to(float64));
        Assert.Equal("meta", x.to(META).device.ToString());
    }

    [Fact]
    public void Types_ArePromotedAsInTorch()
    {
        Assert.Equal(int16, promote_types(uint8, int8));
        Assert.Equal(float32, promote_types(int64, float32));
        Assert.Equal(float32, promote_types(float16, bfloat16));
        Assert.Equal(complex64, promote_types(bfloat16, complex64));
        Assert.Equal(float16, result_type(tensor(1.0), ones(2, dtype: float16)));
        Assert.Equal(float64, result_type(tensor(1.0), ones(2, dtype: int32)));
        Assert.True(can_cast(int64, float16));
        Assert.False(can_cast(float16, int64));
        Assert.Equal(127, max_int_value(int8));
        Assert.Throws<ArgumentException>(() => max_int_value(float32));
        Assert.True(is_tensor(zeros(1)));
        Assert.False(is_tensor(1));
        Assert.Equal(6, numel(zeros(2, 3)));
        Assert.True(is_floating_point(zeros(1)) && is_integral(arange(1)) && is_complex(tensor(1f, 2f)));
    }

    [Fact]
    public void Shapes_HaveHelpers()
    {
        Assert.Equal(24, new long[] { 2, 3, 4 }.TotalSize());
        Assert.Equal([2, 3], zeros(2, 3).IntShape().ToArray());
        Assert.Equal(2, ScalarType.BFloat16.ElementSize());
    }

    private static Tensor Disposed()
    {
        var x = zeros(2);
        x.Dispose();
        return x;
    }
}
