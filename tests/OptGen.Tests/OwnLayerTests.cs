using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>k, a schedule without its index and a sum that is still empty, where all iterates are still the first: each layer has its own value.</summary>
[Update(
    "x_<k+1> = 0.5*x_k + (x_<k-2> + k*x_<k-2>)*(T(x_<k-2>) + k*x_<k-3>)/40 - T(w*x_<k-1>) + a*x_<k-2>*(T(a*x_<k-3>) + x_k) + T(sum[j=0..k-2](0.1*x_j))", Layers = OwnLayer.Depth)]
public partial class OwnLayer
{
    public const int Depth = 6;

    [Learnable(0.25, PerLayer = true)]
    public partial TorchSharp.Modules.Parameter a { get; }

    private static Tensor T(Tensor x) => x.cos();

    private static double w(int k) => 1.0 / (k + 2);
}

/// <summary>What depends on the layer, against loops in double precision, in the first layers above all.</summary>
public sealed class OwnLayerTests
{
    private static double[] Trained => [.. Enumerable.Range(0, OwnLayer.Depth).Select(k => 0.25 + (0.05 * k))];

    private static double Loop(double[] a)
    {
        var x = new List<double> { 0.7 };
        double At(int index) => x[Math.Max(index, 0)];
        for (int k = 0; k < OwnLayer.Depth; k++)
        {
            double summed = 0;
            for (int j = 0; j <= k - 2; j++)
                summed += 0.1 * x[j];
            x.Add(
                (0.5 * x[k]) + ((1 + k) * At(k - 2) * (Math.Cos(At(k - 2)) + (k * At(k - 3))) / 40) - Math.Cos(At(k - 1) / (k + 2))
                + (a[k] * At(k - 2) * (Math.Cos(a[k] * At(k - 3)) + x[k])) + Math.Cos(summed));
        }
        return x[^1];
    }

    [Fact]
    public void Forward_OfAClass_EqualsTheLoop()
    {
        using var network = new OwnLayer();
        Check(network, network.to(float64));
    }

    [Fact]
    public void Forward_OfAModuleMadeAtRunTime_EqualsTheLoop()
    {
        RecurrenceBindings bindings = new RecurrenceBindings { Layers = OwnLayer.Depth }.Learned("a", 0.25, perLayer: true).Coefficient("w", k => 1.0 / (k + 2)).Function("T", (Tensor x) => x.cos());
        using Module<Tensor, Tensor> network = OwnLayer.Recurrence.ToModule(bindings);
        Check(network, network.to(float64));
    }

    private static void Check(Module owner, Module<Tensor, Tensor> network)
    {
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
            owner.get_parameter("a")!.copy_(tensor(Trained));
        Tensor output = network.call(tensor(new[] { 0.7 }));
        output.sum().backward();
        double[] gradient = owner.get_parameter("a")!.grad!.data<double>().ToArray();

        Assert.Equal(Loop(Trained), output[0].item<double>(), 1e-13);
        const double Step = 1e-6;
        for (int k = 0; k < OwnLayer.Depth; k++)
        {
            (double[] above, double[] below) = (Trained, Trained);
            above[k] += Step;
            below[k] -= Step;
            Assert.Equal((Loop(above) - Loop(below)) / (2 * Step), gradient[k], 1e-7);
        }
    }
}
