using System.Runtime.InteropServices;
using OptGen.FixedPoint;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>A step between forward and backward is the error that it is in PyTorch, whichever way the weights were written.</summary>
public sealed class VersionTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var optimizer in new[] { "SGD", "momentum", "Adam", "AdamW", "Adagrad", "RAdam", "Ranger", "wrapped SGD", "wrapped update", "wrapped Adam" })
        {
            foreach (var way in new[] { "memory", "views", "tensors" }) data.Add(optimizer, way);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_AfterAStepSinceTheForward_IsAnError(string name, string way)
    {
        Parameter[] parameters = [Problem.Weight(1, 3, 4), Problem.Weight(2, 5), Problem.Weight(3, 2, 3, 2, 2)];
        using var optimizer = Create(name, parameters);
        if (((optimizer as OptimizerWrapper)?.Inner ?? optimizer) is IHasEngine { Engine: var engine }) (engine.UseTensors, engine.UseViews) = (way == "tensors", way == "views");
        for (var step = 0; step < 4; step++)
        {
            // Each weight by itself, so that each has to have its own version.
            var losses = parameters.Select(parameter => parameter.mul(parameter).sum()).ToArray();
            foreach (var parameter in parameters) Problem.SetGradient(parameter, step);
            optimizer.step();
            foreach (var loss in losses)
            {
                var exception = Assert.Throws<ExternalException>(() => loss.backward());
                Assert.Contains("modified by an inplace operation", exception.Message, StringComparison.Ordinal);
            }

            parameters.Select(parameter => parameter.mul(parameter).sum()).Aggregate((a, b) => a + b).backward();
        }
    }

    [Fact]
    public void Backward_OfWeightsThatHadNoGradient_StillRuns()
    {
        Parameter[] parameters = [Problem.Weight(1, 3, 4), Problem.Weight(2, 3, 4)];
        using var optimizer = new Centralized.Adam(parameters, 0.1);
        var loss = parameters[1].square().sum();
        Problem.SetGradient(parameters[0], 0);
        optimizer.step();
        loss.backward();
        Assert.NotNull(parameters[1].grad);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_WeightOfNewMemory_StillSeesTheStep(bool views)
    {
        Parameter[] parameters = [Problem.Weight(1, 3, 4)];
        using var optimizer = new Centralized.SGD(parameters, 0.1);
        ((IHasEngine)optimizer).Engine.UseViews = views;
        Problem.Run(optimizer, parameters, 0, 2);
        using (no_grad()) parameters[0].set_(Problem.Weight(2, 3, 4).detach().clone());
        var loss = parameters[0].square().sum();
        Problem.Run(optimizer, parameters, 2, 1);
        Assert.Throws<ExternalException>(() => loss.backward());
    }

    [Fact]
    public void Step_OnAWeightOfInferenceMode_IsTorchsErrorAndChangesNothing()
    {
        Parameter weight;
        using (inference_mode()) weight = new Parameter(ones(3, 4), requires_grad: false);
        using var optimizer = new Centralized.SGD([weight], 0.1);
        using (inference_mode()) weight.grad = ones(3, 4);
        Assert.Contains("nference", Assert.Throws<ExternalException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        Assert.All(Problem.Values(weight), value => Assert.Equal(1, value));
        using (inference_mode()) optimizer.step();
        Assert.Throws<ExternalException>(() => optimizer.step());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ImplicitSolve_SteppedBeforeItsBackward_GivesNoWrongGradient(bool stepped)
    {
        var weight = new Parameter(tensor(new[] { 0.3, 0.1, -0.2, 0.4 }, [2, 2]));
        using var optimizer = new Centralized.SGD([weight], 0.1);
        var problem = new FixedPointProblem((z, given) => [z[0].matmul(weight).add(given[0])], [zeros(1, 2, dtype: ScalarType.Float64)])
        {
            Given = [ones(1, 2, dtype: ScalarType.Float64)],
            Parameters = [weight]
        };
        var loss = Equilibrium.Solve(problem).Value.sum();
        if (stepped) Problem.Run(optimizer, [weight], 0, 1);
        weight.grad = null;
        loss.backward();
        Assert.All(Problem.Values(weight.grad!), value => Assert.Equal(stepped, double.IsNaN(value)));
    }

    private static optim.Optimizer Create(string name, Parameter[] parameters) => name switch
    {
        "SGD" => new Centralized.SGD(parameters, 0.1),
        "momentum" => new Centralized.SGD(parameters, 0.1, 0.9, weight_decay: 0.1),
        "Adam" => new Centralized.Adam(parameters, 0.1),
        "AdamW" => new Centralized.AdamW(parameters, 0.1),
        "Adagrad" => new Centralized.Adagrad(parameters, 0.1),
        "RAdam" => new Centralized.RAdam(parameters, 0.1),
        "Ranger" => Centralized.Ranger(parameters, 0.1, steps: 2),
        "wrapped SGD" => GradientCentralization.Wrap(optim.SGD(parameters, 0.1)),
        "wrapped update" => GradientCentralization.Wrap(optim.SGD(parameters, 0.1), new Centralization { Location = CentralizationLocation.Update }),
        _ => GradientCentralization.Wrap(optim.Adam(parameters, 0.1))
    };
}
