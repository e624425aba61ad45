using TorchSharp;
using TorchSharp.Modules;
using static OptGen.Masking.Tests.Networks.MaskedValues;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Networks;

/// <summary>Which weights scores keep, and what gradients reach them.</summary>
[Collection("default generator")]
public sealed class MaskScoreTests
{
    public MaskScoreTests() => manual_seed(3);

    [Theory]
    [InlineData(ScoreKind.Absolute)]
    [InlineData(ScoreKind.Signed)]
    public void Gradient_OfScores_IsStraightThrough(ScoreKind kind)
    {
        using var masked = Masked.Apply(new TwoLayers(6, 8, 3, bias: false), new MaskOptions { Kept = 0.4, Seed = 2, Scores = kind });
        // A score of 0 has no sign, so nothing passes to it.
        using (no_grad())
            masked.Layers[0].Scores.view(-1)[3] = 0;
        using Tensor x = randn(10, 6), up = randn(10, 3);
        masked.call(x).backward([up]);

        // By hand: the gradient of the masked weights, times the frozen ones, times the sign of the scores where these are taken by magnitude.
        using Tensor first = tensor(Expected(masked, masked.Layers[0], kind), [8, 6]).requires_grad_(), second = tensor(Expected(masked, masked.Layers[1], kind), [3, 8]).requires_grad_();
        nn.functional.linear(nn.functional.relu(nn.functional.linear(x, first)), second).backward([up]);
        foreach (var (layer, weight) in masked.Layers.Zip([first, second]))
        {
            Tensor scores = layer.Scores, frozen = masked.Network.get_parameter(layer.Name)!;
            Tensor expected = weight.grad!.mul(frozen);
            if (kind == ScoreKind.Absolute)
                expected = expected.mul(scores.sign());
            Assert.Equal(Values(expected), Values(scores.grad!));
            Assert.Contains(Values(scores.grad!), g => g != 0);
            Assert.Null(frozen.grad);
        }
    }

    [Fact]
    public void GlobalBudget_KeepsTheGreatestScoresOfAllLayers()
    {
        using var masked = Masked.Apply(new TwoLayers(6, 8, 3), new MaskOptions { Kept = 0.25, Budget = MaskBudget.Global });
        using (no_grad())
            masked.Layers[1].Scores.mul_(3);
        float[][] scores = [.. masked.Layers.Select(layer => Values(layer.Scores))];
        float[] all = [.. scores.SelectMany(s => s)];
        Assert.Equal(72, all.Length);
        var kept = Enumerable.Range(0, 72).OrderByDescending(i => MathF.Abs(all[i])).Take(18).ToHashSet();
        bool[] masks = [.. masked.Layers.SelectMany(layer => Bits(layer.Mask(), layer.Count))];
        Assert.Equal(Enumerable.Range(0, 72).Select(kept.Contains), masks);
        // What runs is the same.
        float[] used = [.. masked.Layers.SelectMany(layer => UsedWeight(masked, layer))];
        Assert.Equal(masks, used.Select(w => w != 0));
        // A layer called alone competes with the others all the same.
        Assert.Equal(18, masked.KeptCount);
    }

    [Fact]
    public void TiesAcrossLayers_GoToTheFirstOnes()
    {
        using var masked = Masked.Apply(new TwoLayers(6, 8, 3), new MaskOptions { Kept = 50.0 / 72, Budget = MaskBudget.Global });
        using (no_grad())
        {
            foreach (MaskedLayer layer in masked.Layers)
                layer.Scores.fill_(-0.5);
        }
        Assert.Equal(Enumerable.Range(0, 72).Select(i => i < 50), masked.Layers.SelectMany(layer => Bits(layer.Mask(), layer.Count)));
        Assert.Equal(Enumerable.Range(0, 72).Select(i => i < 50), masked.Layers.SelectMany(layer => UsedWeight(masked, layer)).Select(w => w != 0));
    }

    [Theory]
    [InlineData(MaskBudget.PerLayer, ScoreKind.Absolute)]
    [InlineData(MaskBudget.PerLayer, ScoreKind.Signed)]
    [InlineData(MaskBudget.Global, ScoreKind.Absolute)]
    [InlineData(MaskBudget.Global, ScoreKind.Signed)]
    public void OtherTypes_AreMaskedAsFloat32Is(MaskBudget budget, ScoreKind kind)
    {
        MaskOptions options = new() { Kept = 0.3, Budget = budget, Scores = kind, Seed = 9 };
        using var single = Masked.Apply(new TwoLayers(6, 8, 3), options);
        using var wide = Masked.Apply(new TwoLayers(6, 8, 3).to(float64), options);
        using var moved = Masked.Apply(new TwoLayers(6, 8, 3), options).to(float64);
        using var half = Masked.Apply(new TwoLayers(6, 8, 3).to(bfloat16), options);
        using var partly = Masked.Apply(new TwoLayers(6, 8, 3), options);
        partly.Network.to(float64);
        foreach (var network in new[] { single, wide, moved, half, partly })
        {
            using (no_grad())
                network.Layers[0].Scores.view(-1)[0] = network.Layers[0].Scores.view(-1)[1] = 0.01;
        }
        Assert.All([wide.Layers[0].Scores, moved.Layers[0].Scores], scores => Assert.Equal(float64, scores.dtype));
        Assert.All([half.Layers[0].Scores, partly.Layers[0].Scores], scores => Assert.Equal(float32, scores.dtype));
        byte[][] masks = [.. single.Layers.Select(layer => layer.Mask())];
        foreach (var network in new[] { wide, moved, half, partly })
        {
            Assert.Equal(masks, network.Layers.Select(layer => layer.Mask()));
            ScalarType type = network == half ? bfloat16 : float64;
            using Tensor x = ones(5, 6, dtype: type);
            using Tensor y = network.call(x);
            y.sum().backward();
            Assert.Equal(type, y.dtype);
            foreach (var (mine, layer) in network.Layers.Zip(single.Layers))
            {
                Assert.Equal(UsedWeight(single, layer).Select(w => w != 0), UsedWeight(network, mine).Select(w => w != 0));
                Assert.NotNull(mine.Scores.grad);
            }
        }
        // Gradients agree, to the rounding of the type.
        using Tensor one = ones(5, 6);
        single.call(one).sum().backward();
        foreach (var (mine, layer) in wide.Layers.Zip(single.Layers))
        {
            // The biases differ, which the sign of hidden units may show; the first layer's input does not.
            Assert.Equal(mine.Scores.grad!.shape, layer.Scores.grad!.shape);
        }
    }

    [Fact]
    public void ScoresThatAreNotNumbers_AreRefused()
    {
        using var masked = Masked.Apply(new TwoLayers(3, 3, 3));
        using (no_grad())
            masked.Layers[1].Scores.view(-1)[2] = double.NaN;
        var refusal = Assert.Throws<InvalidOperationException>(() => masked.Freeze());
        Assert.StartsWith("Scores of second.weight are not numbers", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => masked.Layers[0].Mask());
    }

    [Fact]
    public void TwoForwards_BeforeTheirBackwards_HaveTheGradientsOfEach()
    {
        using var masked = Masked.Apply(new TwoLayers(4, 6, 2, bias: false));
        using Tensor x = randn(3, 4), y = randn(3, 4);
        Tensor first = masked.call(x).sum(), second = masked.call(y).sum();
        first.backward();
        second.backward();
        float[] both = Values(masked.Layers[0].Scores.grad!);
        masked.zero_grad();
        masked.call(x).sum().backward();
        masked.call(y).sum().backward();
        Assert.Equal(both, Values(masked.Layers[0].Scores.grad!));
    }

    /// <summary>A forward, then a step, then the backward: what the forward has kept is as it was, whatever the scores are now.</summary>
    [Fact]
    public void BackwardAfterAStep_HasTheGradientsOfItsForward()
    {
        using var masked = Masked.Apply(new TwoLayers(4, 6, 2, bias: false), new MaskOptions { Scores = ScoreKind.Absolute });
        using Tensor x = randn(3, 4);
        masked.call(x).sum().backward();
        float[] expected = Values(masked.Layers[1].Scores.grad!);
        masked.zero_grad();
        Tensor loss = masked.call(x).sum();
        using (no_grad())
            masked.Layers[1].Scores.neg_();
        masked.call(x).Dispose();
        // torch may refuse, or be right; it must not be wrong.
        try
        {
            loss.backward();
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return;
        }
        Assert.Equal(expected, Values(masked.Layers[1].Scores.grad!));
    }
}
