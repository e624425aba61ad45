using OptGen.Blocks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Linear operators: what they compute, and the law of adjoints, the inner products of A v with w and of v with A^T w being equal.</summary>
public sealed class LinearOperatorTests
{
    public static TheoryData<string> Names =>
    [
        "map", "mask", "mask of pixels", "blur", "blur, even kernel", "blur, kernel as large as the image", "convolution", "convolution, stride 2", "convolution, stride 3 that leaves pixels out",
        "mean", "decimation"
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Adjoint_OfEveryOperator_KeepsInnerProducts(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (LinearOperator a, long[] shape) = Make(name);
        a.to(float64);
        Tensor v = randn(shape, dtype: float64), image = a.call(v), w = randn_like(image);

        double left = (image * w).sum().item<double>(), right = (v * a.Adjoint(w)).sum().item<double>();

        Assert.Equal(v.shape, a.Adjoint(w).shape);
        Assert.Equal(left, right, 1e-11 * (1 + Math.Abs(left)));
        Assert.NotEqual(0, left);
        a.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Operator_OfSums_IsLinear(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (LinearOperator a, long[] shape) = Make(name);
        a.to(float64);
        Tensor v = randn(shape, dtype: float64), w = randn(shape, dtype: float64);

        Assert.True((2 * a.call(v) - 3 * a.call(w)).allclose(a.call(2 * v - 3 * w), rtol: 1e-11, atol: 1e-11));
        a.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Operator_WithoutGradients_LeavesOnlyItsResult(string name)
    {
        (LinearOperator a, long[] shape) = Make(name);
        using Tensor v = randn(shape);
        using (no_grad())
        {
            long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            using Tensor image = a.call(v), back = a.Adjoint(image);
            Assert.Equal(live + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        a.Dispose();
    }

    /// <summary>Through both, and to the weight where there is one.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Operator_Gradients_AreThoseOfItsAdjoint(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (LinearOperator a, long[] shape) = Make(name);
        a.to(float64);
        Tensor v = randn(shape, dtype: float64, requires_grad: true), image = a.call(v), w = randn_like(image).detach().requires_grad_();
        Assert.True(autograd.grad([(image * w.detach()).sum()], [v])[0].allclose(a.Adjoint(w), rtol: 1e-11, atol: 1e-11));
        Assert.True(autograd.grad([(a.Adjoint(w) * v.detach()).sum()], [w])[0].allclose(a.call(v), rtol: 1e-11, atol: 1e-11));
        if (name is "map" or "convolution" or "convolution, stride 2")
            Assert.Single(a.parameters());
        a.Dispose();
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 2)]
    [InlineData(5, 6)]
    public void CircularBlur_Forward_IsTheSum(int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor kernel = randn(height, width, dtype: float64), x = randn(1, 2, 5, 6, dtype: float64);
        using var blur = new CircularBlur(kernel);
        Tensor y = blur.call(x), expected = zeros_like(x);
        for (int r = 0; r < height; r++)
            for (int c = 0; c < width; c++)
                expected += kernel[r, c] * x.roll([r - height / 2, c - width / 2], [2, 3]);
        Assert.True(expected.allclose(y, rtol: 1e-11, atol: 1e-12));
    }

    [Fact]
    public void CircularBlur_OfTheUnitKernel_ChangesNothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor kernel = zeros(3, 3), x = randn(2, 1, 7, 5);
        kernel[1, 1] = 1;
        using var blur = new CircularBlur(kernel);
        Assert.True(x.allclose(blur.call(x), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Downsampling_Forward_IsTheMeanOrTheCorner()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(16, dtype: float64).reshape(1, 1, 4, 4);
        using var mean = new Downsampling(2);
        using var corner = new Downsampling(2, DownsamplingMode.Decimate);
        Assert.Equal([2.5, 4.5, 10.5, 12.5], mean.call(x).data<double>().ToArray());
        Assert.Equal([0.0, 2, 8, 10], corner.call(x).data<double>().ToArray());
    }

    [Fact]
    public void StridedConvolution_Forward_IsThatOfConv2d()
    {
        using DisposeScope scope = NewDisposeScope();
        using var a = new StridedConvolution(2, 3, 3, 2, (8, 7), padding: 1);
        Tensor x = randn(2, 2, 8, 7);
        Assert.True(functional.conv2d(x, a.Weight, strides: [2, 2], padding: [1, 1]).eq(a.call(x)).all().item<bool>());
        Assert.Equal(["weight"], a.state_dict().Keys);
    }

    [Fact]
    public void Mask_OfBooleans_KeepsWhatIsTrue()
    {
        using DisposeScope scope = NewDisposeScope();
        using var mask = new Mask(tensor(new[] { true, false, true }));
        Assert.Equal([1f, 0, 3], mask.call(tensor(new[] { 1f, 2, 3 })).data<float>().ToArray());
        Assert.Equal(["mask"], mask.state_dict().Keys);
        Assert.Empty(mask.parameters());
    }

    /// <summary>What has no weights keeps the type of its argument, whatever its own; and an empty batch is a batch.</summary>
    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Operators_OfOtherTypes_GiveTheTypeOfTheArgument(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        LinearOperator[] operators = [new Mask(ones(4, 4)), new CircularBlur(full([3, 3], 0.125)), new Downsampling(2)];
        foreach (LinearOperator a in operators)
        {
            Tensor y = a.call(ones(2, 1, 4, 4, dtype: type));
            Assert.Equal(type, y.dtype);
            Assert.Equal(type, a.Adjoint(y).dtype);
            Assert.Equal(a is CircularBlur ? 1.125 : 1, y.to(float64).mean().item<double>(), 1e-2);
            Assert.Equal(0, a.call(ones(0, 1, 4, 4, dtype: type)).shape[0]);
            a.Dispose();
        }
    }

    [Fact]
    public void Operators_OtherShapes_SayWhatTheyTake()
    {
        using DisposeScope scope = NewDisposeScope();
        using var blur = new CircularBlur(ones(3, 3));
        using var convolution = new StridedConvolution(2, 3, 3, 2, (8, 7));
        using var mean = new Downsampling(2);
        using var mask = new Mask(ones(4, 3));
        Check("CircularBlur takes images of the shape [batch, channels, height, width], not [5, 5].", () => blur.call(ones(5, 5)));
        Check("An image of 2 x 5 pixels is smaller than the blur's kernel of 3 x 3.", () => blur.call(ones(1, 1, 2, 5)));
        Check("StridedConvolution takes images of the shape [batch, 2, 8, 7], not [1, 2, 8, 8].", () => convolution.call(ones(1, 2, 8, 8)));
        Check("The adjoint of StridedConvolution takes images of the shape [batch, 3, 3, 3], not [1, 3, 3, 4].", () => convolution.Adjoint(ones(1, 3, 3, 4)));
        Check("Height and width must be multiples of the factor 2; this image has 4 x 5 pixels.", () => mean.call(ones(1, 1, 4, 5)));
        Check("A mask of the shape [4, 3] is not one for a tensor of the shape [3]: it would change its shape.", () => mask.call(ones(3)));
        Check("A blur's kernel has the shape [height, width], not [3].", () => new CircularBlur(ones(3)));

        static void Check(string expected, Func<object> call) =>
            Assert.StartsWith(expected, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    /// <summary>Behind each other, declared: A is read with its adjoint.</summary>
    [Fact]
    public void Adjoint_InARecurrence_DescendsToTheMeasurement()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor truth = rand(1, 1, 8, 8, dtype: float64);
        using var blur = new CircularBlur(tensor(new double[] { 0.1, 0.8, 0.1 }).reshape(1, 3));
        using var network = new Deblurring(blur, layers: 200);
        Assert.True(network.call(blur.call(truth)).allclose(truth, rtol: 1e-6, atol: 1e-6));
    }

    private static (LinearOperator Operator, long[] Shape) Make(string name) => name switch
    {
        "map" => (new LinearMap(5, 3), [4, 5]),
        "mask" => (new Mask(rand(3, 4) > 0.3), [2, 3, 4]),
        "mask of pixels" => (new Mask(rand(5, 6) > 0.3), [2, 3, 5, 6]),
        "blur" => (new CircularBlur(randn(3, 5)), [2, 3, 6, 7]),
        "blur, even kernel" => (new CircularBlur(randn(2, 4)), [2, 3, 7, 6]),
        "blur, kernel as large as the image" => (new CircularBlur(randn(5, 6)), [1, 2, 5, 6]),
        "convolution" => (new StridedConvolution(2, 3, 3, 1, (6, 5), padding: 1), [2, 2, 6, 5]),
        "convolution, stride 2" => (new StridedConvolution(2, 3, 3, 2, (7, 8), padding: 1), [2, 2, 7, 8]),
        "convolution, stride 3 that leaves pixels out" => (new StridedConvolution(3, 2, 2, 3, (10, 9)), [2, 3, 10, 9]),
        "mean" => (new Downsampling(3), [2, 3, 6, 9]),
        _ => (new Downsampling(2, DownsamplingMode.Decimate), [2, 3, 6, 8])
    };
}

[Update("x_0 = A^T(y); x_<k+1> = x_k - A^T(A(x_k) - y)", Inputs = "y")]
internal sealed partial class Deblurring
{
    private static LinearOperator A(LinearOperator blur) => blur;
}
