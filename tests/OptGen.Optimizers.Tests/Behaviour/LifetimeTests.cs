using static TorchSharp.torch;

namespace OptGen.Optimizers.Tests;

/// <summary>Counts that other tests at the same time would change.</summary>
[CollectionDefinition(nameof(LifetimeTests), DisableParallelization = true)]
[Collection(nameof(LifetimeTests))]
public sealed class LifetimeTests
{
    [Fact]
    public void Step_LeavesNoTensorBehind()
    {
        var parameters = new[] { Problem.Weight(1, 3, 4), Problem.Weight(2, 3, 2, 3, 3) };
        using var adam = new Centralized.Adam(parameters, 0.1);
        using var tensors = new Centralized.AdamW(parameters, 0.1, centralization: new Centralization { Location = CentralizationLocation.Update });
        ((IHasEngine)tensors).Engine.UseTensors = true;
        using var gradient = GradientCentralization.Wrap(optim.SGD(parameters, 0.1, 0.9));
        using var update = new Lookahead(GradientCentralization.Wrap(optim.SGD(parameters, 0.1, 0.9), new Centralization { Location = CentralizationLocation.Update }), 2);
        Problem.Run(adam, parameters, 0, 3);
        Problem.Run(tensors, parameters, 0, 3);
        Problem.Run(gradient, parameters, 0, 3);
        Problem.Run(update, parameters, 0, 4);
        foreach (var parameter in parameters) Problem.SetGradient(parameter, 0);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        for (var step = 0; step < 4; step++)
        {
            adam.step();
            tensors.step();
            gradient.step();
            update.step();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }
}
