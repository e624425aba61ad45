using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Operators;

public class ElementTypeTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("element_types");

    [Fact]
    public void PromoteTypes_EveryPair_EqualsPyTorch()
    {
        foreach (var line in Golden.Texts("promoted"))
        {
            var types = line.Split(' ').Select(Enum.Parse<ScalarType>).ToArray();
            Assert.True(promote_types(types[0], types[1]) == types[2], line);
        }
    }

    [Fact]
    public void CanCast_EveryPair_EqualsPyTorch()
    {
        var castable = Golden.Texts("castable").ToHashSet();
        foreach (var pair in Golden.Texts("promoted").Select(line => line.Split(' ')))
        {
            var expected = castable.Contains($"{pair[0]} {pair[1]}");
            Assert.True(can_cast(Enum.Parse<ScalarType>(pair[0]), Enum.Parse<ScalarType>(pair[1])) == expected, string.Join(' ', pair));
        }
    }

    [Fact]
    public void ResultType_TensorWithoutDimensions_YieldsToTheOtherOfItsKind()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(ScalarType.Float32, result_type(ones(2), tensor(1.0)));
        Assert.Equal(ScalarType.Float32, result_type(ones(2, dtype: ScalarType.Int64), tensor(1f)));
        Assert.Equal(ScalarType.Float64, result_type(ones(2), ones(2, dtype: ScalarType.Float64)));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Finfo_FloatingPointType_EqualsPyTorch(ScalarType type)
    {
        var info = finfo(type);
        double[] actual = [info.bits, info.eps, info.max, info.min, info.tiny, info.smallest_normal, info.resolution];
        Assert.Equal(Golden.Numbers(type.ToString()), actual);
    }

    [Fact]
    public void Finfo_IntegerType_IsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => finfo(ScalarType.Int64));
        Assert.Contains("finfo describes floating-point types, and Int64 is none.", exception.Message, StringComparison.Ordinal);
    }
}
