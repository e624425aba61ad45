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
        RandomizeOwnParameters(generated);
        written.load_state_dict(generated.state_dict());
        Tensor input = Comparison.Input(3, Width);
        Tensor weight = randn([3, Width], dtype: float64);

        Tensor actual = generated.call(input);
        Tensor expected = written.call(input);
        Dictionary<string, Tensor> actualGradients = Gradients(generated, input, actual, weight);
        Dictionary<string, Tensor> expectedGradients = Gradients(written, input, expected, weight);

        Comparison.AssertClose(expected, actual, network);
        Assert.Equal(expectedGradients.Keys.Order(StringComparer.Ordinal), actualGradients.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor gradient) in expectedGradients)
            Comparison.AssertClose(gradient, actualGradients[name], $"{network}, gradient of {name}");
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

    /// <summary>The gradients by name, without those that do not exist: the last multiplier reaches no output.</summary>
    private static Dictionary<string, Tensor> Gradients(Module module, Tensor input, Tensor output, Tensor weight)
    {
        List<(string Name, Tensor Variable)> variables = [("input", input), .. module.named_parameters().Select(p => (p.name, (Tensor)p.parameter))];
        IList<Tensor> gradients = autograd.grad([(output * weight).sum()], [.. variables.Select(v => v.Variable)], allow_unused: true);
        return variables.Zip(gradients).Where(p => !p.Second.IsInvalid).ToDictionary(p => p.First.Name, p => p.Second, StringComparer.Ordinal);
    }
}
