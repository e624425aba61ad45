using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests.Blocks;

/// <summary>What TorchSharp leaves as the memory was is set.</summary>
public sealed class GroupNormalizationTests
{
    [Fact]
    public void Parameters_InMemoryThatWasUsed_AreOnesAndZeros()
    {
        for (int i = 0; i < 100; i++)
        {
            // Freed memory of this size comes back next.
            for (int j = 0; j < 8; j++)
                full(16, 77f).Dispose();
            using var layer = GroupNormalization.Create(2, 16);
            Assert.All(layer.weight!.data<float>(), value => Assert.Equal(1, value));
            Assert.All(layer.bias!.data<float>(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Output_OfAGroup_HasMeanZeroAndVarianceOne()
    {
        using var scope = NewDisposeScope();
        using var layer = GroupNormalization.Create(4, 16, dtype: ScalarType.Float64);
        Tensor groups = layer.call(randn(3, 16, 5, 5, dtype: ScalarType.Float64)).view(3, 4, -1);
        Assert.All(groups.mean([2L]).data<double>(), mean => Assert.Equal(0, mean, 1e-9));
        Assert.All(groups.square().mean([2L]).data<double>(), variance => Assert.Equal(1, variance, 1e-4));
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(3, 16)]
    [InlineData(2, 0)]
    public void Groups_ThatDoNotDivide_AreRefused(long groups, long channels) =>
        Assert.Contains("equal size", Assert.Throws<ArgumentException>(() => GroupNormalization.Create(groups, channels)).Message, StringComparison.Ordinal);
}
