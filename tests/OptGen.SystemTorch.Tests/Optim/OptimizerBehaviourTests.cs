using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Optim;

/// <summary>What optimisers do besides computing: groups, closures, saving, memory, errors.</summary>
public sealed class OptimizerBehaviourTests
{
    [Fact]
    public void Closure_UnderNoGrad_RunsWithGradientsAndItsLossIsReturned()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(3));
        using var optimizer = optim.SGD([parameter], 0.5);
        using var mode = no_grad();
        var loss = optimizer.step(() =>
        {
            var value = (parameter * parameter).sum();
            value.backward();
            return value;
        });
        Assert.Equal(3, loss!.item<float>());
        Assert.Equal([0f, 0f, 0f], parameter.data<float>().ToArray());
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void Step_ParameterWithoutGradient_LeavesItAlone()
    {
        using var scope = NewDisposeScope();
        var parameters = Problem.Start();
        var before = parameters[0].detach().clone();
        using var optimizer = optim.Adam(parameters);
        parameters[1].grad = ones(5);
        optimizer.step();
        TensorAssert.BitEqual(before, parameters[0]);
        Assert.Equal(0, ((Adam.State)optimizer.state_dict().State[0]).step);
        Assert.Equal(1, ((Adam.State)optimizer.state_dict().State[1]).step);
    }

    [Fact]
    public void Step_InsideAScopeOrOutside_KeepsItsStateAndNothingElse()
    {
        var parameters = Problem.Start();
        Problem.SetGradients(parameters, 0);
        OptimizerHelper[] optimizers;
        using (NewDisposeScope())
        {
            optimizers =
            [
                optim.SGD(parameters, 0.1, 0.9, nesterov: true, weight_decay: 0.1, maximize: true), optim.Adam(parameters, amsgrad: true, weight_decay: 0.1),
                optim.AdamW(parameters), optim.Adagrad(parameters), optim.RMSProp(parameters, momentum: 0.9, centered: true), optim.RAdam(parameters),
                optim.NAdam(parameters), optim.Adamax(parameters), optim.Adadelta(parameters), optim.ASGD(parameters, t0: 1), optim.Rprop(parameters)
            ];
            foreach (var optimizer in optimizers) optimizer.step();
        }

        var statistics = DisposeScopeManager.Statistics;
        var before = statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10; i++)
        {
            foreach (var optimizer in optimizers) optimizer.step();
        }

        Assert.Equal(before, statistics.ThreadTotalLiveCount);
        foreach (var optimizer in optimizers)
        {
            Assert.All(optimizer.state_dict().State, state => Assert.True(state.ApproximatelyEquals(state)));
            optimizer.Dispose();
        }

        foreach (var parameter in parameters) parameter.Dispose();
        Assert.Throws<ObjectDisposedException>(() => optimizers[0].step());
    }

    [Fact]
    public void Dispose_AfterSteps_FreesTheState()
    {
        using var scope = NewDisposeScope();
        var parameters = Problem.Start();
        var states = new List<Adam.State>();
        using (var optimizer = optim.Adam(parameters))
        {
            Problem.SetGradients(parameters, 0);
            optimizer.step();
            states.AddRange(optimizer.state_dict().State.Cast<Adam.State>());
            Assert.False(states[0].exp_avg.IsInvalid);
        }

        Assert.All(states, state => Assert.True(state.exp_avg.IsInvalid && state.exp_avg_sq.IsInvalid));
    }

    [Fact]
    public void AddParamGroup_LaterAndPartlyGiven_TakesTheRestFromTheDefaults()
    {
        using var scope = NewDisposeScope();
        var parameters = Problem.Start();
        using var optimizer = optim.SGD([parameters[0]], 0.1, 0.9);
        optimizer.add_param_group(new SGD.ParamGroup([parameters[1]], new SGD.Options { weight_decay = 0.5 }));
        var options = (SGD.Options)optimizer.state_dict().Options[1];
        Assert.Equal((0.1, 0.1, 0.9, 0.5), (options.LearningRate, options.InitialLearningRate, options.momentum, options.weight_decay));
        optimizer.ParamGroups.Last().LearningRate = 0.2;
        Assert.Equal([0.1, 0.2], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal(parameters, optimizer.parameters());
    }

    [Fact]
    public void ComplexParameter_Adam_MovesRealAndImaginaryPartsAlike()
    {
        using var scope = NewDisposeScope();
        using var pairs = new Parameter(tensor(new[] { 1f, 2f, 3f, 4f }).reshape(2, 2));
        using var numbers = new Parameter(view_as_complex(pairs.detach().clone()));
        using var first = optim.Adam([pairs], weight_decay: 0.1);
        using var second = optim.Adam([numbers], weight_decay: 0.1);
        for (var i = 0; i < 3; i++)
        {
            pairs.grad = full(2, 2, 0.5f + i);
            numbers.grad = view_as_complex(full(2, 2, 0.5f + i));
            first.step();
            second.step();
        }

        TensorAssert.BitEqual(pairs, view_as_real(numbers.detach()));
    }

    [Fact]
    public void ParameterReplacedByTo_Step_SaysToMakeTheOptimizerAfterwards()
    {
        using var scope = NewDisposeScope();
        var module = nn.Linear(3, 2);
        using var optimizer = optim.Adam(module.parameters());
        module.to(ScalarType.Float64);
        var exception = Assert.Throws<InvalidOperationException>(() => optimizer.step());
        Assert.StartsWith("Adam has lost parameter 0 of group 0: it was replaced", exception.Message, StringComparison.Ordinal);
        Assert.Contains("make the optimiser after it", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => optimizer.state_dict());
        exception = Assert.Throws<InvalidOperationException>(optimizer.zero_grad);
        Assert.StartsWith("Adam has lost parameter 0: it was replaced", exception.Message, StringComparison.Ordinal);
        using var quasiNewton = optim.LBFGS([new Parameter(ones(1))]);
        quasiNewton.parameters().Single().Dispose();
        Assert.Throws<InvalidOperationException>(() => quasiNewton.step(() => ones(1)));
    }

    [Fact]
    public void Construction_WrongArguments_SaysWhatAndWhy()
    {
        using var scope = NewDisposeScope();
        var parameters = Problem.Start();
        Check("SGD: The learning rate must be at least 0, but is -1.", () => optim.SGD(parameters, -1));
        Check("SGD: The momentum must be at least 0, but is NaN.", () => optim.SGD(parameters, 1, double.NaN));
        Check("SGD: Nesterov needs a momentum above 0 and no dampening, but momentum is 0 and dampening 0.", () => optim.SGD(parameters, 1, nesterov: true));
        Check("Adam: The beta1 must be at least 0 and below 1, but is 1.", () => optim.Adam(parameters, beta1: 1));
        Check("AdamW: The eps must be at least 0, but is -1.", () => optim.AdamW(parameters, eps: -1));
        Check("Rprop: The etaplus must be above 1, but is 1.", () => optim.Rprop(parameters, etaplus: 1));
        Check("The optimiser was given no parameters", () => optim.Adam(Array.Empty<Parameter>()));
        Check("The optimiser was given no parameters", () => optim.LBFGS(Array.Empty<Parameter>()));
        Check("parameter 1 (shape [4, 3]) of the new group is in this Adam already", () => optim.Adam([parameters[0], parameters[0]]));
        Check("is in this SGD already", () =>
        {
            var optimizer = optim.SGD(parameters, 1);
            optimizer.add_param_group(new SGD.ParamGroup([parameters[1]]));
            return optimizer;
        });
        Check("SGD needs a group with options of type TorchSharp.Modules.SGD+Options, not TorchSharp.Modules.Adam+Options.", () =>
        {
            var optimizer = optim.SGD([parameters[0]], 1);
            optimizer.add_param_group(new Adam.ParamGroup([parameters[1]]));
            return optimizer;
        });
    }

    [Fact]
    public void ParamGroup_WithoutOptions_SaysSo()
    {
        var group = new ParamGroup();
        Assert.Contains("has no options yet", Assert.Throws<InvalidOperationException>(() => group.LearningRate = 1).Message, StringComparison.Ordinal);
        group.Options = new OptimizerOptions();
        Assert.Contains("is not set", Assert.Throws<InvalidOperationException>(() => group.LearningRate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lbfgs_WithoutClosure_SaysWhy()
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.LBFGS(Problem.Start());
        Assert.Contains("give step() a closure", Assert.Throws<ArgumentNullException>(() => optimizer.step(null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadStateDict_OfAnotherOptimizerCountOrShape_SaysWhichAndChangesNothing()
    {
        using var scope = NewDisposeScope();
        var file = Path.GetTempFileName();
        try
        {
            var parameters = Problem.Start();
            using var adam = optim.Adam(parameters);
            adam.save_state_dict(file);
            using var sgd = optim.SGD(parameters, 0.25, 0.9);
            var other = Assert.Throws<InvalidDataException>(() => sgd.load_state_dict(file));
            Assert.Contains("saved by an optimiser of class Adam, not SGD", other.Message, StringComparison.Ordinal);
            Assert.Contains(file, other.Message, StringComparison.Ordinal);
            using var fewer = optim.Adam([parameters[0]], 0.25);
            var count = Assert.Throws<InvalidDataException>(() => fewer.load_state_dict(file));
            Assert.Contains("1 groups with 2 parameters in all, but this Adam has 1 with 1", count.Message, StringComparison.Ordinal);
            Assert.Equal(0.25, fewer.ParamGroups.Single().LearningRate);
            Assert.Throws<ArgumentException>(() => fewer.load_state_dict(adam.state_dict()));
            using var swapped = optim.Adam([parameters[1], parameters[0]]);
            var shape = Assert.Throws<InvalidDataException>(() => swapped.load_state_dict(file));
            Assert.Contains("a tensor of shape [4, 3] where the parameter needs [5]", shape.Message, StringComparison.Ordinal);

            var bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(file, bytes[..^3]);
            Assert.Throws<InvalidDataException>(() => adam.load_state_dict(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void SaveStateDict_FormatOfAdam_IsTorchSharps()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(zeros(2));
        using var optimizer = optim.Adam([parameter], 0.5);
        parameter.grad = ones(2);
        optimizer.step();
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) optimizer.save_state_dict(writer);

        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.Equal(("Adam", (byte)1, (byte)1), (reader.ReadString(), reader.ReadByte(), reader.ReadByte()));
        Assert.Equal([0.5, 0.5, 0.9, 0.999, 1e-8, 0], Enumerable.Range(0, 6).Select(_ => reader.ReadDouble()));
        Assert.Equal((false, false, 1L), (reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadInt64()));
        Assert.Equal(((byte)6, (byte)1, (byte)2), (reader.ReadByte(), reader.ReadByte(), reader.ReadByte()));
        Assert.Equal(1f - 0.9f, reader.ReadSingle(), 1e-6f);
    }

    [Fact]
    public void ZeroGrad_GradientThatIsPartOfAGraph_IsZeroedAndFreed()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(2));
        using var optimizer = optim.SGD([parameter], 1);
        parameter.pow(3).sum().backward(null, true, true, null);
        Assert.True(parameter.grad!.requires_grad);
        optimizer.zero_grad();
        Assert.False(parameter.grad!.requires_grad);
        Assert.Equal([0f, 0f], parameter.grad!.data<float>().ToArray());
    }

    private static void Check(string message, Func<optim.Optimizer> make)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(make);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
