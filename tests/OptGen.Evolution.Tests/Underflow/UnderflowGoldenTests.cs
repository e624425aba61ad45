using OptGen.Optimizers.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Underflow;

/// <summary>Against a processor that flushes denormals, through PyTorch on one thread: tests/oracle/underflow.py.</summary>
public sealed class UnderflowGoldenTests
{
    private static readonly GoldenFile File = GoldenFile.Load("underflow");

    [Theory]
    [InlineData("flushed", DenormalMode.FlushToZeroAndDenormalsAreZero)]
    [InlineData("ieee", DenormalMode.Ieee)]
    public void Operations_AreThoseOfTheProcessor(string kind, DenormalMode mode)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] a = Floats("a"), b = Floats("b"), result = new float[a.Length];
        FlushedArithmetic.Add(a, b, result, mode);
        RequireSame(Floats($"{kind}/add"), result);
        FlushedArithmetic.Subtract(a, b, result, mode);
        RequireSame(Floats($"{kind}/subtract"), result);
        FlushedArithmetic.Multiply(a, b, result, mode);
        RequireSame(Floats($"{kind}/multiply"), result);
        FlushedArithmetic.Divide(a, b, result, mode);
        RequireSame(Floats($"{kind}/divide"), result);
    }

    [Fact]
    public void Cases_ReachTheBorder()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] ieee = Floats("ieee/multiply"), flushed = Floats("flushed/multiply"), a = Floats("a"), b = Floats("b");
        int[] normal = [.. Enumerable.Range(0, a.Length).Where(i => float.IsNormal(a[i]) && float.IsNormal(b[i]))];
        Assert.True(normal.Count(i => float.IsSubnormal(ieee[i]) && flushed[i] == 0) > 50);
        // Rounded up to the least normal number, and so not flushed.
        Assert.True(normal.Count(i => flushed[i] == FlushedArithmetic.MinNormal && (double)a[i] * b[i] < FlushedArithmetic.MinNormal) > 20);
    }

    [Theory]
    [InlineData(UnderflowForm.Threshold)]
    [InlineData(UnderflowForm.FlushedArithmetic)]
    public void FirstLayer_OfTheProcessorsProducts_IsTheProcessors(UnderflowForm form)
    {
        using DisposeScope scope = NewDisposeScope();
        IPopulationLayer layer = new UnderflowLinear(9, 16, UnderflowPlace.Input, form);
        RequireSame(Floats("layers/h1"), Scaled(layer.Leave(File.Tensor("layers/z1"), File.Tensor("layers/b1"))));
        layer.Weight.detach().copy_(File.Tensor("layers/w1").t());
        // The product's sums may be taken in another order.
        Tensor product = nn.functional.linear(layer.Enter(File.Tensor("layers/inputs")), layer.Weight.detach());
        Assert.True(product.allclose(File.Tensor("layers/z1"), 1e-5, 1e-5));
    }

    [Theory]
    [InlineData(UnderflowForm.Threshold)]
    [InlineData(UnderflowForm.FlushedArithmetic)]
    [InlineData(UnderflowForm.Ieee)]
    [InlineData(UnderflowForm.IeeeArithmetic)]
    public void LaterLayers_OfTheProcessorsProducts_AreTheProcessors(UnderflowForm form)
    {
        using DisposeScope scope = NewDisposeScope();
        IPopulationLayer layer = new UnderflowLinear(16, 16, UnderflowPlace.Hidden, form);
        bool isScaled = form is UnderflowForm.FlushedArithmetic or UnderflowForm.IeeeArithmetic;
        bool isFlushing = form is UnderflowForm.Threshold or UnderflowForm.FlushedArithmetic;
        using Scalar scale = UnderflowLinear.Scale;
        Tensor z2 = File.Tensor("layers/z2");
        Tensor result = layer.Leave(isScaled ? z2 : z2.mul(scale), File.Tensor("layers/b2"));
        RequireSame(Floats(isFlushing ? "layers/h2" : "layers/h2 ieee"), Scaled(result));
        if (isFlushing)
            RequireSame(Floats("layers/o"), result.data<float>().ToArray());
    }

    private static float[] Floats(string key) => File.Tensor(key).data<float>().ToArray();

    private static float[] Scaled(Tensor unscaled) => [.. unscaled.data<float>().ToArray().Select(value => value / UnderflowLinear.Scale)];

    private static void RequireSame(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!FloatCases.AreSame(expected[i], actual[i]) && (expected[i] != 0 || actual[i] != 0))
                Assert.Fail($"Element {i} is {expected[i]:R}, not {actual[i]:R}.");
        }
    }
}
