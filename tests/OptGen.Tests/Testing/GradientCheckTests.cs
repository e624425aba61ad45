using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Testing;

/// <summary>What the check of gradients accepts, what it refuses, and what it says.</summary>
public sealed class GradientCheckTests
{
    /// <summary>The value of 3 x^2 with the gradient of something else.</summary>
    private sealed class WrongSquare(Func<Tensor, Tensor> gradient) : Module<Tensor, Tensor>(nameof(WrongSquare))
    {
        public override Tensor forward(Tensor input)
        {
            Tensor linear = gradient(input.detach()) * (input - input.detach());
            return (3 * input.detach().square()) + linear;
        }
    }

    [Fact]
    public void Verify_RightGradient_ComparesEveryElement()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new WrongSquare(x => 6 * x);

        GradientReport report = GradientCheck.Verify(module, rand(2, 3, dtype: float64));

        Assert.Equal(6, report.Comparisons);
        Assert.True(report.Greatest!.Agrees);
    }

    [Fact]
    public void Verify_OneElementWrong_NamesItWithBothNumbers()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(new[] { 1.0, 1, 1, 1.001, 1, 1 }).reshape(2, 3);
        using var module = new WrongSquare(x => 6 * x * mask);

        var failure = Assert.Throws<CheckFailedException>(() => GradientCheck.Verify(module, ones(2, 3, dtype: float64)));

        Assert.StartsWith("1 of 6 gradients are not what differences give:\n  input[1, 0]: backward gives ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("they are 0.00", failure.Message, StringComparison.Ordinal);
        Assert.Contains(" apart, ", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>One wrong element among many that are not drawn shows along the random direction.</summary>
    [Fact]
    public void Verify_OneOfManyElementsWrong_FailsAlongTheDirection()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = ones(1000, dtype: float64);
        mask[617] = tensor(1.01, float64);
        using var module = new WrongSquare(x => 6 * x * mask);

        var failure = Assert.Throws<CheckFailedException>(() => GradientCheck.Verify(module, ones(1000, dtype: float64), new GradientCheckOptions { ElementsPerTensor = 3 }));

        Assert.StartsWith("1 of 4 gradients are not what differences give:\n  input along a random direction: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_MissingGradient_CountsAsZero()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> used = Linear(2, 2, dtype: float64), detached = Linear(2, 2, dtype: float64);
        using var both = new Pair(used, x => detached.call(x).detach() + used.call(x), detached);

        string message = Assert.Throws<CheckFailedException>(() => GradientCheck.Verify(both, ones(1, 2, dtype: float64))).Message;
        Assert.Contains("  other.weight[0, 1]: backward gives 0, differences give ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("one.weight", message, StringComparison.Ordinal);
        using var one = new Pair(used, used.call, detached);
        GradientCheck.Verify(one, ones(1, 2, dtype: float64));
    }

    private sealed class Pair : Module<Tensor, Tensor>
    {
        private readonly Func<Tensor, Tensor> _run;

        public Pair(Module<Tensor, Tensor> one, Func<Tensor, Tensor> run, Module<Tensor, Tensor> other)
            : base(nameof(Pair))
        {
            _run = run;
            register_module("one", one);
            register_module("other", other);
        }

        public override Tensor forward(Tensor input) => _run(input);
    }

    [Fact]
    public void Verify_SolvedLayer_IsSolvedExactlyMeanwhile()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new AdamsMoulton(3, layers: 3);
        module.to(float64);
        SolveOptions before = module.Implicit.Options;
        Assert.True(before.Tolerance > 1e-10);

        GradientReport report = GradientCheck.Verify(module, randn([2, 3], dtype: float64));

        Assert.True(report.Comparisons > 6);
        Assert.Same(before, module.Implicit.Options);
    }

    [Fact]
    public void Verify_ApproximateAdjoint_SaysSo()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new AdamsMoulton(3, layers: 3);
        module.to(float64);
        module.Implicit.Options = module.Implicit.Options with { Adjoint = new JacobianFreeAdjoint() };

        Assert.Equal(
            "The network solves a layer with JacobianFreeAdjoint, whose gradient is an approximation and not the derivative of the solution: "
            + "set Implicit.Options to an ImplicitAdjoint for the check.",
            Assert.Throws<CheckFailedException>(() => GradientCheck.Verify(module, randn([2, 3], dtype: float64))).Message);
    }

    [Fact]
    public void Verify_Afterwards_ParametersBuffersGradientsAndInputAreAsBefore()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Sequential(Linear(3, 4), BatchNorm1d(4), Tanh());
        module.to(float64);
        foreach (var parameter in module.parameters().Take(1))
            parameter.grad = full_like(parameter, 7);
        Dictionary<string, Tensor> before = module.state_dict().ToDictionary(p => p.Key, p => p.Value.clone(), StringComparer.Ordinal);
        Tensor input = randn([5, 3], dtype: float64), copy = input.clone();

        GradientCheck.Verify(module, input);

        Assert.All(module.state_dict(), p => Assert.True(p.Value.eq(before[p.Key]).all().item<bool>(), p.Key));
        Assert.True(input.eq(copy).all().item<bool>());
        Assert.False(input.requires_grad);
        Assert.True(module.parameters().First().grad!.eq(7).all().item<bool>());
        Assert.All(module.parameters().Skip(1), p => Assert.True(p.grad is null || p.grad.IsInvalid));
    }

    [Fact]
    public void Verify_LeavesNoTensors()
    {
        using Module<Tensor, Tensor> module = Sequential(Linear(3, 4), BatchNorm1d(4), Tanh());
        module.to(float64);
        using Tensor input = randn([5, 3], dtype: float64);
        GradientCheck.Verify(module, input);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        GradientCheck.Verify(module, input);

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>A rectifier inside the step would make a right gradient look wrong; one exactly at its kink has none.</summary>
    [Fact]
    public void Verify_Rectifier_AgreesNearItsKinkAndIsExplainedAtIt()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = ReLU();

        GradientCheck.Verify(module, tensor(new[] { 2e-6, -3e-6, 1.0 }));

        string message = Assert.Throws<CheckFailedException>(() => GradientCheck.Verify(module, tensor(new[] { 0.0, 1.0 }))).Message;
        Assert.Contains("The slopes of both sides differ at input[0] (", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_Dropout_SaysThatValuesAreDrawn()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = Sequential(Linear(20, 20), Dropout(0.5));
        module.to(float64);

        Assert.Contains("switch off what is drawn at random, such as dropout, with eval()", Failure(module, ones(2, 20, dtype: float64)), StringComparison.Ordinal);
        module.eval();
        GradientCheck.Verify(module, ones(2, 20, dtype: float64));
    }

    [Fact]
    public void Verify_WhatCannotBeChecked_SaysWhy()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> single = Linear(2, 2), exact = Linear(2, 2, dtype: float64);
        using var cut = new Pair(exact, x => exact.call(x).detach(), Tanh());
        using var infinite = new Pair(exact, x => exact.call(x).log(), Tanh());

        Assert.StartsWith("weight is of type Float32, ", Assert.Throws<ArgumentException>(() => GradientCheck.Verify(single, ones(1, 2, dtype: float64))).Message, StringComparison.Ordinal);
        Assert.Contains("was it computed under no_grad(), or detached?", Failure(cut, ones(1, 2, dtype: float64)), StringComparison.Ordinal);
        using (no_grad())
        {
            exact.get_parameter("weight")!.fill_(-1);
            exact.get_parameter("bias")!.fill_(0);
        }
        Assert.StartsWith("The value is NaN before anything is moved", Failure(infinite, ones(1, 2, dtype: float64)), StringComparison.Ordinal);
        using Tensor fixedOne = ones(1, dtype: float64);
        Assert.StartsWith(
            "x must be a leaf that requires a gradient.",
            Assert.Throws<ArgumentException>(() => GradientCheck.Verify(() => fixedOne.sum(), [("x", fixedOne)])).Message, StringComparison.Ordinal);
    }

    /// <summary>Tables of embeddings are looked up by whole numbers, and views are not contiguous.</summary>
    [Fact]
    public void Verify_IntegerInputAndTransposedVariable_AreHandled()
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> table = Embedding(5, 3, dtype: float64);
        GradientReport report = GradientCheck.Verify(table, tensor(new long[] { 1, 4, 1 }));
        Assert.Equal(15, report.Comparisons);

        Tensor variable = randn([3, 2], dtype: float64).t().detach().requires_grad_();
        Assert.Equal(6, GradientCheck.Verify(() => variable.pow(3), [("x", variable)]).Comparisons);
    }

    private static string Failure(Module<Tensor, Tensor> module, Tensor input) => Assert.Throws<CheckFailedException>(() => GradientCheck.Verify(module, input)).Message;
}
