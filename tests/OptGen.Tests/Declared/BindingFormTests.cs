using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Declared;

/// <summary>Every way of binding a name, against the interpreter or against the formula written out.</summary>
public sealed class BindingFormTests
{
    private const int Width = 3;

    public static TheoryData<string> Networks => [.. Makers.Keys];

    private static Dictionary<string, Func<(Module<Tensor, Tensor> Module, Recurrence Recurrence, int Layers)>> Makers { get; } = new(StringComparer.Ordinal)
    {
        [nameof(FieldOperator)] = () => (new FieldOperator(), FieldOperator.Recurrence, 3),
        [nameof(PropertyOperator)] = () => (new PropertyOperator(), PropertyOperator.Recurrence, 3),
        [nameof(ValuesCoefficient)] = () => (new ValuesCoefficient(Width), ValuesCoefficient.Recurrence, 3),
        [nameof(TableCoefficient)] = () => (new TableCoefficient(Width), TableCoefficient.Recurrence, 3),
        [nameof(JaggedCoefficient)] = () => (new JaggedCoefficient(Width), JaggedCoefficient.Recurrence, 3),
        [nameof(PropertyCoefficient)] = () => (new PropertyCoefficient(Width), PropertyCoefficient.Recurrence, 3),
        [nameof(OneSidedRanges)] = () => (new OneSidedRanges(Width), OneSidedRanges.Recurrence, 3),
        [nameof(PlainStages)] = () => (new PlainStages(Width), PlainStages.Recurrence, 6),
        [nameof(PlainStagesWithHistory)] = () => (new PlainStagesWithHistory(Width), PlainStagesWithHistory.Recurrence, 6),
        [nameof(OperatorAtTheEnd)] = () => (new OperatorAtTheEnd(Width), OperatorAtTheEnd.Recurrence, 3),
        [nameof(SeveralAtTheEnd)] = () => (new SeveralAtTheEnd(Width), SeveralAtTheEnd.Recurrence, 4)
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_WayOfBinding_EqualsInterpreter(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> module, Recurrence recurrence, int layers) = Makers[network]();
        module.to(float64);
        InterpreterBindings bindings = Comparison.Bind(module, recurrence, layers, (name, indices) => Coefficient(network, name, indices, module));
        AddStages(network, bindings);

        SameNetwork.Verify(
            module, x => module.call(x[0]), x => recurrence.Run(bindings, layers, [.. x]), [Comparison.Input(2, Width)], Comparison.Exact);
        module.Dispose();
    }

    [Theory]
    [InlineData(nameof(FieldOperator))]
    [InlineData(nameof(PropertyOperator))]
    public void StateDict_OperatorThatIsAMember_HasItOnceUnderItsName(string network)
    {
        using Module<Tensor, Tensor> module = Makers[network]().Module;

        Assert.Equal(["T.bias", "T.weight"], module.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, module.parameters().Count());
    }

    [Fact]
    public void Forward_OperatorOfTwoTensors_EqualsInterpreter()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new TwoTensorOperator(Width);
        module.to(float64);
        InterpreterBindings bindings = Comparison.Bind(module, TwoTensorOperator.Recurrence, 3);

        SameNetwork.Verify(
            module, x => module.call(x[0], x[1]), x => TwoTensorOperator.Recurrence.Run(bindings, 3, [.. x]),
            [Comparison.Input(2, Width), Comparison.Input(2, Width)], Comparison.Exact);
    }

    [Fact]
    public void Forward_SixInputs_EqualsInterpreter()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new SixInputs(Width);
        module.to(float64);
        InterpreterBindings bindings = Comparison.Bind(module, SixInputs.Recurrence, 2);

        SameNetwork.Verify(
            module, x => module.call(x[0], x[1], x[2], x[3], x[4], x[5]), x => SixInputs.Recurrence.Run(bindings, 2, [.. x]),
            [.. Enumerable.Range(0, 6).Select(_ => Comparison.Input(2, Width))], Comparison.Exact);
    }

    [Fact]
    public void Forward_AdjointOfConvolution_IsTheTransposedConvolution()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new ConvolutionAdjoint();
        module.to(float64);
        var K = (Conv2d)module.named_children().Single().module;

        SameNetwork.Verify(
            module, y => module.call(y[0]),
            y =>
            {
                Tensor x = 0.5 * Adjoint(y[0]);
                for (int k = 0; k < 2; k++)
                    x -= Adjoint(K.call(x) - y[0]);
                return x;
            },
            [Comparison.Input(1, 3, 5, 4)], Comparison.Exact);

        Tensor Adjoint(Tensor y) => functional.conv_transpose2d(y, K.weight, padding: [1, 1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_AdjointOfTheUsersType_IsCalled(bool perLayer)
    {
        using DisposeScope scope = NewDisposeScope();
        using Module<Tensor, Tensor> module = perLayer ? new OwnAdjointPerLayer(0.3) : new OwnAdjoint();

        SameNetwork.Verify(
            module, x => module.call(x[0]),
            x =>
            {
                Tensor value = x[0];
                for (int k = 0; k < 2; k++)
                {
                    using var rotation = new Rotation(perLayer ? 0.3 * (k + 1) : 0.3);
                    value -= 0.25 * rotation.Adjoint(rotation.call(value));
                }

                return value;
            },
            [Comparison.Input(2, Width)], Comparison.Exact);
    }

    [Fact]
    public void Forward_CoefficientsOfChannels_StandAlongDimensionOne()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new ChannelCoefficients();
        module.to(float64);
        using (no_grad())
            module.b.copy_(randn_like(module.b));
        var T = (ModuleList<Module<Tensor, Tensor>>)module.named_children().Single().module;
        Assert.Equal([3, 2], module.b.shape);
        Assert.Equal([2], module.g.shape);

        SameNetwork.Verify(
            module, x => module.call(x[0]),
            x =>
            {
                Tensor g = module.g.sigmoid().view(1, 2, 1, 1);
                (Tensor newest, Tensor previous) = (x[0], x[0]);
                for (int k = 0; k < 3; k++)
                    (newest, previous) = (((1 - g) * newest) + (g * previous) - (module.b[k].view(1, 2, 1, 1) * T[k].call(newest)), newest);
                return newest;
            },
            [Comparison.Input(2, 2, 4, 4)], Comparison.Exact);
    }

    [Fact]
    public void Forward_FunctionWithATrainedParameter_PassesItAsATensor()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new TensorFunctions(Width);
        module.to(float64);
        var T = (ModuleList<Module<Tensor, Tensor>>)module.named_children().Single().module;

        SameNetwork.Verify(
            module, x => module.call(x[0]),
            x =>
            {
                Tensor s = module.s.softplus();
                Tensor value = x[0];
                for (int k = 0; k < 3; k++)
                    value = ((value - (module.b[k] * T[k].call(value))) / s).tanh() * s;
                return value;
            },
            [Comparison.Input(2, Width)], Comparison.Exact);
    }

    [Fact]
    public void Learnable_OneSidedRange_BeginsWithItsInitialValue()
    {
        using DisposeScope scope = NewDisposeScope();
        using var module = new OneSidedRanges(Width);
        module.to(float64);

        Assert.Equal(-0.25, (1 - module.a.softplus()).item<double>(), 1e-6);
        Assert.All(module.b.softplus().data<double>(), b => Assert.Equal(0.5, b, 1e-6));
    }

    private static Tensor Coefficient(string network, string name, IReadOnlyList<int> indices, Module module) => (network, name) switch
    {
        (nameof(OneSidedRanges), "a") => 1 - module.get_parameter("a")!.softplus(),
        (nameof(OneSidedRanges), "b") => module.get_parameter("b")![indices[0]].softplus(),
        (nameof(ValuesCoefficient), _) => Comparison.Number(Math.Pow(0.5, indices[0] + 1)),
        (nameof(PropertyCoefficient), _) => Comparison.Number(0.5),
        _ => Comparison.Number(Math.Pow(0.5, indices[0] - indices[1] + 1))
    };

    private static void AddStages(string network, InterpreterBindings bindings)
    {
        (int First, StageHistory History)[] borders = network switch
        {
            nameof(PlainStages) => [(2, StageHistory.Restart), (4, StageHistory.Project)],
            nameof(PlainStagesWithHistory) => [(2, StageHistory.Restart), (5, StageHistory.Project)],
            _ => []
        };
        foreach ((int first, StageHistory history) in borders)
            bindings.Stages.Add(new RecurrenceStage(first, history, x => x.alias()));
    }
}
