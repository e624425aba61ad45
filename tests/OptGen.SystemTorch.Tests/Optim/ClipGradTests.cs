using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Optim;

/// <summary>Clipping of gradients, against PyTorch (tests/oracle/optimizers.py) and its definition.</summary>
public sealed class ClipGradTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("optimizers");

    [Theory]
    [InlineData("clip 2", 1.0, 2.0)]
    [InlineData("clip 1", 0.7, 1.0)]
    [InlineData("clip inf", 0.5, double.PositiveInfinity)]
    [InlineData("clip large", 1e3, 2.0)]
    public void ClipGradNorm_TwoParameters_EqualsPyTorch(string name, double maximum, double norm)
    {
        using var scope = NewDisposeScope();
        var parameters = Problem.Start();
        Problem.SetGradients(parameters, 0);
        var total = nn.utils.clip_grad_norm_(parameters, maximum, norm);
        Assert.Equal(Golden.Number(name + " norm"), total, 1e-6 * total);
        var expected = Golden.Tensors(name);
        for (var i = 0; i < parameters.Length; i++) TensorAssert.Close(expected[i], parameters[i].grad!, 1e-6, 0, name);
    }

    [Fact]
    public void ClipGradNorm_KnownGradient_ScalesToTheNorm()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(zeros(2));
        parameter.grad = tensor(new[] { 3f, 4f });
        Assert.Equal(5, nn.utils.clip_grad_norm_([parameter], 1), 6);
        Assert.Equal([0.6f, 0.8f], parameter.grad!.data<float>().ToArray(), (x, y) => Math.Abs(x - y) < 1e-6f);
    }

    [Fact]
    public void ClipGradNorm_NoGradients_IsZero()
    {
        using var parameter = new Parameter(zeros(2));
        Assert.Equal(0, nn.utils.clip_grad_norm_([parameter], 1));
    }

    [Fact]
    public void ClipGradValue_LargeNumbers_AreLimitedOnBothSides()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(zeros(3));
        parameter.grad = tensor(new[] { -3f, 0.25f, 7f });
        nn.utils.clip_grad_value_([parameter], 0.5);
        Assert.Equal([-0.5f, 0.25f, 0.5f], parameter.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Clip_NegativeLimit_SaysSo()
    {
        using var parameter = new Parameter(zeros(3));
        var byNorm = Assert.Throws<ArgumentOutOfRangeException>(() => nn.utils.clip_grad_norm_([parameter], -1));
        Assert.StartsWith("max_norm must be at least 0, but is -1.", byNorm.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => nn.utils.clip_grad_value_([parameter], double.NaN));
    }

    [Fact]
    public void Clip_ManyTimes_LeavesNoTensors()
    {
        using var parameter = new Parameter(zeros(3));
        using (var gradient = ones(3)) parameter.grad = gradient;
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 5; i++)
        {
            nn.utils.clip_grad_norm_([parameter], 1);
            nn.utils.clip_grad_value_([parameter], 1);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
