using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Optim;

/// <summary>Twenty steps of every optimiser with every option, against PyTorch (tests/oracle/optimizers.py).</summary>
public sealed class OptimizerGoldenTests
{
    private const int Steps = 20;

    private static readonly GoldenFile Golden = GoldenFile.Load("optimizers");

    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, OptimizerHelper>> Cases = new()
    {
        ["SGD"] = p => optim.SGD(p, 0.1),
        ["SGD decay"] = p => optim.SGD(p, 0.1, weight_decay: 0.01),
        ["SGD maximize"] = p => optim.SGD(p, 0.1, maximize: true),
        ["SGD maximize decay"] = p => optim.SGD(p, 0.1, maximize: true, weight_decay: 0.01),
        ["SGD momentum"] = p => optim.SGD(p, 0.1, momentum: 0.9),
        ["SGD dampening"] = p => optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.3),
        ["SGD nesterov"] = p => optim.SGD(p, 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.01),
        ["Adam"] = p => optim.Adam(p, 0.01),
        ["Adam betas eps"] = p => optim.Adam(p, 0.01, 0.8, 0.95, 1e-3),
        ["Adam decay"] = p => optim.Adam(p, 0.01, weight_decay: 0.1),
        ["Adam amsgrad"] = p => optim.Adam(p, 0.01, 0.9, 0.5, amsgrad: true),
        ["Adam maximize"] = p => optim.Adam(p, 0.01, maximize: true),
        ["AdamW"] = p => optim.AdamW(p, 0.01, weight_decay: 0.1),
        ["AdamW no decay"] = p => optim.AdamW(p, 0.01),
        ["AdamW amsgrad maximize"] = p => optim.AdamW(p, 0.01, 0.9, 0.5, weight_decay: 0.1, amsgrad: true, maximize: true),
        ["Adagrad"] = p => optim.Adagrad(p, 0.1),
        ["Adagrad options"] = p => optim.Adagrad(p, 0.1, 0.01, 0.01, 0.1, 1e-5),
        ["RMSProp"] = p => optim.RMSProp(p, 0.01),
        ["RMSProp decay"] = p => optim.RMSProp(p, 0.01, 0.9, 1e-4, 0.01),
        ["RMSProp momentum"] = p => optim.RMSProp(p, 0.01, momentum: 0.9),
        ["RMSProp centered"] = p => optim.RMSProp(p, 0.01, centered: true),
        ["RMSProp centered momentum maximize"] = p => optim.RMSProp(p, 0.01, centered: true, momentum: 0.5, maximize: true),
        ["RAdam"] = p => optim.RAdam(p, 0.01),
        ["RAdam decay"] = p => optim.RAdam(p, 0.01, 0.8, 0.95, weight_decay: 0.01),
        ["NAdam"] = p => optim.NAdam(p, 0.01),
        ["NAdam decay"] = p => optim.NAdam(p, 0.01, weight_decay: 0.01, momentum_decay: 0.01),
        ["Adamax"] = p => optim.Adamax(p, 0.01),
        ["Adamax decay"] = p => optim.Adamax(p, 0.01, 0.8, 0.95, 1e-3, 0.01),
        ["Adadelta"] = p => optim.Adadelta(p, 1.0),
        ["Adadelta options"] = p => optim.Adadelta(p, 0.5, 0.8, 1e-3, 0.01, maximize: true),
        ["ASGD"] = p => optim.ASGD(p, 0.1),
        ["ASGD options"] = p => optim.ASGD(p, 0.1, 0.01, 0.5, 5, 0.01),
        ["Rprop"] = p => optim.Rprop(p, 0.01),
        ["Rprop options"] = p => optim.Rprop(p, 0.01, 0.3, 1.5, 1e-3, 0.05)
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_TwentyTimes_EqualsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var parameters = Problem.Start();
        using var optimizer = Cases[name](parameters);
        for (var step = 0; step < Steps; step++)
        {
            Problem.SetGradients(parameters, step);
            Assert.Null(optimizer.step());
        }

        var expected = Golden.Tensors(name);
        for (var i = 0; i < parameters.Length; i++)
        {
            // PyTorch keeps ASGD's rate in single precision.
            if (name.StartsWith("ASGD", StringComparison.Ordinal)) TensorAssert.Close(expected[i], parameters[i], 1e-6, 1e-7, name);
            else TensorAssert.BitEqual(expected[i], parameters[i], name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Resume_FromAFileAfterTenSteps_EqualsTwentySteps(string name)
    {
        using var scope = NewDisposeScope();
        var file = Path.GetTempFileName();
        try
        {
            var first = Problem.Start();
            using (var optimizer = Cases[name](first))
            {
                for (var step = 0; step < 10; step++)
                {
                    Problem.SetGradients(first, step);
                    optimizer.step();
                }

                optimizer.save_state_dict(file);
            }

            var second = first.Select(p => new Parameter(p.detach().clone())).ToArray();
            using var resumed = Cases[name](second);
            resumed.load_state_dict(file);
            for (var step = 10; step < Steps; step++)
            {
                Problem.SetGradients(second, step);
                resumed.step();
            }

            Compare(name, second);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Resume_FromAStateDictionaryAfterTenSteps_EqualsTwentySteps(string name)
    {
        using var scope = NewDisposeScope();
        var first = Problem.Start();
        using var optimizer = Cases[name](first);
        for (var step = 0; step < 10; step++)
        {
            Problem.SetGradients(first, step);
            optimizer.step();
        }

        var second = first.Select(p => new Parameter(p.detach().clone())).ToArray();
        using var resumed = Cases[name](second);
        var state = optimizer.state_dict();
        Assert.Equal([[0, 1]], state.StateIndexRef);
        resumed.load_state_dict(state);
        Assert.True(resumed.state_dict().State[0].ApproximatelyEquals(state.State[0]));
        for (var step = 10; step < Steps; step++)
        {
            Problem.SetGradients(second, step);
            resumed.step();

            // The states are copies: stepping the first optimiser on must not change the second.
            Problem.SetGradients(first, 0);
            optimizer.step();
        }

        Compare(name, second);
    }

    [Fact]
    public void Step_GroupsWithOptionsOfTheirOwn_EqualsPyTorch()
    {
        using var scope = NewDisposeScope();
        var parameters = Problem.Start();
        using var optimizer = optim.SGD(
            [new SGD.ParamGroup { Parameters = [parameters[0]] }, new SGD.ParamGroup([parameters[1]], new SGD.Options { LearningRate = 0.01, momentum = 0 })],
            0.1,
            momentum: 0.9);
        for (var step = 0; step < Steps; step++)
        {
            Problem.SetGradients(parameters, step);
            optimizer.step();
        }

        var expected = Golden.Tensors("groups");
        for (var i = 0; i < parameters.Length; i++) TensorAssert.BitEqual(expected[i], parameters[i]);
        Assert.Equal([0.1, 0.01], optimizer.ParamGroups.Select(group => group.LearningRate));
    }

    [Fact]
    public void Asgd_Averages_EqualPyTorch()
    {
        using var scope = NewDisposeScope();
        var parameters = Problem.Start();
        using var optimizer = optim.ASGD(parameters, 0.1, 0.01, 0.5, 5);
        for (var step = 0; step < Steps; step++)
        {
            Problem.SetGradients(parameters, step);
            optimizer.step();
        }

        var expected = Golden.Tensors("ASGD averages");
        var states = optimizer.state_dict().State;
        for (var i = 0; i < expected.Length; i++) TensorAssert.Close(expected[i], ((ASGD.State)states[i]).ax, 1e-6, 1e-7);
    }

    [Theory]
    [InlineData("LBFGS", 0.1, 20, 100)]
    [InlineData("LBFGS short history", 0.3, 7, 3)]
    public void Lbfgs_FiveSteps_EqualsPyTorch(string name, double lr, int maximalIterations, int historySize)
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(linspace(-1, 1, 6));
        using var optimizer = optim.LBFGS([parameter], lr, maximalIterations, history_size: historySize);
        var losses = new List<double>();
        // Counted on this thread: other tests run beside this one.
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 5; step++)
        {
            using var loss = optimizer.step(() =>
            {
                using var inner = NewDisposeScope();
                optimizer.zero_grad();
                var left = parameter.slice(0, 0, 5, 1);
                var right = parameter.slice(0, 1, 6, 1);
                var value = ((1 - left).pow(2) + 5 * (right - left.pow(2)).pow(2)).sum();
                value.backward();
                return value.MoveToOuterDisposeScope();
            })!;
            losses.Add(loss.item<float>());
        }

        TensorAssert.Close(Golden.Tensor(name), parameter, 1e-5, 1e-6, name);
        var expected = Golden.Numbers(name + " losses");
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], losses[i], 1e-4 * Math.Max(1, expected[i]));
        Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before <= 3 * historySize + 4, "more tensors stay than the history needs");
    }

    private static void Compare(string name, Parameter[] parameters)
    {
        var whole = Problem.Start();
        using var optimizer = Cases[name](whole);
        for (var step = 0; step < Steps; step++)
        {
            Problem.SetGradients(whole, step);
            optimizer.step();
        }

        for (var i = 0; i < whole.Length; i++) TensorAssert.BitEqual(whole[i], parameters[i], name);
    }
}
