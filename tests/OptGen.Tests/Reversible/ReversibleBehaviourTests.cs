using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Reversible;

/// <summary>What programs do with networks: several passes, frozen weights, random operators, operators that fail when they are run again.</summary>
[Collection(WholeProcess.Name)]
public sealed class ReversibleBehaviourTests
{
    private const int Width = ReversibleGallery.Width;

    private static Module<Tensor, Tensor> Call(Module module) => (Module<Tensor, Tensor>)module;

    [Fact]
    public void TwoForwardsBeforeOneBackward_AndOneResultUsedTwice_EqualStore() => AssertSame((m, x) =>
    {
        Tensor first = Call(m).call(x[0]);
        Tensor second = Call(m).call(x[0].mul(0.5));
        return first.mul(first).add(second);
    });

    [Fact]
    public void Gradients_OfTwoBackwards_AddUp()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredBall(Width);
        Tensor input = randn(3, Width);
        network.call(input).sum().backward();
        Tensor once = network.parameters().First().grad!.clone();

        network.call(input).sum().backward();

        Assert.True(network.parameters().First().grad!.allclose(once.mul(2)));
    }

    [Fact]
    public void Parameter_Frozen_GetsNoGradient_AndTheOthersAreTheSame() => AssertSame((m, x) =>
    {
        m.named_parameters().First(p => p.name.StartsWith("T.2", StringComparison.Ordinal)).parameter.requires_grad = false;
        return Call(m).call(x[0]);
    });

    [Fact]
    public void Parameter_FrozenBetweenForwardAndBackward_GetsNoGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredBall(Width);
        Tensor result = network.call(randn(3, Width));
        Parameter frozen = network.named_parameters().First(p => p.name.StartsWith("T.2", StringComparison.Ordinal)).parameter;
        frozen.requires_grad = false;

        result.sum().backward();

        network.Reversal.ThrowIfBackwardFailed();
        Assert.DoesNotContain(network.parameters().Where(p => p.grad is not null), p => p.grad!.isnan().any().item<bool>());
    }

    [Fact]
    public void Result_WhereNothingWantsAGradient_IsNotRecorded()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredBall(Width);
        using (no_grad())
            Assert.False(network.call(randn(3, Width)).requires_grad);
        foreach (Parameter parameter in network.parameters())
            parameter.requires_grad = false;

        Assert.False(network.call(randn(3, Width)).requires_grad);
        Assert.True(network.call(randn(3, Width, requires_grad: true)).requires_grad);
        Assert.Null(network.Reversal.Deviation);
    }

    [Fact]
    public void Input_ThatWantsNoGradient_GetsNone()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredTwoInputs();
        Tensor x = randn(3, Width);
        Tensor u = randn(3, Width, requires_grad: true);

        network.call(x, u).sum().backward();

        Assert.Null(x.grad);
        Assert.NotNull(u.grad);
    }

    [Fact]
    public void Dropout_DrawsTheSameWhenALayerIsComputedAgain_AndLeavesTheGeneratorWhereItWas()
    {
        using DisposeScope scope = NewDisposeScope();
        using var recovered = new RecoveredAnything(8, 0.6, _ => Sequential(Linear(Width, Width), Dropout(0.4)));
        recovered.to(float64);
        Tensor input = randn([3, Width], dtype: float64);
        manual_seed(5);
        Tensor expected = Unrolled(recovered, input, 0.6);
        expected.sum().backward();
        var wanted = recovered.parameters().Select(p => p.grad!.clone()).ToArray();
        double next = rand(1, dtype: float64).item<double>();
        recovered.zero_grad();

        manual_seed(5);
        Tensor value = recovered.call(input);
        value.sum().backward();

        Assert.Equal(next, rand(1, dtype: float64).item<double>());
        Assert.True(value.allclose(expected, 1e-12, 1e-12));
        Assert.All(recovered.parameters().Zip(wanted), p => Assert.True(p.First.grad!.allclose(p.Second, 1e-9, 1e-9)));
        recovered.Reversal.ThrowIfBackwardFailed();
    }

    [Fact]
    public void BatchNorm_CountsEachBatchOnce_AndHasTheSameGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        using var recovered = new RecoveredAnything(6, 0.6, _ => Sequential(Linear(Width, Width), BatchNorm1d(Width)));
        using var same = new RecoveredAnything(6, 0.6, _ => Sequential(Linear(Width, Width), BatchNorm1d(Width)));
        recovered.to(float64);
        same.to(float64);
        same.load_state_dict(recovered.state_dict());
        Tensor input = randn([5, Width], dtype: float64);
        Unrolled(same, input, 0.6).sin().sum().backward();

        recovered.call(input).sin().sum().backward();

        recovered.Reversal.ThrowIfBackwardFailed();
        Assert.All(recovered.parameters().Zip(same.parameters()), p => Assert.True(p.First.grad!.allclose(p.Second.grad!, 1e-9, 1e-9)));
        Assert.All(recovered.named_buffers().Zip(same.named_buffers()), b => Assert.True(b.First.buffer.to(float64).allclose(b.Second.buffer.to(float64), 1e-12, 1e-12), b.First.name));
    }

    [Fact]
    public void Operator_ThatGivesSomethingElseTheSecondTime_MakesGradientsNotNumbers_AndTheNextForwardThrows()
    {
        int calls = 0;
        Failing(Function(x => x.mul(0.1 * ++calls)), "was off by", "an operator does not give the same for the same tensors");
    }

    [Fact]
    public void Operator_ThatFailsInTheBackward_MakesGradientsNotNumbers_AndTheNextForwardThrows()
    {
        int calls = 0;
        Failing(Function(x => ++calls > 8 ? throw new InvalidOperationException("no more") : x.sin()), "no more", "T in layer 7 got [3, 4] and refused it");
    }

    [Fact]
    public void SmallDivisors_InFloat32_MakeGradientsNotNumbers_AndAHigherToleranceAccepts()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredAnything(12, 0.05, _ => Linear(Width, Width));
        Tensor input = randn([3, Width], requires_grad: true);
        network.call(input).sum().backward();
        NetworkException failure = Assert.Throws<NetworkException>(() => network.call(input));
        Assert.Contains("use float64, fewer layers, coefficients further from 0, or Memory.Store", failure.Message, StringComparison.Ordinal);
        Assert.True(network.Reversal.Deviation > 1e-3);

        network.Reversal.Tolerance = double.PositiveInfinity;
        network.call(input).sum().backward();

        network.Reversal.ThrowIfBackwardFailed();
    }

    [Fact]
    public void Gradient_OfAGradient_IsNotANumber_AndTheNextForwardThrows()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredBall(Width);
        Tensor input = randn([3, Width], requires_grad: true);
        Tensor plain = autograd.grad([network.call(input).sum()], [input])[0];

        Tensor first = autograd.grad([network.call(input).sum()], [input], retain_graph: true, create_graph: true)[0];
        Assert.True(first.allclose(plain));
        network.Reversal.ThrowIfBackwardFailed();
        first.pow(2).sum().backward();

        NetworkException failure = Assert.Throws<NetworkException>(network.Reversal.ThrowIfBackwardFailed);
        Assert.Contains("use Memory.Store where second derivatives are needed", failure.Message, StringComparison.Ordinal);
        Assert.True(input.grad!.isnan().any().item<bool>());
    }

    [Fact]
    public void Parameter_ChangedBetweenForwardAndBackward_IsNoticed()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredBall(Width);
        Tensor result = network.call(randn(3, Width, requires_grad: true));
        using (no_grad())
            network.named_parameters().First(p => p.name.StartsWith("T.2", StringComparison.Ordinal)).parameter.add_(1);

        result.sum().backward();

        NetworkException failure = Assert.Throws<NetworkException>(network.Reversal.ThrowIfBackwardFailed);
        Assert.Contains("modified by an inplace operation", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Network_DisposedOfBeforeBackward_GivesGradientsThatAreNotNumbers()
    {
        using DisposeScope scope = NewDisposeScope();
        var network = new RecoveredBall(Width);
        Tensor input = randn(3, Width, requires_grad: true);
        Tensor result = network.call(input);
        network.Dispose();

        result.sum().backward();

        Assert.Throws<NetworkException>(network.Reversal.ThrowIfBackwardFailed);
        Assert.True(input.grad!.isnan().all().item<bool>());
    }

    [Fact]
    public void Layer_ThatDoesNotFit_NamesEquationAndLayer()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredAnything(4, 0.5, k => k == 2 ? Linear(3, 4) : Linear(3, 3));
        network.Reversal.ThrowIfBackwardFailed();

        NetworkException failure = Assert.Throws<NetworkException>(() => network.call(zeros(2, 3)));

        Assert.StartsWith("x_<k+1> in layer 2 could not be computed from tensors of the shapes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, failure.Layer);
    }

    [Fact]
    public void Divisor_ThatIsZeroWhenTheNetworkIsMade_NamesItAndTheLayer()
    {
        CoefficientException single = Assert.Throws<CoefficientException>(() => new RecoveredAnything(4, 0, _ => Linear(3, 3)));
        Assert.Contains("/a", single.Message, StringComparison.Ordinal);

        Recurrence recurrence = Recurrence.Parse("x_<k+1> = x_k + a_k*(x_k - x_<k-1>) - T(x_k)");
        RecurrenceBindings Bind(Func<int, double> a) => new RecurrenceBindings { Layers = 6, Memory = Memory.Reversible }.Coefficient("a", a).Operator("T", _ => Linear(3, 3));
        CoefficientException later = Assert.Throws<CoefficientException>(() => recurrence.ToModule(Bind(k => k == 4 ? 0 : 1)));
        Assert.Contains("ayer 4", later.Message, StringComparison.Ordinal);
        recurrence.ToModule(Bind(k => k / (k + 3.0))).Dispose();
        recurrence.ToModule(Bind(k => k < 2 ? 0 : 1)).Dispose();
    }

    [Theory]
    [InlineData("x_<k+1> = x_k - T(x_k)", "x_k cannot be recovered from layer k: T reads it too, so its line cannot be solved for it; use Memory.Store.")]
    [InlineData("x_<k+1> = x_k + c*(x_k - x_<k-1>) - T(x_k)", "x_<k-1> is recovered from layer k by a division by c, which may be 0; give c a Min above 0, or a Max below 0, or use Memory.Store.")]
    public void Bindings_ThatCannotBeRunBackwards_SayWhy(string text, string message)
    {
        RecurrenceBindings bindings = new RecurrenceBindings { Layers = 3, Memory = Memory.Reversible }.Operator("T", _ => Linear(3, 3));
        if (text.Contains('c', StringComparison.Ordinal))
            bindings.Learned("c", 0.5);

        ArgumentException failure = Assert.Throws<ArgumentException>(() => Recurrence.Parse(text).ToModule(bindings));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Iterates_OfAModuleMadeAtRunTime_AreThoseOfTheOneThatStoresThem()
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> store, Module<Tensor, Tensor> reversible) = ReversibleGallery.Make("heavy ball", 4);
        using (store)
        using (reversible)
        {
            Tensor input = randn([3, Width], dtype: float64);
            using NetworkIterates expected = ((IRecurrenceModule)store).Iterates(input);
            using NetworkIterates iterates = ((IRecurrenceModule)reversible).Iterates(input);

            Assert.Equal(expected["x"].Select(t => t.data<double>().ToArray()), iterates["x"].Select(t => t.data<double>().ToArray()));
        }
    }

    private static void Failing(Module<Tensor, Tensor> op, params string[] parts)
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredAnything(8, 0.5, _ => op);
        Tensor input = randn([3, Width], requires_grad: true);
        network.call(input).sum().backward();

        Assert.True(input.grad!.isnan().all().item<bool>());
        NetworkException failure = Assert.Throws<NetworkException>(() => network.call(input));
        Assert.All(parts, part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }

    private static Module<Tensor, Tensor> Function(Func<Tensor, Tensor> function) => new FunctionModule(function);

    /// <summary>The recurrence written out, with the network's own modules.</summary>
    private static Tensor Unrolled(Module network, Tensor x, double a)
    {
        Tensor previous = x;
        foreach (Module<Tensor, Tensor> layer in (ModuleList<Module<Tensor, Tensor>>)network.named_children().Single(c => c.name == "T").module)
            (previous, x) = (x, x.mul(1 + a).sub(previous.mul(a)).sub(layer.call(x)));
        return x;
    }

    private static void AssertSame(Func<Module, Tensor[], Tensor> call) => ReversibleClassTests.AssertSame(new StoredBall(Width), new RecoveredBall(Width), call, 1);

    private sealed class FunctionModule(Func<Tensor, Tensor> function) : Module<Tensor, Tensor>("function")
    {
        public override Tensor forward(Tensor x) => function(x);
    }
}
