using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>The shortcut to TorchSharp's native library against TorchSharp's own members.</summary>
public sealed class NativeTensorTests
{
    [Fact]
    public void Functions_OfThisTorchSharp_AreThere() => Assert.True(NativeTensor.IsAvailable);

    [Theory]
    [InlineData("grad", typeof(nint))]
    [InlineData("dispose", typeof(void))]
    [InlineData("data", typeof(nint))]
    [InlineData("numel", typeof(long))]
    [InlineData("type", typeof(sbyte))]
    [InlineData("device_type", typeof(int))]
    [InlineData("is_sparse", typeof(bool))]
    [InlineData("is_contiguous", typeof(bool))]
    public void Function_InTorchSharpsOwnDeclaration_TakesAHandleAndReturnsWhatWeExpect(string name, Type result)
    {
        var declarations = typeof(torch).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(method => method.Name == "THSTensor_" + name)
            .ToList();
        Assert.NotEmpty(declarations);
        Assert.All(declarations, method =>
        {
            Assert.Equal([typeof(nint)], method.GetParameters().Select(parameter => parameter.ParameterType));
            if (result == typeof(bool)) Assert.Contains(method.ReturnType, new[] { typeof(bool), typeof(int) }); // read as a byte
            else Assert.Equal(result, method.ReturnType);
        });
    }

    [Fact]
    public void Address_OfEveryKindOfTensor_IsThatOfTheMembers()
    {
        using var scope = NewDisposeScope();
        Tensor[] tensors =
        [
            rand(3, 5), rand(3, 5, float64), rand(3, 5).t(), rand(3, 6)[.., ..3], rand(6, 5)[2..], rand(0, 4), tensor(1f), ones(3, int64),
            rand(3, 5, ScalarType.Float16), rand(3, 5, ScalarType.BFloat16), eye(3).to_sparse(), rand(3, 1).expand(3, 4), empty(2, device: META)
        ];
        Assert.Contains(tensors, tensor => Memory.Find(tensor, ScalarType.Float32) != 0);
        foreach (var tensor in tensors)
        {
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
                Assert.Equal(Memory.FindByMembers(tensor, type), NativeTensor.Address(tensor, type));
        }
    }

    [Fact]
    public void GradientAddress_WithAndWithoutGradient_IsThatOfTheMembers()
    {
        using var parameter = new Parameter(rand(4, 3));
        Assert.Equal(0, NativeTensor.GradientAddress(parameter, ScalarType.Float32, out var exists));
        Assert.False(exists);
        parameter.sum().backward();
        Assert.Equal(Memory.FindGradientByMembers(parameter, ScalarType.Float32, out exists), NativeTensor.GradientAddress(parameter, ScalarType.Float32, out var too));
        Assert.True(exists && too);
        Assert.NotEqual(0, NativeTensor.GradientAddress(parameter, ScalarType.Float32, out _));
        Assert.Equal(0, NativeTensor.GradientAddress(parameter, ScalarType.Float64, out _));
    }

    [Fact]
    public void GradientAddress_AskedForManyTimes_LeavesTheGradientWhole()
    {
        using var parameter = new Parameter(rand(4, 3));
        (parameter * 2).sum().backward();
        for (var i = 0; i < 10_000; i++) NativeTensor.GradientAddress(parameter, ScalarType.Float32, out _);
        Assert.All(parameter.grad!.data<float>().ToArray(), value => Assert.Equal(2f, value));
    }
}
