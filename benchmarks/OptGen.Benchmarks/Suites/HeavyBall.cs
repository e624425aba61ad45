using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Benchmarks.Suites;

/// <summary>A heavy-ball network as a user of OptGen declares it.</summary>
[Update("x_<k+1> = x_k + a*(x_k - x_<k-1>) - b*T(x_k)")]
internal sealed partial class HeavyBall
{
    private const double a = 0.5;
    private const double b = 0.25;

    private static Module<Tensor, Tensor> T(int k, Func<Module<Tensor, Tensor>> block) => block();
}

/// <summary>The same network as a user of TorchSharp writes it: operators, and a dispose scope around them.</summary>
internal sealed class HandWrittenHeavyBall : Module<Tensor, Tensor>
{
    private const double a = 0.5;
    private const double b = 0.25;

    private readonly ModuleList<Module<Tensor, Tensor>> T = [];

    public HandWrittenHeavyBall(Func<Module<Tensor, Tensor>> block, int layers)
        : base(nameof(HandWrittenHeavyBall))
    {
        for (var k = 0; k < layers; k++) T.Add(block());
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (x, previous) = (input, input);
        foreach (var layer in T)
        {
            var next = x + a * (x - previous) - b * layer.call(x);
            (x, previous) = (next, x);
        }

        return x.MoveToOuterDisposeScope();
    }
}
