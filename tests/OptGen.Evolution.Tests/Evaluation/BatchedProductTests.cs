using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Evaluation;

public sealed class BatchedProductTests
{
    [Fact]
    public void Add_IsTheSumWithEachProduct()
    {
        using var scope = NewDisposeScope();
        Tensor input = arange(1, 5, dtype: ScalarType.Float64).view(2, 1, 2), a = arange(1, 7, dtype: ScalarType.Float64).view(2, 1, 3), b = arange(1, 13, dtype: ScalarType.Float64).view(2, 3, 2);
        Assert.Equal([1 + 1 + 6 + 15, 2 + 2 + 8 + 18, 3 + 28 + 45 + 66, 4 + 32 + 50 + 72], BatchedProduct.Add(input, a, b).data<double>().ToArray());
        Assert.Equal([2, 3, 2], BatchedProduct.Add(zeros(1, 3, 2), zeros(2, 3, 4), zeros(2, 4, 2)).shape);
    }
}
