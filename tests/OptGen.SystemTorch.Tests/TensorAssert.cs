using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests;

/// <summary>Comparisons of tensors that say what differs, where and by how much.</summary>
internal static class TensorAssert
{
    /// <summary>Same type, shape and bits.</summary>
    public static void BitEqual(Tensor expected, Tensor actual, string what = "tensor")
    {
        SameForm(expected, actual, what);
        using var left = expected.detach().cpu().contiguous();
        using var right = actual.detach().cpu().contiguous();
        Assert.True(left.bytes.SequenceEqual(right.bytes), $"{what}: bits differ; expected {left.str()}, got {right.str()}");
    }

    /// <summary>Same type and shape, and |actual - expected| &lt;= absolute + relative * |expected| everywhere.</summary>
    public static void Close(Tensor expected, Tensor actual, double relative, double absolute = 0, string what = "tensor")
    {
        SameForm(expected, actual, what);
        using var scope = NewDisposeScope();
        var left = expected.detach().cpu().to(ScalarType.Float64);
        var right = actual.detach().cpu().to(ScalarType.Float64);
        var excess = (right - left).abs() - (left.abs() * relative + absolute);
        var same = left.isnan().logical_and(right.isnan()).logical_or(left.eq(right)); // equal infinities differ by NaN
        var worst = excess.masked_fill(same, double.NegativeInfinity);
        if (worst.numel() == 0) return;
        var largest = worst.max().item<double>();
        Assert.True(largest <= 0, $"{what}: off by {largest:g3} more than allowed (relative {relative:g2}, absolute {absolute:g2}); expected {left.str()}, got {right.str()}");
    }

    private static void SameForm(Tensor expected, Tensor actual, string what)
    {
        Assert.True(expected.dtype == actual.dtype, $"{what}: expected {expected.dtype}, got {actual.dtype}");
        Assert.True(
            expected.shape.SequenceEqual(actual.shape),
            $"{what}: expected shape [{string.Join(", ", expected.shape)}], got [{string.Join(", ", actual.shape)}]");
    }
}
