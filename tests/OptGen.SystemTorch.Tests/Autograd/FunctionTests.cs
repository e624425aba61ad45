using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Autograd;

public sealed class FunctionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SingleTensorFunction_TwoOrThreeTensorArguments_GradientsMatchDifferences(bool withBias)
    {
        var (x, w, b) = (Values(2, 3), Values(3, 4), Values(4));
        GradientCheck.VerifyTwice(
            inputs => ScaledLinear.apply(inputs[0], inputs[1], withBias ? inputs[2] : null!, 1.5).tanh(),
            withBias ? [x, w, b] : [x, w]);
    }

    [Fact]
    public void MultiTensorFunction_TwoResults_GradientsMatchDifferences() =>
        GradientCheck.VerifyTwice(
            inputs =>
            {
                var results = SineAndProduct.apply(inputs[0], inputs[1]);
                return results[0] * results[1] + results[1];
            },
            [Values(5), Values(5)]);

    [Fact]
    public void GradientCheck_WrongBackward_Fails()
    {
        var wrong = new Scripted.Script { Backward = (_, gradients) => [gradients[0] * 1.001] };
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => GradientCheck.Verify(inputs => Scripted.Apply(wrong, inputs[0]), [Values(3)]));
        Assert.Contains("gradient of input 0, element 0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_TensorsInsideAList_AreNotTracked()
    {
        var x = Values(3).requires_grad_(true);
        var script = new Scripted.Script { Forward = (_, vars) => [((List<Tensor>)vars[0])[0].clone()] };
        Assert.False(Scripted.Apply(script, new List<Tensor> { x }).requires_grad);
    }

    [Fact]
    public void Apply_UnderNoGrad_RecordsNothing()
    {
        var x = Values(3).requires_grad_(true);
        using var _ = no_grad();
        Assert.False(ScaledLinear.apply(x.reshape(1, 3), Values(3, 1), null!, 1.0).requires_grad);
    }

    [Fact]
    public void Apply_Forward_RunsWithoutRecordingOnTheCallersObjects()
    {
        var x = Values(3).requires_grad_(true);
        object? seen = null;
        bool? recording = null;
        var script = new Scripted.Script
        {
            Forward = (_, vars) =>
            {
                (seen, recording) = (vars[0], is_grad_enabled());
                return [((Tensor)vars[0]) * 2];
            }
        };
        var y = Scripted.Apply(script, x);
        Assert.Same(x, seen);
        Assert.False(recording);
        Assert.True(y.requires_grad);
        Assert.False(y.is_leaf);
    }

    [Fact]
    public void MarkDirty_ArgumentChangedInPlace_BecomesAResultOfTheFunction()
    {
        var leaf = Values(3).requires_grad_(true);
        var x = leaf * 1;
        var script = new Scripted.Script
        {
            Forward = (ctx, vars) =>
            {
                var argument = (Tensor)vars[0];
                argument.mul_(3);
                ctx.mark_dirty([argument]);
                return [argument];
            },
            Backward = (_, gradients) => [gradients[0] * 3]
        };
        var y = Scripted.Apply(script, x);
        (y.sum() + x.sum()).backward();
        TensorAssert.BitEqual(full_like(leaf, 6), leaf.grad!);
    }

    [Fact]
    public void MarkDirty_TensorThatIsNoArgument_ThrowsArgumentException()
    {
        var script = new Scripted.Script
        {
            Forward = (ctx, vars) =>
            {
                var other = ((Tensor)vars[0]).clone();
                ctx.mark_dirty([other]);
                return [other];
            }
        };
        var exception = Assert.Throws<ArgumentException>(() => Scripted.Apply(script, Values(3).requires_grad_(true)));
        Assert.Contains("Scripted.mark_dirty: tensor 1 is no argument of forward", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MarkNonDifferentiable_Result_RequiresNoGradient()
    {
        var script = new Scripted.Script
        {
            Forward = (ctx, vars) =>
            {
                var (values, positions) = ((Tensor)vars[0]).sort();
                var order = positions.to(ScalarType.Float64);
                ctx.mark_non_differentiable([order]);
                return [values, order];
            }
        };
        var results = Scripted.apply(script, Values(3).requires_grad_(true));
        Assert.True(results[0].requires_grad);
        Assert.False(results[1].requires_grad);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SetMaterializeGrads_UnusedResult_BackwardReceivesZerosOrNull(bool materialize)
    {
        var x = Values(3).requires_grad_(true);
        bool? isNull = null;
        var script = new Scripted.Script
        {
            Forward = (ctx, vars) =>
            {
                Assert.True(ctx.MaterializeGrads);
                ctx.set_materialize_grads(materialize);
                return [((Tensor)vars[0]).clone(), ((Tensor)vars[0]).clone()];
            },
            Backward = (ctx, gradients) =>
            {
                isNull = gradients[1] is null;
                if (!isNull.Value) TensorAssert.BitEqual(zeros_like(gradients[0]), gradients[1]);
                Assert.Equal(materialize, ctx.MaterializeGrads);
                return [gradients[0]];
            }
        };
        Scripted.apply(script, x)[0].sum().backward();
        Assert.Equal(!materialize, isNull);
        TensorAssert.BitEqual(ones_like(x), x.grad!);
    }

    [Fact]
    public void Backward_NullGradientForATensor_LeavesItWithoutGradient()
    {
        var (x, y) = (Values(3).requires_grad_(true), Values(3).requires_grad_(true));
        var script = new Scripted.Script
        {
            Forward = (_, vars) => [(Tensor)vars[0] + (Tensor)vars[1]],
            Backward = (_, gradients) => [gradients[0], null!]
        };
        Scripted.Apply(script, x, y).sum().backward();
        Assert.NotNull(x.grad);
        Assert.Null(y.grad);
    }

    [Fact]
    public void Backward_GradientThatBroadcasts_IsSummedToTheArgument()
    {
        var (x, y) = (Values(2, 3).requires_grad_(true), Values(3).requires_grad_(true));
        var script = new Scripted.Script
        {
            Forward = (_, vars) => [(Tensor)vars[0] + (Tensor)vars[1]],
            Backward = (_, gradients) => [gradients[0], gradients[0]]
        };
        Scripted.Apply(script, x, y).sum().backward();
        TensorAssert.BitEqual(full_like(y, 2), y.grad!);
    }

    [Fact]
    public void Backward_DifferentiatesInside_GivesTheSameGradient()
    {
        var script = new Scripted.Script
        {
            Forward = (ctx, vars) =>
            {
                ctx.save_for_backward([(Tensor)vars[0]]);
                return [((Tensor)vars[0]).exp().sin()];
            },
            Backward = (ctx, gradients) =>
            {
                using var recording = enable_grad();
                var x = ctx.get_saved_variables()[0].detach().requires_grad_(true);
                return [autograd.grad([x.exp().sin()], [x], gradients)[0]];
            }
        };
        GradientCheck.Verify(inputs => Scripted.Apply(script, inputs[0]), [Values(4)]);
    }

    [Fact]
    public void Backward_OnAnotherThread_ComputesTheSame()
    {
        var (x, w) = (Values(2, 3).requires_grad_(true), Values(3, 2).requires_grad_(true));
        var y = ScaledLinear.apply(x, w, null!, 2.0).sum();
        var thread = new Thread(y.backward);
        thread.Start();
        thread.Join();
        TensorAssert.Close((ones([2, 2], ScalarType.Float64) * 2).matmul(w.detach().t()), x.grad!, 1e-15);
    }

    [Fact]
    public void SaveForBackward_SecondCall_ReplacesTheFirst()
    {
        var x = Values(3).requires_grad_(true);
        var script = new Scripted.Script
        {
            Forward = (ctx, vars) =>
            {
                Assert.Empty(ctx.get_saved_variables());
                ctx.save_for_backward([(Tensor)vars[0], (Tensor)vars[0]]);
                ctx.save_for_backward([null!, ((Tensor)vars[0]) * 7]);
                return [((Tensor)vars[0]).clone()];
            },
            Backward = (ctx, _) =>
            {
                var saved = ctx.get_saved_variables();
                Assert.Equal(2, saved.Count);
                Assert.Null(saved[0]);
                return [saved[1]];
            }
        };
        Scripted.Apply(script, x).sum().backward();
        TensorAssert.BitEqual(x.detach() * 7, x.grad!);
    }

    [Fact]
    public void Forward_ReturnsItsArgument_ResultIsDifferentiatedAndTheArgumentStaysALeaf()
    {
        var x = Values(3).requires_grad_(true);
        var script = new Scripted.Script { Forward = (_, vars) => [(Tensor)vars[0]], Backward = (_, gradients) => [gradients[0] * 5] };
        var y = Scripted.Apply(script, x);
        Assert.NotSame(x, y);
        Assert.True(x.is_leaf);
        y.sum().backward();
        TensorAssert.BitEqual(full_like(x, 5), x.grad!);
    }

    private static Tensor Values(params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, length) => product * length);
        return (arange(count, dtype: ScalarType.Float64) * 0.7 + 0.3).sin().reshape(shape).detach();
    }
}
