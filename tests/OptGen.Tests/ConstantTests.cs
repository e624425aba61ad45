using OptGen.CompilerServices;
using OptGen.Tests.Declared;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Tests;

/// <summary>Numbers that are held as tensors.</summary>
public sealed class ConstantTests
{
    [Fact]
    public void Like_AfterAnotherType_IsTheNumberItself()
    {
        using DisposeScope scope = NewDisposeScope();
        using var constant = new Constant(0.1);

        Assert.Equal(0.1f, constant.Like(zeros(2)).item<float>());
        Assert.Equal(0.1, constant.Like(zeros(2, dtype: float64)).item<double>());
        Assert.Equal(ScalarType.BFloat16, constant.Like(zeros(2, dtype: bfloat16)).dtype);
        Assert.Equal(ScalarType.Float32, constant.Like(zeros(2, dtype: int64)).dtype);
        Assert.Equal(0.1, constant.Like(zeros(2, dtype: complex128)).real.item<double>());
        Assert.Equal(DeviceType.META, constant.Like(zeros(2, device: META)).device_type);
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(0.25)]
    [InlineData(1.75)]
    public void Lerp_OfTwoTensors_IsTheWeightedSum(double weight)
    {
        using DisposeScope scope = NewDisposeScope();
        using var constant = new Constant(weight);
        (Tensor start, Tensor end) = (randn([3, 4], dtype: float64, requires_grad: true), randn([4], dtype: float64, requires_grad: true));

        Tensor between = constant.Lerp(start, end);
        between.sum().backward();

        Assert.True(allclose(between, (start * (1 - weight)) + (end * weight), 1e-15, 1e-15));
        Assert.True(allclose(start.grad!, full_like(start, 1 - weight), 1e-15, 1e-15));
        Assert.True(allclose(end.grad!, full_like(end, 3 * weight), 1e-15, 1e-15));
    }

    [Fact]
    public void Lerp_OfOtherTypes_PromotesLikeASum()
    {
        using DisposeScope scope = NewDisposeScope();
        using var constant = new Constant(0.25);

        Tensor whole = constant.Lerp(arange(4), arange(4) * 5);
        Tensor mixed = constant.Lerp(ones(4), zeros(4, dtype: float64));

        Assert.Equal([0f, 2f, 4f, 6f], whole.data<float>().ToArray());
        Assert.Equal(ScalarType.Float64, mixed.dtype);
        Assert.Equal([0.75, 0.75, 0.75, 0.75], mixed.data<double>().ToArray());
    }

    [Fact]
    public void Times_FirstInInferenceMode_StillServesGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        using var constant = new Constant(3);
        using (inference_mode())
            constant.Times(ones(2)).Dispose();
        Tensor x = ones(2, requires_grad: true);

        constant.Times(x).sum().backward();

        Assert.Equal([3f, 3f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Like_InADisposeScopeThatEnds_StaysAlive()
    {
        using var constant = new Constant(2);
        using Tensor x = ones(2);
        using (NewDisposeScope())
            constant.Times(x);

        Assert.False(constant.Like(x).IsInvalid);
    }

    [Fact]
    public void Dispose_OfAModule_ReleasesWhatItHolds()
    {
        using Tensor x = ones(2);
        using IDisposable off = no_grad();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var module = new HeldSchedules();
        module.call(x).Dispose();
        Assert.NotEqual(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Empty(module.state_dict());

        module.Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Network_WhoseCoefficientsAnInitializerSets_ReadsThem()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new HeldLate { a = [0.5, 0.25, 0.125], b = 0.1 };
        Tensor x = tensor([0.3, -0.8]), previous = x, start = x;
        foreach (double a in module.a)
            (x, previous) = (x + (a * (x - previous)) - (0.1 * x.tanh()), x);

        Assert.True(allclose(x, module.call(start), 1e-14, 1e-14));
    }

    [Fact]
    public void Times_FromThreadsWithDifferentTypes_IsRight()
    {
        using var constant = new Constant(0.1);
        ScalarType[] types = [ScalarType.Float32, ScalarType.Float64];

        int wrong = types.AsParallel().WithDegreeOfParallelism(2).Sum(type =>
        {
            using Tensor x = full([3], 7, dtype: type);
            using Tensor expected = x * 0.1;
            return Enumerable.Range(0, 5000).Count(_ =>
            {
                using Tensor product = constant.Times(x);
                return product.dtype != type || !product.allclose(expected, 1e-7, 0);
            });
        });

        Assert.Equal(0, wrong);
    }
}
