using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.SystemTorch.Tests.Modules;

/// <summary>Functions that no layer's test covers, against PyTorch; and what is composed here, against differences.</summary>
public sealed class FunctionalTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("functional");

    private static readonly Dictionary<string, (string Source, Func<Tensor, Tensor> Function)> Functions = new()
    {
        ["normalize"] = ("sequence", x => functional.normalize(x, 3, 2)),
        ["nearest"] = ("image", x => functional.interpolate(x, scale_factor: [1.7])),
        ["nearest_exact"] = ("sequence", x => functional.interpolate(x, [5], mode: InterpolationMode.NearestExact)),
        ["linear"] = ("sequence", x => functional.interpolate(x, [11], mode: InterpolationMode.Linear)),
        ["bilinear"] = ("image", x => functional.interpolate(x, scale_factor: [0.5, 1.5], mode: InterpolationMode.Bilinear)),
        ["bilinear_recomputed"] =
            ("image", x => functional.interpolate(x, null, [0.7, 1.3], InterpolationMode.Bilinear, recompute_scale_factor: true)),
        ["bilinear_smooth"] = ("image", x => functional.interpolate(x, [3, 3], mode: InterpolationMode.Bilinear, antialias: true)),
        ["bicubic"] = ("image", x => functional.interpolate(x, [9, 7], mode: InterpolationMode.Bicubic, align_corners: true)),
        ["trilinear"] = ("volume", x => functional.interpolate(x, scale_factor: [1.5], mode: InterpolationMode.Trilinear)),
        ["area"] = ("image", x => functional.interpolate(x, scale_factor: [0.5], mode: InterpolationMode.Area)),
        ["grid_sample"] = ("image", x => functional.grid_sample(x, Golden.Tensor("grid"), padding_mode: GridSamplePaddingMode.Border)),
        ["grid_sample_reflected"] =
            ("image", x => functional.grid_sample(x, Golden.Tensor("grid"), GridSampleMode.Nearest, GridSamplePaddingMode.Reflection, true)),
        ["affine_grid"] = ("theta", x => functional.affine_grid(x, [1, 2, 3, 4], align_corners: true)),
        ["pad_circular"] = ("sequence", x => functional.pad(x, (2, 1), PaddingModes.Circular)),
        ["pad_cut"] = ("image", x => functional.pad(x, (-1, 2, 0, 1), value: 3)),
        ["lp_pool1d"] = ("sequence", x => functional.lp_pool1d(x.abs() + 0.1, 3, 2)),
        ["dropout3d"] = ("volume", x => functional.dropout3d(x, 0.5, false)),
        ["instance_norm"] = ("sequence", x => functional.instance_norm(x)),
        ["attention"] = ("query", x => functional.scaled_dot_product_attention(
            x,
            Golden.Tensor("key"),
            Golden.Tensor("content"),
            linspace(-1, 1, 20).view(4, 5)))
    };

    private static readonly Dictionary<string, (Func<Tensor[], Tensor> Function, long[][] Shapes)> Composites = new()
    {
        ["normalize"] = (x => functional.normalize(x[0]), [[3, 4]]),
        ["softsign"] = (x => functional.softsign(x[0]), [[2, 3]]),
        ["softmin"] = (x => functional.softmin(x[0], 1), [[2, 3]]),
        ["tanhshrink"] = (x => functional.tanhshrink(x[0]), [[2, 3]]),
        ["lp_pool1d"] = (x => functional.lp_pool1d(x[0], 2, 2), [[1, 2, 4]]),
        ["lp_pool2d"] = (x => functional.lp_pool2d(x[0], 3, 2), [[1, 1, 4, 4]]),
        ["local_response_norm"] = (x => functional.local_response_norm(x[0], 2), [[1, 3, 2, 2]]),
        ["attention"] = (x => functional.scaled_dot_product_attention(x[0], x[1], x[2], x[3]), [[1, 2, 3], [1, 4, 3], [1, 4, 2], [2, 4]]),
        ["causal attention"] = (x => functional.scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true), [[1, 3, 2], [1, 3, 2], [1, 3, 2]]),
        ["gaussian_nll_loss"] = (x => functional.gaussian_nll_loss(x[0], x[1], x[2], true), [[2, 3], [2, 3], [2, 3]]),
        ["multilabel_soft_margin_loss"] = (x => functional.multilabel_soft_margin_loss(x[0], x[1], x[2]), [[2, 3], [2, 3], [3]]),
        ["triplet_margin_with_distance_loss"] =
            (x => functional.triplet_margin_with_distance_loss(x[0], x[1], x[2], margin: 2, swap: true), [[3, 4], [3, 4], [3, 4]])
    };

    public static TheoryData<string> FunctionNames => new(Functions.Keys);

    public static TheoryData<string> CompositeNames => new(Composites.Keys);

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void Function_SameInput_ResultAndGradientArePyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var (source, function) = Functions[name];
        var x = Golden.Tensor(source).requires_grad_();
        var result = function(x);
        TensorAssert.Close(Golden.Tensor(name), result, 1e-6, 1e-6, name);
        (result * linspace(-1, 1, result.numel()).view(result.shape)).sum().backward();
        TensorAssert.Close(Golden.Tensor(name + "/gradient"), x.grad!, 1e-6, 2e-6, name + "/gradient");
    }

    [Theory]
    [MemberData(nameof(CompositeNames))]
    public void Composite_EveryInput_GradientsMatchDifferences(string name)
    {
        using var scope = NewDisposeScope();
        var (function, shapes) = Composites[name];
        var generator = new Generator(17);
        var inputs = shapes.Select(shape => rand(shape, ScalarType.Float64, generator: generator) + 0.2).ToArray();
        GradientCheck.VerifyTwice(function, inputs, 1e-5);
    }

    [Fact]
    public void MultiheadAttention_EveryParameter_GradientsMatchDifferences()
    {
        using var scope = NewDisposeScope();
        using var layer = MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true).@double();
        GradientCheck.Verify(
            x =>
            {
                var (result, weights) = layer.call(x[0], x[1], x[1]);
                return cat([result.reshape(-1), weights.reshape(-1)]);
            },
            [linspace(-1, 1, 24, ScalarType.Float64).view(3, 2, 4), linspace(-2, 1, 16, ScalarType.Float64).view(2, 2, 4)],
            1e-6);
    }

    [Fact]
    public void Interpolate_WhatCannotBe_IsRefusedWithAReason()
    {
        using var scope = NewDisposeScope();
        var image = ones([1, 1, 4, 4]);
        Says("either the new lengths or the factors", () => functional.interpolate(image));
        Says("one number or 2 of them, not 3", () => functional.interpolate(image, [1, 2, 3]));
        Says("no Linear mode for an input of 4 dimensions", () => functional.interpolate(image, [2], mode: InterpolationMode.Linear));
        Says("cannot align corners in Nearest mode", () => functional.interpolate(image, [2], align_corners: true));
        Says("cannot smooth in Nearest mode", () => functional.interpolate(image, [2], antialias: true));

        static void Says(string text, Action action) => Assert.Contains(text, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InPlace_Activations_ChangeTheInputAndReturnAnotherObject()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { -1, 2 });
        var result = functional.relu(x, inplace: true);
        Assert.NotSame(x, result);
        Assert.Equal(0, x[0].item<float>());
        x.Dispose();
        Assert.Equal(2, result[1].item<float>());
    }

    [Fact]
    public void OneHot_ClassNumbers_OneAtEach()
    {
        using var scope = NewDisposeScope();
        TensorAssert.BitEqual(
            tensor(new long[] { 0, 0, 1, 1, 0, 0 }, [2, 3]),
            functional.one_hot(tensor(new long[] { 2, 0 })));
        Assert.Equal([2, 5], functional.one_hot(tensor(new long[] { 2, 0 }), 5).shape);
    }
}
