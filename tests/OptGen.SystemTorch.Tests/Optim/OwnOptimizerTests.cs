using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Optim;

/// <summary>Optimisers derived from the base classes by code outside the assembly.</summary>
public sealed class OwnOptimizerTests
{
    [Fact]
    public void Step_ThreeTimes_FollowsItsOwnRule()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(zeros(2));
        using var optimizer = new SignSgd([parameter]);
        for (var i = 0; i < 3; i++)
        {
            parameter.grad = tensor(new[] { 2f, -0.5f });
            optimizer.step();
        }

        Assert.Equal([-0.3f, 0.3f], parameter.data<float>().ToArray(), (x, y) => Math.Abs(x - y) < 1e-6f);
    }

    [Fact]
    public void SaveAndLoad_OwnState_GoesOnAsIfNeverStopped()
    {
        using var scope = NewDisposeScope();
        var file = Path.GetTempFileName();
        try
        {
            var first = Problem.Start();
            using var whole = new SignSgd(first);
            Run(whole, first, 0, 5);
            whole.save_state_dict(file);
            var second = first.Select(p => new Parameter(p.detach().clone())).ToArray();
            using var resumed = new SignSgd(second, lr: 7, beta: 0.1);
            resumed.load_state_dict(file);
            var third = first.Select(p => new Parameter(p.detach().clone())).ToArray();
            using var copied = new SignSgd(third, lr: 7, beta: 0.1);
            copied.load_state_dict(whole.state_dict());
            Run(whole, first, 5, 12);
            Run(resumed, second, 5, 12);
            Run(copied, third, 5, 12);
            for (var i = 0; i < first.Length; i++)
            {
                TensorAssert.BitEqual(first[i], second[i]);
                TensorAssert.BitEqual(first[i], third[i]);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Base_ParametersGroupsAndGradients_WorkUnchanged()
    {
        using var scope = NewDisposeScope();
        var parameters = Problem.Start();
        using var optimizer = new SignSgd(parameters);
        optimizer.add_param_group(new SignSgd.Group([new Parameter(ones(3))]) { Options = new SignSgd.Options { LearningRate = 0.5 } });
        Problem.SetGradients(parameters, 0);
        optimizer.zero_grad();
        Assert.Equal(3, optimizer.parameters().Count());
        Assert.Equal([0.1, 0.5], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal(0, parameters[0].grad!.abs().sum().item<float>());
        optimizer.to(CPU);
        Assert.Equal([[0, 1], [2]], optimizer.state_dict().StateIndexRef);
    }

    [Fact]
    public void Step_GroupOfAnotherKind_SaysSo()
    {
        using var scope = NewDisposeScope();
        using var optimizer = new SignSgd(Problem.Start());
        optimizer.add_param_group(new ParamGroup<SignSgd.Options>([new Parameter(ones(1))]));
        var exception = Assert.Throws<InvalidOperationException>(() => optimizer.step());
        Assert.Contains("steps groups of type", exception.Message, StringComparison.Ordinal);
    }

    private static void Run(SignSgd optimizer, Parameter[] parameters, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            Problem.SetGradients(parameters, step);
            optimizer.step();
        }
    }
}
