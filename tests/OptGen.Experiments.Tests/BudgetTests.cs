using OptGen.Experiments.Networks;
using static TorchSharp.torch;

namespace OptGen.Experiments.Tests;

public sealed class BudgetTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(61, 15)]
    [InlineData(62, 15)]
    [InlineData(63, 16)]
    [InlineData(64, 16)]
    [InlineData(10_001, 2500)]
    public void Width_OfABudget_IsTheNearest(long parameters, int width) =>
        Assert.Equal(width, Budget.Width(hidden => nn.Linear(3, hidden), parameters));
}
