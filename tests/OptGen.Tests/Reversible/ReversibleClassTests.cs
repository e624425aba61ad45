using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.Reversible;

/// <summary>Generated networks that recover their layers against generated ones that store them.</summary>
public sealed class ReversibleClassTests
{
    private const int Width = ReversibleGallery.Width;

    [Fact]
    public void Generated_OneInput_EqualsStore()
    {
        AssertSame(new StoredBall(Width), new RecoveredBall(Width), (m, x) => ((Module<Tensor, Tensor>)m).call(x[0]), 1);
        AssertSame(new StoredLeapfrog(Width, 6), new RecoveredLeapfrog(Width, 6), (m, x) => ((Module<Tensor, Tensor>)m).call(x[0]), 1);
        AssertSame(new StoredAround(Width), new RecoveredAround(Width), (m, x) => ((Module<Tensor, Tensor>)m).call(x[0]), 1);
    }

    [Fact]
    public void Generated_SeveralResults_EqualStore() => AssertSame(new StoredMomentum(Width, 6), new RecoveredMomentum(Width, 6), (m, x) =>
    {
        (Tensor first, Tensor second) = ((Module<Tensor, (Tensor, Tensor)>)m).call(x[0]);
        return cat([first, second], 1);
    }, 1);

    [Fact]
    public void Generated_TwoInputs_EqualStore() =>
        AssertSame(new StoredTwoInputs(), new RecoveredTwoInputs(), (m, x) => ((Module<Tensor, Tensor, Tensor>)m).call(x[0], x[1]), 2);

    [Fact]
    public void Reversal_AfterBackward_SaysHowExactlyItRecovered()
    {
        using DisposeScope scope = NewDisposeScope();
        using var network = new RecoveredBall(Width);
        Assert.Null(network.Reversal.Deviation);

        network.call(randn(3, Width, requires_grad: true)).sum().backward();

        Assert.InRange(network.Reversal.Deviation!.Value, 0, 1e-4);
        Assert.Null(network.Reversal.Tolerance);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Reversal.Tolerance = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Reversal.Tolerance = double.NaN);
    }

    internal static void AssertSame(Module store, Module recovered, Func<Module, Tensor[], Tensor> call, int inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        using (store)
        using (recovered)
        {
            store.to(float64);
            recovered.to(float64);
            recovered.load_state_dict(store.state_dict());
            Tensor[] given = [.. Enumerable.Range(0, inputs).Select(_ => randn([3, Width], dtype: float64))];
            (double[] expected, Dictionary<string, Tensor?> wanted) = Run(store, given, call);
            (double[] value, Dictionary<string, Tensor?> found) = Run(recovered, given, call);

            Assert.Equal(expected, value);
            foreach ((string name, Tensor? gradient) in wanted)
            {
                double difference = (gradient ?? zeros(1, dtype: float64)).sub(found[name] ?? zeros(1, dtype: float64)).abs().max().item<double>();
                Assert.True(difference <= 1e-9, $"The gradient of {name} differs by {difference}.");
            }
        }
    }

    internal static (double[] Value, Dictionary<string, Tensor?> Gradients) Run(Module module, Tensor[] inputs, Func<Module, Tensor[], Tensor> call)
    {
        Tensor[] leaves = [.. inputs.Select(x => x.detach().clone().requires_grad_(true))];
        Tensor value = call(module, leaves);
        value.mul(arange(value.numel(), dtype: value.dtype).view(value.shape).cos()).sum().backward();
        var gradients = module.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad);
        for (int i = 0; i < leaves.Length; i++)
            gradients.Add($"input {i}", leaves[i].grad);
        return (value.detach().to(float64).data<double>().ToArray(), gradients);
    }
}
