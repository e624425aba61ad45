using OptGen.Blocks;
using OptGen.FixedPoint;
using OptGen.Testing;
using OptGen.Tests.Export.PyTorch;
using OptGen.Training.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Networks.Tests;

/// <summary>Every network of the library as a file of PyTorch's, run there.</summary>
[Collection("default generator")]
public sealed class PyTorchTests
{
    [FactWithPythonTorch]
    public void Network_Exported_ComputesTheSame()
    {
        manual_seed(3);
        using var oracle = new PythonOracle();
        foreach (Type type in Everything.Declared)
        {
            (Module<Tensor, Tensor> network, Tensor x) = Everything.Make(type.Name);
            // Bounded layers look for the direction that they stretch most when they first run.
            using (no_grad())
                network.call(x).Dispose();
            oracle.Add(PythonCase.Of(type.Name, Tight(network), x.to(float64)));
        }
        Assert.Empty(oracle.Differences());
    }

    [FactWithPythonTorch]
    public void Network_OfNetworks_ComputesTheSame()
    {
        manual_seed(4);
        using var oracle = new PythonOracle();
        oracle.Add(PythonCase.Of("Nested", new GradientDescent(k => k == 1 ? new LmResNet(_ => new TwoLayer(4, 8), 2) : new HeavyBall(_ => new TwoLayer(4, 8, Sigmoid()), k + 1), 3), randn([3, 4], dtype: float64)));
        var shared = new TwoLayer(4, 8);
        oracle.Add(PythonCase.Of("Shared", new GradientDescent(_ => shared, 3), randn([3, 4], dtype: float64)));
        oracle.Add(PythonCase.Of("Known", new PrimalDualHybridGradient(new LinearMap(4, 6), _ => new BoxProjection(-0.5, 0.25), _ => new SoftThreshold(0.125), 3), randn([3, 4], dtype: float64)));
        Assert.Empty(oracle.Differences());
    }

    [Theory]
    [InlineData("AgdFull")]
    [InlineData("Ladmm")]
    [InlineData("Lista")]
    [InlineData("Fista")]
    [InlineData("PrimalDualHybridGradient")]
    public void Network_Exported_IsItsSnapshot(string name)
    {
        manual_seed(5);
        using Module<Tensor, Tensor> network = Everything.Make(name).Network;
        Snapshot.Verify(PyTorchExport.ToText(network), $"PyTorch/{name}.verified.py");
    }

    /// <summary>Solutions to the last digits, so that both sides have the same one.</summary>
    private static Module<Tensor, Tensor> Tight(Module<Tensor, Tensor> network)
    {
        if (network.GetType().GetProperty("Implicit")?.GetValue(network) is ImplicitSolve solves)
        {
            solves.Options = solves.Options with
            {
                Tolerance = 1e-13, RelativeTolerance = 1e-13, MaxIterations = 300, Adjoint = new ImplicitAdjoint { RelativeTolerance = 1e-13, MaxIterations = 300 }
            };
        }
        return network;
    }
}
