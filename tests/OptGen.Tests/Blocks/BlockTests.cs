using OptGen.Blocks;
using OptGen.Testing;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>The operators that come with the library: what they compute, what they register, what they leave behind.</summary>
public sealed class BlockTests
{
    public static TheoryData<string> Blocks => ["two layers", "two layers, tanh", "convolutions"];

    [Fact]
    public void TwoLayer_Forward_IsTheFormula()
    {
        using DisposeScope scope = NewDisposeScope();
        using var block = new TwoLayer(3, 5);
        Tensor x = randn(4, 3);
        Dictionary<string, Tensor> weights = block.state_dict();

        Tensor expected = (x.matmul(weights["fc1.weight"].t()) + weights["fc1.bias"]).relu().matmul(weights["fc2.weight"].t()) + weights["fc2.bias"];

        Assert.True(expected.allclose(block.call(x), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void TwoLayer_Activation_ReplacesTheRectifier()
    {
        using DisposeScope scope = NewDisposeScope();
        using var block = new TwoLayer(3, 5, Tanh());
        Tensor x = randn(4, 3);
        Dictionary<string, Tensor> weights = block.state_dict();

        Tensor expected = functional.linear(functional.linear(x, weights["fc1.weight"], weights["fc1.bias"]).tanh(), weights["fc2.weight"], weights["fc2.bias"]);

        Assert.True(expected.allclose(block.call(x), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void ConvolutionBlock_Forward_IsNormReluConvolutionTwice()
    {
        using DisposeScope scope = NewDisposeScope();
        using var block = new ConvolutionBlock(2, 3, kernel: 5);
        block.eval();
        Dictionary<string, Tensor> weights = block.state_dict();
        Tensor x = randn(2, 2, 6, 7);

        Tensor Normalized(Tensor t, string name) =>
            functional.batch_norm(t, weights[$"{name}.running_mean"], weights[$"{name}.running_var"], weights[$"{name}.weight"], weights[$"{name}.bias"]);
        Tensor hidden = functional.conv2d(Normalized(x, "bn1").relu(), weights["conv1.weight"], padding: [2, 2]);
        Tensor expected = functional.conv2d(Normalized(hidden, "bn2").relu(), weights["conv2.weight"], weights["conv2.bias"], padding: [2, 2]);
        Tensor actual = block.call(x);

        Assert.Equal(new long[] { 2, 2, 6, 7 }, actual.shape);
        Assert.True(expected.allclose(actual, rtol: 1e-5, atol: 1e-6));
    }

    [Theory]
    [InlineData("two layers", "fc1.weight fc1.bias fc2.weight fc2.bias")]
    [InlineData("two layers, tanh", "fc1.weight fc1.bias fc2.weight fc2.bias")]
    [InlineData("convolutions", "bn1.weight bn1.bias conv1.weight bn2.weight bn2.bias conv2.weight conv2.bias")]
    public void Block_Parameters_HaveFixedNames(string name, string expected)
    {
        (Module<Tensor, Tensor> block, _) = Make(name);
        Assert.Equal(expected, string.Join(' ', block.named_parameters().Select(p => p.name)));
        block.Dispose();
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Block_Gradients_AgreeWithFiniteDifferences(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> block, long[] shape) = Make(name);
        block.to(float64);

        GradientReport report = GradientCheck.Verify(block, randn(shape, dtype: float64));

        Assert.True(report.Comparisons > block.parameters().Count());
        block.Dispose();
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Block_WithoutGradients_LeavesOnlyItsResult(string name)
    {
        (Module<Tensor, Tensor> block, long[] shape) = Make(name);
        using Tensor x = randn(shape), before = x.clone();
        using (no_grad())
        {
            long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            using Tensor result = block.call(x);
            Assert.Equal(live + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        // The rectifiers work in place, but never on the argument.
        using Tensor same = x.eq(before).all();
        Assert.True(same.item<bool>());
        block.Dispose();
    }

    [Fact]
    public void TwoLayer_HiddenBelowOne_Throws() =>
        Assert.Equal("hidden", Assert.Throws<ArgumentOutOfRangeException>(() => new TwoLayer(3, 0)).ParamName);

    [Fact]
    public void ConvolutionBlock_EvenKernel_SaysWhy()
    {
        var error = Assert.Throws<ArgumentException>(() => new ConvolutionBlock(2, 3, kernel: 4));
        Assert.StartsWith("The kernel's side is 4; it must be odd, so that padding can keep the image's size.", error.Message, StringComparison.Ordinal);
    }

    private static (Module<Tensor, Tensor> Block, long[] Shape) Make(string name) => name switch
    {
        "two layers" => (new TwoLayer(3, 8), [4, 3]),
        "two layers, tanh" => (new TwoLayer(3, 8, Tanh()), [4, 3]),
        _ => (new ConvolutionBlock(2, 3), [3, 2, 5, 4])
    };
}
