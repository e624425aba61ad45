using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Autograd;

/// <summary>What a function written in C# makes and keeps is freed when it should be, and not before.</summary>
[Collection(WholeProcess.Name)]
public sealed class FunctionLifetimeTests
{
    [Fact]
    public void Apply_ForwardAndBackward_LeaveOnlyTheResultInTheCallersScope()
    {
        using var scope = NewDisposeScope();
        using var x = ones(3).requires_grad_(true).DetachFromDisposeScope();
        Tensor? inForward = null, inBackward = null, kept = null;
        var script = new Scripted.Script
        {
            Forward = (_, vars) =>
            {
                inForward = (Tensor)vars[0] * 3;
                return [inForward * 2];
            },
            Backward = (_, gradients) =>
            {
                inBackward = gradients[0] * 3;
                kept = (gradients[0] * 4).DetachFromDisposeScope();
                return [inBackward * 2];
            }
        };
        var y = Scripted.Apply(script, x);
        Assert.Equal([y], scope.DisposablesView);
        Assert.True(inForward!.IsInvalid);

        y.backward([ones_like(y)]);
        Assert.True(inBackward!.IsInvalid);
        Assert.False(kept!.IsInvalid);
        kept.Dispose();
        y.Dispose();
        TensorAssert.BitEqual(full_like(x, 6), x.grad!);
    }

    [Fact]
    public void Apply_ScopeEndsBeforeBackward_SavedTensorsLiveOn()
    {
        using var x = ones(1, 3).requires_grad_(true);
        Tensor y;
        using (var scope = NewDisposeScope())
        {
            y = ScaledLinear.apply(x, ones(3, 2) * 2, null!, 1.0).sum().MoveToOuterDisposeScope();
        }

        y.backward();
        y.Dispose();
        using var gradient = x.grad!;
        using var expected = full_like(x, 4);
        TensorAssert.BitEqual(expected, gradient);
    }

    [Fact]
    public void Apply_TensorsAndStateReleased_WithTheGraph()
    {
        WholeProcess.Collect();
        var before = Tensor.TotalCount;
        var state = Run(out var y);
        WholeProcess.Collect();
        Assert.True(state.IsAlive, "the graph still needs the state");
        y.Dispose();
        WholeProcess.Collect();
        Assert.False(state.IsAlive);
        Assert.Equal(before, Tensor.TotalCount);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Run(out Tensor result)
        {
            var marker = new object();
            var script = new Scripted.Script
            {
                Forward = (ctx, vars) =>
                {
                    ctx.save_data("marker", marker);
                    ctx.save_for_backward([(Tensor)vars[0], ((Tensor)vars[0]).exp()]);
                    return [((Tensor)vars[0]).clone()];
                }
            };
            using var x = ones(3).requires_grad_(true);
            result = Scripted.Apply(script, x);
            return new WeakReference(marker);
        }
    }

    [Theory]
    [InlineData("forward throws")]
    [InlineData("backward throws")]
    [InlineData("wrong count")]
    [InlineData("no backward")]
    [InlineData("double backward")]
    [InlineData("result kept by name")]
    [InlineData("value kept by name")]
    public void Apply_ManyTimes_LeavesNothingBehind(string what)
    {
        using var x = ones(8).requires_grad_(true);
        Once();
        WholeProcess.Collect();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 50; i++) Once();
        WholeProcess.Collect();
        Assert.Equal(before, Tensor.TotalCount);

        void Once()
        {
            using var scope = NewDisposeScope();
            var script = new Scripted.Script
            {
                Forward = (ctx, vars) =>
                {
                    var result = ((Tensor)vars[0]).exp();
                    ctx.save_for_backward([result, (Tensor)vars[0]]);
                    if (what == "forward throws") throw new FormatException();
                    if (what == "result kept by name") ctx.save_data("kept", result);
                    if (what == "value kept by name") ctx.save_data("kept", result * 2);
                    return [result];
                },
                Backward = (ctx, gradients) =>
                {
                    if (what == "backward throws") throw new FormatException();
                    if (what == "wrong count") return [gradients[0], gradients[0], gradients[0]];
                    var factor = what == "result kept by name" ? (Tensor)ctx.get_data("kept") : ctx.get_saved_variables()[0];
                    if (what == "value kept by name") factor = (Tensor)ctx.get_data("kept") / 2;
                    return [gradients[0] * factor];
                }
            };
            try
            {
                var y = Scripted.Apply(script, x).sum();
                if (what == "no backward") return;
                if (what == "double backward")
                {
                    var gradient = autograd.grad([y], [x], create_graph: true)[0];
                    Assert.Equal(Math.E * 8, autograd.grad([gradient.sum()], [x])[0].sum().item<float>(), 1e-4);
                    return;
                }

                var first = autograd.grad([y], [x], retain_graph: true)[0];
                Assert.Equal(Math.E * 8, first.sum().item<float>(), 1e-4);
                autograd.grad([y], [x]);
            }
            catch (FormatException)
            {
                Assert.EndsWith("throws", what, StringComparison.Ordinal);
            }
            catch (InvalidOperationException)
            {
                Assert.Equal("wrong count", what);
            }
        }
    }

    [Fact]
    public void Apply_LongChain_IsFreedWithoutRecursion()
    {
        WholeProcess.Collect();
        var before = Tensor.TotalCount;
        var script = new Scripted.Script();
        using (NewDisposeScope())
        {
            var y = ones(1).requires_grad_(true);
            for (var i = 0; i < 20_000; i++)
            {
                using var inner = NewDisposeScope();
                y = Scripted.Apply(script, y).MoveToOuterDisposeScope();
            }

            y.sum().backward();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }
}
