using OptGen.Blocks;
using OptGen.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Masking.Tests.Networks;

/// <summary>One linear operator in every layer, and its adjoint, which reads the weight without calling the layer.</summary>
[Update("x_<k+1> = x_k - 0.3*K^T(K(x_k))", Layers = 4)]
internal sealed partial class Adjointed
{
    [Shared]
    private static Linear K(int width) => Linear(width, width, hasBias: false);
}

/// <summary>A network whose layers are solved.</summary>
[Update("x_<k+1> = x_k - 0.2*T(x_<k+1>)", Layers = 2)]
[Implicit(Tolerance = 1e-10)]
internal sealed partial class Solved
{
    private static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, width);
}

/// <summary>Masks on networks that the compiler wrote.</summary>
[Collection("default generator")]
public sealed class GeneratedNetworkTests
{
    public GeneratedNetworkTests() => manual_seed(5);

    private static double[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. tensor.detach().to(float64).contiguous().data<double>()];
    }

    private static Tensor MaskedWeight(MaskedNetwork masked, MaskedLayer layer)
    {
        byte[] mask = layer.Mask();
        double[] weights = Values(masked.Network.get_parameter(layer.Name)!);
        return tensor([.. weights.Select((w, i) => ((mask[i >> 3] >> (i & 7)) & 1) == 1 ? w : 0)], [.. layer.Shape]);
    }

    [Fact]
    public void Adjoint_UsesTheMaskedWeight()
    {
        using var masked = Masked.Apply(new Adjointed(6).to(float64), new MaskOptions { Kept = 0.4 });
        MaskedLayer layer = Assert.Single(masked.Layers);
        using Tensor x = randn(3, 6, dtype: float64), w = MaskedWeight(masked, layer).requires_grad_();
        Tensor y = masked.call(x), expected = x;
        for (int k = 0; k < 4; k++)
            expected = expected - 0.3 * functional.linear(functional.linear(expected, w), w.t());
        y.sum().backward();
        expected.sum().backward();
        Assert.True(y.allclose(expected, 1e-12, 1e-14));
        using Tensor gradient = w.grad!.mul(masked.Network.get_parameter(layer.Name)!).mul(layer.Scores.sign());
        Assert.True(gradient.allclose(layer.Scores.grad!, 1e-10, 1e-12));
    }

    /// <summary>A solved layer evaluates its equations again in the backward, on masked weights too, and its gradient reaches the scores.</summary>
    [Fact]
    public void SolvedLayers_PassGradientsToScores()
    {
        var network = new Solved(5).to(float64);
        using var masked = Masked.Apply(network, new MaskOptions { Kept = 0.5 });
        Assert.Equal(4, masked.Layers.Count);
        using Tensor x = randn(3, 5, dtype: float64);
        masked.call(x).square().sum().backward();

        var plain = new Solved(5).to(float64);
        plain.load_state_dict(network.state_dict());
        using (no_grad())
        {
            foreach (MaskedLayer layer in masked.Layers)
                plain.get_parameter(layer.Name)!.copy_(MaskedWeight(masked, layer));
        }
        plain.call(x).square().sum().backward();
        Assert.Equal(Values(plain.call(x)), Values(masked.call(x)));
        foreach (MaskedLayer layer in masked.Layers)
        {
            using Tensor expected = plain.get_parameter(layer.Name)!.grad!.mul(network.get_parameter(layer.Name)!).mul(layer.Scores.sign());
            Assert.NotNull(layer.Scores.grad);
            Assert.True(expected.allclose(layer.Scores.grad!, 1e-7, 1e-9), layer.Name);
            Assert.Contains(Values(layer.Scores.grad!), g => g != 0);
        }
    }

    [Theory]
    [InlineData(nameof(HeavyBall))]
    [InlineData(nameof(Apg2))]
    [InlineData(nameof(DouglasRachford))]
    [InlineData(nameof(DmrNet))]
    public void Catalogue_Network_KeepsNamesAndGetsGradients(string name)
    {
        var network = Catalogue.Find(name).Create(_ => new TwoLayer(6, 12), 3);
        string[] names = [.. network.state_dict().Keys];
        using var masked = Masked.Apply(network);
        using Tensor x = randn(4, 6);
        masked.call(x).sum().backward();
        Assert.Equal(names, network.state_dict().Keys);
        Assert.NotEmpty(masked.Layers);
        Assert.All(masked.Layers, layer => Assert.NotNull(layer.Scores.grad));
    }
}
