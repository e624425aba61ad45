using OptGen.SystemTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests;

public sealed unsafe class TensorMemoryTests
{
    [Fact]
    public void Find_DenseRowMajorTensor_IsWhereItsElementsLie()
    {
        using var x = tensor(new float[] { 1, 2, 3, 4 }, [2, 2]);
        var memory = (float*)TensorMemory.Find(x, ScalarType.Float32);
        Assert.Equal(3, memory[2]);
        memory[2] = 7;
        Assert.Equal(7, x[1, 0].item<float>());
        using var row = x[1];
        Assert.Equal((nint)(memory + 2), TensorMemory.Find(row, ScalarType.Float32));
    }

    [Fact]
    public void Find_TensorThatCannotBeWorkedOn_IsZero()
    {
        using var x = zeros(2, 3);
        Assert.Equal(0, TensorMemory.Find(x, ScalarType.Float64));
        Assert.Equal(0, TensorMemory.Find(x.t(), ScalarType.Float32));
        Assert.Equal(0, TensorMemory.Find(x.to_sparse(2), ScalarType.Float32));
        Assert.Equal(0, TensorMemory.Find(zeros(0), ScalarType.Float32));
        Assert.Equal(0, TensorMemory.Find(zeros(2, dtype: ScalarType.ComplexFloat32).conj(), ScalarType.ComplexFloat32));
    }

    [Fact]
    public void FindGradient_WithAndWithoutOne_SaysSo()
    {
        using var parameter = new Parameter(zeros(3));
        Assert.Equal(0, TensorMemory.FindGradient(parameter, ScalarType.Float32, out var exists));
        Assert.False(exists);
        parameter.sum().backward();
        var memory = (float*)TensorMemory.FindGradient(parameter, ScalarType.Float32, out exists);
        Assert.True(exists);
        Assert.Equal(1, memory[1]);
        Assert.Equal(0, TensorMemory.FindGradient(parameter, ScalarType.Float64, out exists));
        Assert.True(exists);
    }

    [Fact]
    public void FindToWrite_BetweenForwardAndBackward_MakesBackwardFail()
    {
        using var parameter = new Parameter(ones(3));
        using var read = parameter.square().sum();
        TensorMemory.Find(parameter, ScalarType.Float32);
        read.backward();
        using var written = parameter.square().sum();
        TensorMemory.FindToWrite(parameter, ScalarType.Float32);
        Assert.Contains("modified by an inplace operation", Assert.Throws<TorchException>(() => written.backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_DisposedTensor_IsAnError()
    {
        var x = zeros(2);
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => TensorMemory.Find(x, ScalarType.Float32));
        Assert.Throws<ObjectDisposedException>(() => TensorMemory.FindGradient(x, ScalarType.Float32, out _));
    }
}
