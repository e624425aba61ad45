using OptGen.SystemTorch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Autograd;

/// <summary>Whatever goes wrong inside a function written in C# is an exception of whoever called apply or backward.</summary>
public sealed class FunctionErrorTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor x = arange(3, dtype: ScalarType.Float64).requires_grad_(true);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Forward_Throws_ApplyThrowsTheSameException()
    {
        var thrown = new FormatException("on purpose");
        var script = new Scripted.Script { Forward = (_, _) => throw thrown };
        var caught = Assert.Throws<FormatException>(() => Scripted.Apply(script, x));
        Assert.Same(thrown, caught);
        Assert.Contains(nameof(Forward_Throws_ApplyThrowsTheSameException), caught.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_Throws_BackwardAndGradThrowTheSameException()
    {
        var thrown = new FormatException("on purpose");
        var script = new Scripted.Script { Backward = (_, _) => throw thrown };
        Assert.Same(thrown, Assert.Throws<FormatException>(() => Scripted.Apply(script, x).sum().backward()));
        Assert.Same(thrown, Assert.Throws<FormatException>(() => autograd.grad([Scripted.Apply(script, x).sum()], [x])));
        Assert.Same(thrown, Assert.Throws<FormatException>(() => autograd.backward(Scripted.Apply(script, x), ones_like(x))));
    }

    [Fact]
    public async Task Backward_ThrowsOnAnotherThread_ThrowsThere()
    {
        var thrown = new FormatException("on purpose");
        var y = Scripted.Apply(new Scripted.Script { Backward = (_, _) => throw thrown }, x).sum();
        Assert.Same(thrown, await Assert.ThrowsAsync<FormatException>(() => Task.Run(y.backward)));
    }

    [Fact]
    public void Backward_ThrowsInsideABackwardInsideABackward_ThrowsTheSameException()
    {
        var thrown = new FormatException("on purpose");
        var inner = new Scripted.Script { Backward = (_, _) => throw thrown };
        var outer = new Scripted.Script
        {
            Backward = (_, gradients) =>
            {
                using var recording = enable_grad();
                var z = gradients[0].detach().requires_grad_(true);
                return [autograd.grad([Scripted.Apply(inner, z).sum()], [z])[0]];
            }
        };
        Assert.Same(thrown, Assert.Throws<FormatException>(() => Scripted.Apply(outer, x).sum().backward()));
    }

    [Fact]
    public void Backward_LibtorchFailsInside_ThrowsItsMessage()
    {
        var script = new Scripted.Script { Backward = (_, gradients) => [gradients[0].matmul(ones([7, 2], ScalarType.Float64))] };
        var exception = Assert.Throws<TorchException>(() => Scripted.Apply(script, x).sum().backward());
        Assert.Contains("shapes cannot be multiplied", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_AllTaken_NoneIsKept()
    {
        var script = new Scripted.Script { Backward = (_, _) => throw new FormatException("on purpose") };
        var before = ManagedExceptions.Waiting;
        for (var i = 0; i < 10; i++) Assert.Throws<FormatException>(() => Scripted.Apply(script, x).sum().backward());
        Assert.Equal(before, ManagedExceptions.Waiting);
    }

    public static TheoryData<string, Func<List<Tensor>, List<Tensor>>> WrongAnswers => new()
    {
        { "Scripted.backward returned null instead of a list. It must return one entry per argument of forward, null where there is no gradient.", _ => null! },
        { "Scripted.backward returned 1 gradients for 2 arguments. It must return one entry per argument of forward, null where there is no gradient.", _ => [] },
        { "Scripted.backward returned 3 gradients for 2 arguments. It must return one entry per argument of forward, null where there is no gradient.", gradients => [gradients[0], gradients[0]] },
        { "Scripted.backward returned a disposed tensor as the gradient of argument 2.", gradients => [Disposed(gradients[0])] },
        { "Scripted.backward returned a gradient of shape [2] for argument 2, which has shape [3].", gradients => [gradients[0][..2]] }
    };

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public void Backward_WrongAnswer_ThrowsOneClearSentence(string message, Func<List<Tensor>, List<Tensor>> backward)
    {
        var y = Scripted.Apply(new Scripted.Script { Backward = (_, gradients) => backward(gradients) }, x).sum();
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(y.backward).Message);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_GradientForANumber_ThrowsOneClearSentence()
    {
        var script = new Scripted.Script { Backward = (_, gradients) => [gradients[0], gradients[0]] };
        Assert.Equal(
            "Scripted.backward returned a gradient for argument 3, which is no tensor. It must return one entry per argument of forward, null where there is no gradient.",
            Assert.Throws<InvalidOperationException>(Scripted.Apply(script, x, 2.0).sum().backward).Message);
    }

    [Fact]
    public void Backward_TooManyEntriesThatAreNull_IsAccepted()
    {
        var script = new Scripted.Script { Backward = (_, gradients) => [gradients[0], null!, null!] };
        Scripted.Apply(script, x).sum().backward();
        TensorAssert.BitEqual(ones_like(x), x.grad!);
    }

    public static TheoryData<string, Func<object[], List<Tensor>>> WrongResults => new()
    {
        { "Scripted.forward returned null instead of its list of tensors.", _ => null! },
        { "Scripted.forward returned null as result 1 of 1; every result must be a tensor.", _ => [null!] },
        { "Scripted.forward returned a disposed tensor as result 2 of 2; every result must be a tensor.", vars => [(Tensor)vars[0], Disposed((Tensor)vars[0])] }
    };

    [Theory]
    [MemberData(nameof(WrongResults))]
    public void Forward_WrongResult_ThrowsOneClearSentence(string message, Func<object[], List<Tensor>> forward)
    {
        var script = new Scripted.Script { Forward = (_, vars) => forward(vars) };
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => Scripted.Apply(script, x)).Message);
    }

    [Fact]
    public void Apply_DisposedTensor_ThrowsObjectDisposed() =>
        Assert.Throws<ObjectDisposedException>(() => Scripted.Apply(new Scripted.Script(), Disposed(x)));

    [Fact]
    public void GetSavedVariables_TensorChangedInPlaceMeanwhile_ThrowsLibtorchsMessage()
    {
        var z = x * 1;
        var script = new Scripted.Script
        {
            Forward = (ctx, vars) =>
            {
                ctx.save_for_backward([(Tensor)vars[0]]);
                return [((Tensor)vars[0]).clone()];
            },
            Backward = (ctx, _) => ctx.get_saved_variables()
        };
        var y = Scripted.Apply(script, z).sum();
        z.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.Throws<TorchException>(y.backward).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_SecondTimeWithoutRetainGraph_ThrowsLibtorchsMessage()
    {
        var y = ScaledLinear.apply(x.reshape(1, 3), x.detach().reshape(3, 1), null!, 1.0).sum();
        y.backward();
        Assert.Contains("second time", Assert.Throws<TorchException>(y.backward).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Context_UsedAfterForward_ThrowsOneClearSentence()
    {
        autograd.AutogradContext? kept = null;
        var script = new Scripted.Script
        {
            Forward = (ctx, vars) =>
            {
                kept = ctx;
                return [((Tensor)vars[0]).clone()];
            },
            Backward = (ctx, gradients) =>
            {
                ctx.save_for_backward(gradients);
                return gradients;
            }
        };
        var y = Scripted.Apply(script, x).sum();
        Assert.Equal(
            "Scripted: get_saved_variables works only while forward or backward of the function is running.",
            Assert.Throws<InvalidOperationException>(() => kept!.get_saved_variables()).Message);
        Assert.Equal(
            "Scripted: save_for_backward works inside forward, not backward.",
            Assert.Throws<InvalidOperationException>(y.backward).Message);
    }

    private static Tensor Disposed(Tensor like)
    {
        var tensor = like.detach().clone();
        tensor.Dispose();
        return tensor;
    }
}
