using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.HandWritten;

/// <summary>Generated modules against the same networks written by hand, with equal weights.</summary>
public sealed class HandWrittenTests
{
    private const int Width = 4;

    public static TheoryData<string> Networks => [.. Makers.Keys];

    private static Dictionary<string, Func<(Module<Tensor, Tensor> Generated, Module<Tensor, Tensor> Written)>> Makers { get; } = new(StringComparer.Ordinal)
    {
        [nameof(GradientDescent)] = () => (new GradientDescent(Width), new PlainGradientDescent(Width, 5)),
        [nameof(HeavyBall)] = () => (new HeavyBall(Width), new PlainHeavyBall(Width, 6)),
        [nameof(Nesterov)] = () => (new Nesterov(Width, 7), new PlainNesterov(Width, 7)),
        [nameof(AcceleratedProximalGradient)] = () => (new AcceleratedProximalGradient(Width), new PlainAcceleratedProximalGradient(Width, 5)),
        [nameof(FullAccelerated)] = () => (new FullAccelerated(Width), new PlainFullAccelerated(Width, 5)),
        [nameof(LinearizedAlternatingDirections)] = () => (new LinearizedAlternatingDirections(Width), new PlainAlternatingDirections(Width, 4)),
        [nameof(LinearMultistep)] = () => (new LinearMultistep(Width), new PlainLinearMultistep(Width, 5)),
        [nameof(MomentumNet)] = () => (new MomentumNet(Width), new PlainMomentumNet(Width, 5))
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_OfGeneratedModule_EqualsTheHandWrittenOneInValueAndEveryGradient(string network)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> generated, Module<Tensor, Tensor> written) = Makers[network]();
        generated.to(float64);
        written.to(float64);
        RandomizeOwnParameters(written);

        SameNetwork.Verify(generated, written, randn([3, Width], dtype: float64), Comparison.Exact);
        generated.Dispose();
        written.Dispose();
    }

    /// <summary>Coefficients that differ by layer show whether each is read in its own.</summary>
    private static void RandomizeOwnParameters(Module module)
    {
        using IDisposable off = no_grad();
        foreach ((_, Parameter parameter) in module.named_parameters(recurse: false))
            parameter.copy_(rand_like(parameter));
    }
}
