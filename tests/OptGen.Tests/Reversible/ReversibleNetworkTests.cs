using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Reversible;

/// <summary>Networks that recover their layers against the same networks that store them.</summary>
public sealed class ReversibleNetworkTests
{
    public static TheoryData<string, int> Networks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in ReversibleGallery.Names)
            {
                foreach (int layers in (int[])[1, 2, 3, 7])
                    data.Add(name, layers);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Reversible_EqualsStore_InBitsOfTheValueAndEveryGradient(string name, int layers)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> store, Module<Tensor, Tensor> reversible) = ReversibleGallery.Make(name, layers);
        using (store)
        using (reversible)
            AssertSame(store, reversible);
    }

    internal static void AssertSame(Module<Tensor, Tensor> store, Module<Tensor, Tensor> reversible, double tolerance = 1e-9)
    {
        Tensor input = randn([3, ReversibleGallery.Width], dtype: float64);
        (Tensor expected, Dictionary<string, Tensor?> wanted) = Run(store, input);
        (Tensor value, Dictionary<string, Tensor?> found) = Run(reversible, input);

        ((IRecurrenceModule)reversible).Reversal!.ThrowIfBackwardFailed();
        Assert.Equal(expected.data<double>().ToArray(), value.data<double>().ToArray());
        foreach ((string parameter, Tensor? gradient) in wanted)
        {
            Tensor zero = zeros(1, dtype: float64);
            double difference = (gradient ?? zero).sub(found[parameter] ?? zero).abs().max().item<double>();
            double size = Math.Max(1, (gradient ?? zero).abs().max().item<double>());
            Assert.True(difference <= tolerance * size, $"The gradient of {parameter} differs by {difference}.");
        }
        Assert.InRange(((IRecurrenceModule)reversible).Reversal!.Deviation!.Value, 0, 1e-10);
    }

    private static (Tensor Value, Dictionary<string, Tensor?> Gradients) Run(Module<Tensor, Tensor> module, Tensor input)
    {
        Tensor leaf = input.detach().clone().requires_grad_(true);
        Tensor value = module.call(leaf);
        Tensor weights = arange(value.numel(), dtype: float64).view(value.shape).cos();
        value.mul(weights).sum().backward();
        var gradients = module.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad);
        gradients.Add("the input", leaf.grad);
        return (value.detach(), gradients);
    }
}
