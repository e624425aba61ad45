using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Lifetime;

/// <summary>A small network with its data and plain gradient descent, the same for the same seed.</summary>
internal sealed class Perceptron : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly Tensor x;
    private readonly Tensor y;

    public Perceptron(ulong seed, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        model = nn.Sequential(("first", nn.Linear(8, 16, dtype: type)), ("bend", nn.Tanh()), ("second", nn.Linear(16, 1, dtype: type)));
        using (no_grad())
        {
            foreach (var parameter in model.parameters()) parameter.copy_(randn(parameter.shape, dtype: type, generator: generator) * 0.3);
        }

        x = randn([16, 8], dtype: type, generator: generator).DetachFromDisposeScope();
        y = x.sum(1L, keepdim: true).sin().DetachFromDisposeScope();
    }

    /// <summary>One step of gradient descent; the loss before it.</summary>
    public double Step(double rate = 0.05)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.mse_loss(model.call(x), y);
        model.zero_grad();
        loss.backward();
        using (no_grad())
        {
            foreach (var parameter in model.parameters()) parameter.add_(parameter.grad!, -rate);
        }

        return loss.to(ScalarType.Float64).item<double>();
    }

    /// <summary>Copies of the parameters, which the caller disposes.</summary>
    public Tensor[] Parameters() => model.parameters().Select(parameter => parameter.detach().clone()).ToArray();

    public void Dispose()
    {
        model.Dispose();
        x.Dispose();
        y.Dispose();
    }
}
