using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.SystemTorch.Tests.Optim;

/// <summary>Two parameters and twenty sets of gradients for them.</summary>
internal static class Problem
{
    private static readonly GoldenFile Golden = GoldenFile.Load("optimizers");

    public static Parameter[] Start() => Golden.Tensors("start").Select(start => new Parameter(start)).ToArray();

    public static void SetGradients(Parameter[] parameters, int step)
    {
        var gradients = Gradients.Value;
        for (var i = 0; i < parameters.Length; i++)
        {
            using var gradient = gradients[step * 2 + i].clone();
            parameters[i].grad = gradient;
        }
    }

    private static readonly Lazy<Tensor[]> Gradients =
        new(() => Golden.Tensors("gradients").Select(gradient => gradient.DetachFromDisposeScope()).ToArray());
}
