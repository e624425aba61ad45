using OptGen.Experiments.Toys;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Experiments.Tests;

public sealed class InputMarginTests
{
    /// <summary>The half planes left and right of x = 0.5: the distance to the line is known.</summary>
    [Fact]
    public void Margin_OfHalfPlanes_IsTheDistanceToTheLine()
    {
        using var model = new HalfPlanes();
        float[] points = [-1, 0, 2, 3, 0.4f, -2, 0.6f, 1];

        var margins = InputMargin.Of(model, points, [0, 1, 0, 0], reach: 4);

        const double HalfCell = 4.0 / 400;
        Assert.Equal(1.5, margins[0], HalfCell * 1.5);
        Assert.Equal(1.5, margins[1], HalfCell * 1.5);
        Assert.Equal(0.1, margins[2], HalfCell * 1.5);
        Assert.Equal(0, margins[3]);
    }

    private sealed class HalfPlanes() : nn.Module<Tensor, Tensor>("HalfPlanes")
    {
        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var right = x.select(1, 0) - 0.5f;
            return stack([-right, right], 1).MoveToOuterDisposeScope();
        }
    }
}
