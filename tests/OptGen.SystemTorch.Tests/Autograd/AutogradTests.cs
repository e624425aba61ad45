using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Autograd;

public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor x = tensor(new double[] { 1, 2, 3 }).requires_grad_(true);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Grad_OfLeaf_AccumulatesAndIsForgottenWhenSetToNull()
    {
        Assert.Null(x.grad);
        (x * x).sum().backward();
        (x * x).sum().backward();
        TensorAssert.BitEqual(x.detach() * 4, x.grad!);
        x.grad = ones_like(x);
        TensorAssert.BitEqual(ones_like(x), x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_SetToAnotherShape_ThrowsTorchException() =>
        Assert.Contains("[2]", Assert.Throws<TorchException>(() => x.grad = ones(2, ScalarType.Float64)).Message, StringComparison.Ordinal);

    [Fact]
    public void Members_OfADisposedTensor_ThrowObjectDisposed()
    {
        var gone = x.detach().clone();
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => gone.grad);
        Assert.Throws<ObjectDisposedException>(() => gone.grad = null);
        Assert.Throws<ObjectDisposedException>(() => gone.requires_grad = true);
        Assert.Throws<ObjectDisposedException>(gone.backward);
        Assert.Throws<ObjectDisposedException>(gone.retain_grad);
        Assert.Throws<ObjectDisposedException>(() => autograd.grad([gone], [x]));
    }

    [Fact]
    public void RetainGrad_OfAResult_KeepsItsGradient()
    {
        var y = x * 2;
        var z = y * 3;
        y.retain_grad();
        z.sum().backward();
        TensorAssert.BitEqual(full_like(x, 3), y.grad!);
        Assert.Null(z.grad);
    }

    [Fact]
    public void Backward_WeightsAndInputs_AddOnlyToTheNamedLeaves()
    {
        var y = (x.detach() + 1).requires_grad_(true);
        (x * y).backward([tensor(new double[] { 1, 0, 2 })], inputs: [x]);
        TensorAssert.BitEqual(tensor(new double[] { 2, 0, 8 }), x.grad!);
        Assert.Null(y.grad);
    }

    [Fact]
    public void Backward_CreateGraph_GradientCanBeDifferentiated()
    {
        (x * x * x).sum().backward(create_graph: true);
        var second = autograd.grad([x.grad!.sum()], [x])[0];
        TensorAssert.BitEqual(x.detach() * 6, second);
        x.grad = null;
    }

    [Fact]
    public void Grad_CreateGraphWithoutRetainGraph_GradientCanBeDifferentiated()
    {
        var first = autograd.grad([(x * x * x).sum()], [x], create_graph: true)[0];
        TensorAssert.BitEqual(x.detach() * 6, autograd.grad([first.sum()], [x])[0]);
    }

    [Fact]
    public void Grad_UnusedInput_IsUndefinedIfAllowedAndThrowsOtherwise()
    {
        var unused = ones_like(x).requires_grad_(true);
        var gradients = autograd.grad([x.sum()], [x, unused], allow_unused: true);
        Assert.False(gradients[0].IsInvalid);
        Assert.True(gradients[1].IsInvalid);
        Assert.Throws<TorchException>(() => autograd.grad([x.sum()], [x, unused]));
    }

    [Fact]
    public void Grad_SeveralOutputsWithNullWeights_SumsThem()
    {
        var gradient = autograd.grad([x.sum(), x * x], [x], [null!, full_like(x, 2)])[0];
        TensorAssert.BitEqual(x.detach() * 4 + 1, gradient);
    }

    [Fact]
    public void GradAndBackward_NullOrMissingTensors_ThrowClearSentences()
    {
        Assert.Contains("outputs[0] is null", Assert.Throws<ArgumentException>(() => autograd.grad([null!], [x])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => autograd.grad([x], null!));
        Assert.Contains("inputs is empty", Assert.Throws<ArgumentException>(() => autograd.backward(x.sum(), inputs: [])).Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>((x * x).backward);
        Assert.Throws<TorchException>(x.detach().sum().backward);
    }

    [Fact]
    public void Jacobian_OneArgumentOneResult_HasBothShapes()
    {
        var matrix = tensor(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        TensorAssert.Close(matrix, autograd.functional.jacobian(v => matrix.matmul(v), x), 1e-15);
    }

    [Fact]
    public void Jacobian_SeveralArgumentsAndResults_AreListedResultByResult()
    {
        var y = tensor(new double[] { 4, 5 });
        var before = scope.DisposablesCount;
        var jacobians = autograd.functional.jacobian(v => [v[0].sum() * v[1], v[0] * v[0], tensor(7.0)], x, y).ToList();
        Assert.Equal(before + 6, scope.DisposablesCount);
        Assert.Equal(["2,3", "2,2", "3,3", "3,2", "3", "2"], jacobians.Select(jacobian => string.Join(',', jacobian.shape)));
        TensorAssert.BitEqual(tensor(new double[,] { { 4, 4, 4 }, { 5, 5, 5 } }), jacobians[0]);
        TensorAssert.BitEqual(eye(2, dtype: ScalarType.Float64) * 6, jacobians[1]);
        TensorAssert.BitEqual(eye(3, dtype: ScalarType.Float64) * (x.detach() * 2), jacobians[2]);
        TensorAssert.BitEqual(zeros([3, 2], ScalarType.Float64), jacobians[3]);
        TensorAssert.BitEqual(zeros(3, ScalarType.Float64), jacobians[4]);
    }

    [Fact]
    public void Jacobian_UnderNoGrad_IsComputedAllTheSame()
    {
        using var _ = no_grad();
        TensorAssert.BitEqual(eye(3, dtype: ScalarType.Float64) * 2, autograd.functional.jacobian(v => v * 2, x));
        Assert.False(is_grad_enabled());
    }
}

[Collection(WholeProcess.Name)]
public sealed class AnomalyModeTests
{
    [Fact]
    public void DetectAnomaly_GradientBecomesNaN_BackwardThrows()
    {
        using var scope = NewDisposeScope();
        Assert.False(AnomalyMode.IsEnabled);
        using (autograd.detect_anomaly())
        {
            Assert.True(AnomalyMode.IsEnabled);
            Assert.True(AnomalyMode.ShouldCheckNaN);
            var failing = (zeros(1).requires_grad_(true).sqrt() * 0).sum();
            Assert.Contains("returned nan values", Assert.Throws<TorchException>(failing.backward).Message, StringComparison.Ordinal);
            using (autograd.set_detect_anomaly(false, check_nan: false))
            {
                Assert.False(AnomalyMode.IsEnabled);
                Assert.False(AnomalyMode.ShouldCheckNaN);
                (zeros(1).requires_grad_(true).sqrt() * 0).sum().backward();
            }

            Assert.True(AnomalyMode.IsEnabled);
        }

        Assert.False(AnomalyMode.IsEnabled);
    }
}
