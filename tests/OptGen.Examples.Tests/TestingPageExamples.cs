using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Examples.Tests;

// The code of docs/testing.md, line by line; the page comes before this project's own style.
#pragma warning disable IDE0040, CA1515, CA2000

[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)", Layers = 3)]
public partial class Momentum
{
    const double a = 0.5;
    [Learnable(1.0)] public partial Parameter b { get; }
    static Module<Tensor, Tensor> T(int k, int width) => Sequential(Linear(width, width), Tanh());
}

/// <summary>The same network by hand.</summary>
internal sealed class WrittenMomentum : Module<Tensor, Tensor>
{
    private readonly ModuleList<Module<Tensor, Tensor>> _layers;
    private readonly Parameter _step = new(tensor(1.0f));

    public WrittenMomentum(int width)
        : base(nameof(WrittenMomentum))
    {
        _layers = ModuleList<Module<Tensor, Tensor>>([.. Enumerable.Range(0, 3).Select(_ => Sequential(Linear(width, width), Tanh()))]);
        register_module("T", _layers);
        register_parameter("b", _step);
    }

    public override Tensor forward(Tensor input)
    {
        (Tensor newest, Tensor previous) = (input, input);
        foreach (Module<Tensor, Tensor> layer in _layers)
            (newest, previous) = (newest + (0.5 * (newest - previous)) - (_step * layer.call(newest)), newest);
        return newest;
    }
}

internal static class TestingPageExamples
{
    public static void MomentumCode() => Snapshot.VerifyGenerated<Momentum>();

    public static void MomentumWeights()
    {
        using var network = new Momentum(width: 8);
        Snapshot.Verify(string.Join("\n", network.state_dict().Select(w => $"{w.Key} {string.Join("x", w.Value.shape)}")), "Snapshots/Momentum.verified.txt");
    }

    public static GradientReport MomentumGradients()
    {
        using var network = new Momentum(width: 8);
        network.to(ScalarType.Float64);
        using Tensor input = randn(4, 8, dtype: ScalarType.Float64);
        return GradientCheck.Verify(network, input);
    }

    public static GradientReport FunctionGradients()
    {
        using Tensor x = randn(3, dtype: ScalarType.Float64, requires_grad: true);
        return GradientCheck.Verify(() => x.tanh().pow(3), [("x", x)]);
    }

    public static SameNetworkReport MomentumByHand()
    {
        using var network = new Momentum(width: 8);
        using var written = new WrittenMomentum(width: 8);
        using Tensor input = randn(4, 8);
        return SameNetwork.Verify(network, written, input);
    }

    public static SameNetworkReport LinearByFormula()
    {
        using var layer = Linear(8, 3, hasBias: false);
        using Tensor input = randn(4, 8);
        return SameNetwork.Verify(layer, x => layer.call(x[0]), x => x[0].matmul(layer.weight.t()), [input]);
    }
}
