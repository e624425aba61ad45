using OptGen.Masking.Tests.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Baselines;

/// <summary>Masks that stay as they are while the kept weights are trained.</summary>
// As in MaskingPageTests.
[Collection("live tensors")]
public sealed class PruningTests
{
    public PruningTests() => manual_seed(6);

    private static float[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. tensor.detach().to(float32).contiguous().data<float>()];
    }

    private static bool[] Bits(PrunedLayer layer) => [.. Enumerable.Range(0, (int)layer.Count).Select(i => ((layer.Mask()[i >> 3] >> (i & 7)) & 1) == 1)];

    [Theory]
    [InlineData(MaskBudget.PerLayer)]
    [InlineData(MaskBudget.Global)]
    public void Magnitude_KeepsTheGreatestWeightsAsTheyAre(MaskBudget budget)
    {
        var network = new TwoLayers(6, 16, 4);
        float[][] before = [Values(network.get_parameter("first.weight")!), Values(network.get_parameter("second.weight")!)];
        using var pruned = Pruned.Apply(network, new PruningOptions { Kept = 0.25, Budget = budget });
        Assert.Equal(40, pruned.KeptCount);
        float[][] groups = budget == MaskBudget.Global ? [[.. before[0], .. before[1]]] : before;
        bool[] expected = [.. groups.SelectMany(group =>
        {
            var kept = Enumerable.Range(0, group.Length).OrderByDescending(i => MathF.Abs(group[i])).Take(group.Length / 4).ToHashSet();
            return Enumerable.Range(0, group.Length).Select(kept.Contains);
        })];
        Assert.Equal(expected, pruned.Layers.SelectMany(Bits));
        Assert.Equal(before[0].Zip(Bits(pruned.Layers[0]), (w, keep) => keep ? w : 0), Values(network.get_parameter("first.weight")!));
    }

    [Fact]
    public void Random_KeepsAsManyByTheSeed()
    {
        byte[] Mask(ulong seed)
        {
            using var pruned = Pruned.Apply(new TwoLayers(6, 16, 4), new PruningOptions { Kept = 0.25, Criterion = PruningCriterion.Random, Seed = seed });
            Assert.Equal([24L, 16], pruned.Layers.Select(layer => layer.Kept));
            return pruned.Layers[0].Mask();
        }
        Assert.Equal(Mask(1), Mask(1));
        Assert.NotEqual(Mask(1), Mask(2));
    }

    /// <summary>Momentum and weight decay leave what is removed at zero; what is kept is trained as if the rest were not there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_KeepsTheMask(bool isAdam)
    {
        using var pruned = Pruned.Apply(new HandWritten(), new PruningOptions { Kept = 0.2 });
        var plain = new HandWritten();
        plain.load_state_dict(pruned.Network.state_dict());
        using optim.Optimizer ours = Make(pruned), theirs = Make(plain);
        using Tensor x = randn(8, 1, 8, 8);
        for (int step = 0; step < 5; step++)
        {
            Step(pruned, ours);
            Step(plain, theirs);
            // By hand: the mask is put on after each step, and gradients and moments of what is removed have no way to what is kept.
            using (no_grad())
            {
                foreach (PrunedLayer layer in pruned.Layers)
                    plain.get_parameter(layer.Name)!.mul_(tensor([.. Bits(layer).Select(keep => keep ? 1f : 0)], [.. layer.Shape]));
            }
            foreach (PrunedLayer layer in pruned.Layers)
            {
                float[] weights = Values(pruned.Network.get_parameter(layer.Name)!);
                Assert.Equal(Bits(layer), weights.Select(w => w != 0));
                Assert.All(weights.Zip(Values(plain.get_parameter(layer.Name)!)), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
            }
        }

        optim.Optimizer Make(nn.Module module) =>
            isAdam ? optim.AdamW(module.parameters().ToList(), 1e-3, weight_decay: 0.1) : optim.SGD(module.parameters().ToList(), 0.01, momentum: 0.9, weight_decay: 0.1);

        void Step(nn.Module<Tensor, Tensor> module, optim.Optimizer optimizer)
        {
            optimizer.zero_grad();
            module.call(x).square().sum().backward();
            optimizer.step();
        }
    }

    [Fact]
    public void TrainedNetwork_PrunedAndTunedFurther_IsPlainInTheEnd()
    {
        var network = new TwoLayers(6, 16, 4);
        using var pruned = Pruned.Apply(network, new PruningOptions { Kept = 0.5 });
        using Tensor x = randn(3, 6);
        float[] before = Values(pruned.call(x));
        Assert.Same(network, pruned.Freeze());
        Assert.Equal(before, Values(network.call(x)));
        Assert.Throws<InvalidOperationException>(() => pruned.Freeze());
        Assert.Equal(80, network.parameters().Sum(p => Values(p).Count(v => v != 0)) - 20);
        Masked.Apply(network).Dispose();
    }

    [Fact]
    public void OddInputs_AreRefused()
    {
        foreach (double kept in new[] { 0, 1.5, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() => Pruned.Apply(new TwoLayers(3, 3, 3), new PruningOptions { Kept = kept }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pruned.Apply(new TwoLayers(3, 3, 3), new PruningOptions { Criterion = (PruningCriterion)5 }));
        Assert.Throws<ArgumentException>(() => Pruned.Apply(nn.ReLU()));
        var broken = new TwoLayers(3, 3, 3);
        using (no_grad())
            broken.get_parameter("first.weight")!.view(-1)[0] = double.NaN;
        Assert.Contains("first.weight has values that are not numbers", Assert.Throws<InvalidOperationException>(() => Pruned.Apply(broken)).Message, StringComparison.Ordinal);
        using var pruned = Pruned.Apply(new TwoLayers(3, 3, 3));
        Assert.Throws<InvalidOperationException>(() => Pruned.Apply((TwoLayers)pruned.Network));
        Assert.Throws<InvalidOperationException>(() => Masked.Apply((TwoLayers)pruned.Network));
    }

    [Fact]
    public void MovedNetwork_StaysPruned()
    {
        using var pruned = Pruned.Apply(new TwoLayers(6, 16, 4), new PruningOptions { Kept = 0.5 });
        pruned.Network.to(float64);
        using Tensor x = randn(3, 6, dtype: float64);
        pruned.call(x).sum().backward();
        float[] gradient = Values(pruned.Network.get_parameter("second.weight")!.grad!);
        Assert.All(gradient.Zip(Bits(pruned.Layers[1])).Where(pair => !pair.Second), pair => Assert.Equal(0, pair.First));
        Assert.Contains(gradient, g => g != 0);
    }
}
