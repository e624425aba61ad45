using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Networks;

/// <summary>What masking makes of a network, and what it leaves as it was.</summary>
[Collection("default generator")]
public sealed class MaskedNetworkTests
{
    public MaskedNetworkTests() => manual_seed(3);

    private static float[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. tensor.detach().cpu().to(float32).contiguous().data<float>()];
    }

    /// <summary>The weights that a layer computes with, from its definition: sorted scores.</summary>
    private static float[] Expected(MaskedNetwork masked, MaskedLayer layer, ScoreKind kind = ScoreKind.Absolute)
    {
        float[] scores = Values(layer.Scores), weights = Values(masked.Network.get_parameter(layer.Name)!);
        var kept = Enumerable.Range(0, scores.Length).OrderByDescending(i => kind == ScoreKind.Absolute ? MathF.Abs(scores[i]) : scores[i]).ThenBy(i => i)
            .Take((int)KeptFraction.Of(scores.Length, masked.Kept)).ToHashSet();
        return [.. weights.Select((w, i) => kept.Contains(i) ? w : 0)];
    }

    [Fact]
    public void HandWrittenNetwork_Masked_ComputesWithMaskedWeights()
    {
        using var masked = Masked.Apply(new HandWritten(), new MaskOptions { Kept = 0.3, Seed = 5 });
        Assert.Equal(["stem.weight", "up.weight", "head.weight"], masked.Layers.Select(layer => layer.Name));
        var plain = new HandWritten();
        plain.load_state_dict(masked.Network.state_dict());
        using (no_grad())
        {
            foreach (MaskedLayer layer in masked.Layers)
                plain.get_parameter(layer.Name)!.copy_(tensor(Expected(masked, layer), [.. layer.Shape]));
        }
        using Tensor x = randn(4, 1, 8, 8);
        masked.eval();
        plain.eval();
        Assert.Equal(Values(plain.call(x)), Values(masked.call(x)));
        Assert.Equal(Values(plain.call(x)), Values(((HandWritten)masked.Network).call(x)));
        using (no_grad())
            Assert.Equal(Values(plain.call(x)), Values(masked.call(x)));
    }

    /// <summary>Names stay, values are the frozen ones: before, between and after passes, and after one that failed.</summary>
    [Fact]
    public void StateDict_AtAnyTime_HasItsNamesAndTheFrozenWeights()
    {
        var network = new HandWritten();
        string[] names = [.. network.state_dict().Keys];
        using var masked = Masked.Apply(network, new MaskOptions { Seed = 5 });
        Dictionary<string, float[]> frozen = masked.Layers.ToDictionary(layer => layer.Name, layer => Values(network.get_parameter(layer.Name)!));
        Check();
        masked.call(randn(2, 1, 8, 8)).sum().backward();
        Check();
        Assert.ThrowsAny<Exception>(() => masked.call(randn(2, 3, 8, 8)));
        Check();
        network.Head.call(randn(2, 16));
        Check();
        string[] own = [.. names.Select(name => $"network.{name}"), .. frozen.Keys.Select(name => $"scores.{name}")];
        Assert.Equal(own.Order(), masked.state_dict().Keys.Order());

        void Check()
        {
            Dictionary<string, Tensor> state = network.state_dict();
            Assert.Equal(names, state.Keys);
            Assert.Equal(names.Where(name => state[name] is Parameter), network.named_parameters().Select(p => p.name));
            foreach (var (name, values) in frozen)
            {
                Assert.Equal(values, Values(state[name]));
                Assert.DoesNotContain(0f, values);
            }
        }
    }

    /// <summary>Layers hold masked weights after a forward that threw; moving the network then must not make them its own.</summary>
    [Fact]
    public void NetworkMovedAfterAFailedForward_KeepsItsFrozenWeights()
    {
        foreach (bool itself in new[] { false, true })
        {
            var network = new HandWritten();
            using var masked = Masked.Apply(network, new MaskOptions { Seed = 5 });
            float[][] frozen = [.. masked.Layers.Select(layer => Values(network.get_parameter(layer.Name)!))];
            Assert.ThrowsAny<Exception>(() => masked.call(randn(2, 3, 8, 8)));
            if (itself)
                network.to(float64);
            else
                masked.to(float64);
            using Tensor y = masked.call(randn(2, 1, 8, 8, dtype: float64));
            y.sum().backward();
            Assert.Equal(frozen, masked.Layers.Select(layer => Values(network.get_parameter(layer.Name)!)));
            Assert.All(masked.Layers, layer => Assert.False(network.get_parameter(layer.Name)!.requires_grad));
            Assert.All(masked.Layers, layer => Assert.NotNull(layer.Scores.grad));
            masked.Export();
        }
    }

    /// <summary>The network is the layer.</summary>
    [Fact]
    public void NetworkOfOneLayer_IsMasked()
    {
        using var masked = Masked.Apply(nn.Linear(6, 4));
        MaskedLayer layer = Assert.Single(masked.Layers);
        Assert.Equal("weight", layer.Name);
        using Tensor x = randn(3, 6), y = masked.call(x);
        y.sum().backward();
        using Tensor w = tensor(Expected(masked, layer), [4, 6]);
        Assert.Equal(Values(nn.functional.linear(x, w, masked.Network.get_parameter("bias")!)), Values(y));
        Assert.NotNull(layer.Scores.grad);
    }

    /// <summary>Parameters whose gradient there is none of stay as they are, weight decay or not.</summary>
    [Fact]
    public void Optimizer_OfAllParameters_LeavesFrozenWeightsAlone()
    {
        using var masked = Masked.Apply(new TwoLayers(6, 8, 3));
        float[] frozen = Values(masked.Network.get_parameter("first.weight")!), scores = Values(masked.Layers[0].Scores);
        using var optimizer = optim.AdamW(masked.parameters().ToList(), 0.1, weight_decay: 0.5);
        masked.call(randn(4, 6)).sum().backward();
        optimizer.step();
        Assert.Equal(frozen, Values(masked.Network.get_parameter("first.weight")!));
        Assert.NotEqual(scores, Values(masked.Layers[0].Scores));
    }

    /// <summary>A training that is taken up again: what is saved of a masked network is all that it was.</summary>
    [Fact]
    public void StateDict_LoadedIntoAnother_MakesItTheSame()
    {
        using var one = Masked.Apply(new HandWritten(), new MaskOptions { Seed = 5 });
        using var other = Masked.Apply(new HandWritten(), new MaskOptions { Seed = 5 });
        using (no_grad())
            one.Layers[0].Scores.mul_(randn_like(one.Layers[0].Scores));
        one.call(randn(2, 1, 8, 8)).Dispose();
        other.load_state_dict(one.state_dict());
        one.eval();
        other.eval();
        using Tensor x = randn(2, 1, 8, 8);
        Assert.Equal(Values(one.call(x)), Values(other.call(x)));
        Assert.Equal(one.Export(), other.Export());
    }

    /// <summary>Inside of a pass too.</summary>
    [Fact]
    public void StateDict_DuringAPass_HasTheFrozenWeights()
    {
        var network = new HandWritten();
        using var masked = Masked.Apply(network);
        float[] frozen = Values(network.get_parameter("head.weight")!), seen = [], used = [];
        Action<nn.Module> look = _ =>
        {
            seen = Values(network.state_dict()["head.weight"]);
            used = Values(network.Head.weight);
        };
        network.Head.register_forward_hook(look);
        masked.call(randn(2, 1, 8, 8));
        Assert.Equal(frozen, seen);
        Assert.Equal(Expected(masked, masked.Layers[2]), used);
        Assert.Equal(frozen, Values(network.Head.weight));
    }

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
    public void SharedLayer_IsMaskedOnceAndComputedOnce()
    {
        using var masked = Masked.Apply(new Twice(6));
        MaskedLayer layer = Assert.Single(masked.Layers);
        Assert.Equal("a.weight", layer.Name);
        using Tensor x = randn(3, 6);
        Tensor y = masked.call(x);
        y.sum().backward();
        var plain = Assert.IsType<Twice>(masked.Network);
        float[] weights = Expected(masked, layer);
        using Tensor w = tensor(weights, [6, 6]).requires_grad_(), b = plain.get_parameter("a.bias")!.detach();
        Tensor expected = nn.functional.linear(nn.functional.linear(x, w, b), w, b);
        expected.sum().backward();
        Assert.Equal(Values(expected), Values(y));
        using Tensor slope = w.grad!.mul(plain.get_parameter("a.weight")!).mul(layer.Scores.sign());
        Assert.True(slope.allclose(layer.Scores.grad!, 1e-5, 1e-6));
    }

    [Fact]
    public void TiedWeights_AreOneMaskedWeight()
    {
        using var masked = Masked.Apply(new Tied(6));
        Assert.Equal("a.weight", Assert.Single(masked.Layers).Name);
        using Tensor y = masked.call(randn(3, 6));
        y.sum().backward();
        Assert.NotNull(masked.Layers[0].Scores.grad);
        Assert.Equal(UsedWeight(masked, masked.Layers[0]), Expected(masked, masked.Layers[0]));
    }

    [Fact]
    public void WhatCannotBeMasked_IsNamedWithItsReason()
    {
        using var masked = Masked.Apply(new Mixed(), new MaskOptions { Except = (name, _) => name == "head" });
        Assert.Equal(["own.qkv.weight", "own.proj.weight"], masked.Layers.Select(layer => layer.Name));
        Assert.Equal(["attention", "table", "head"], masked.Excluded.Select(excluded => excluded.Name));
        Assert.Contains("native code", masked.Excluded[0].Reason, StringComparison.Ordinal);
        Assert.Equal("only weights of Linear and convolutions can be masked; weight stays trained", masked.Excluded[1].Reason);
        Assert.Equal("head (Linear): it was excepted by the options", masked.Excluded[2].ToString());
        using Tensor y = masked.call(randint(0, 10, [2, 7], int64));
        y.sum().backward();
        Assert.All(masked.Layers, layer => Assert.NotNull(layer.Scores.grad));
        Assert.NotNull(masked.Network.get_parameter("head.weight")!.grad);
    }

    [Fact]
    public void NetworkOfTwoInputs_RunsByItsOwnVariable()
    {
        var network = new Sum();
        using var masked = Masked.Apply(network);
        network.call(randn(2, 4), randn(2, 4)).sum().backward();
        Assert.All(masked.Layers, layer => Assert.NotNull(layer.Scores.grad));
        var refusal = Assert.Throws<InvalidOperationException>(() => masked.call(randn(2, 4)));
        Assert.Equal("Sum does not turn one tensor into one: call it by its own variable, which runs it masked all the same.", refusal.Message);
    }

    [Fact]
    public void NormsAndBiases_AreLearnedOrFrozenByChoice()
    {
        string[] Trained(MaskOptions options)
        {
            using var masked = Masked.Apply(new HandWritten(), options);
            var trained = masked.TrainedParameters().ToHashSet<Parameter>(ReferenceEqualityComparer.Instance);
            return [.. masked.named_parameters().Where(p => trained.Contains(p.parameter)).Select(p => p.name).Order(StringComparer.Ordinal)];
        }
        string[] scores = ["scores.head.weight", "scores.stem.weight", "scores.up.weight"];
        string[] biases = ["network.head.bias", "network.stem.bias", "network.up.bias"], norms = ["network.norm.bias", "network.norm.weight"];
        Assert.Equal([.. biases.Concat(norms).Order(StringComparer.Ordinal), .. scores], Trained(new()));
        Assert.Equal([.. biases, .. scores], Trained(new() { LearnNorms = false }));
        Assert.Equal([.. norms, .. scores], Trained(new() { LearnBiases = false }));
        Assert.Equal(scores, Trained(new() { LearnNorms = false, LearnBiases = false }));
    }

    [Fact]
    public void Gains_AreThoseOfTheLayerOrOfThePrototype()
    {
        using var own = Masked.Apply(new HandWritten());
        Assert.Equal([Math.Sqrt(2.0 / 9), Math.Sqrt(2.0 / 64), Math.Sqrt(2.0 / 16)], own.Layers.Select(layer => layer.Gain));
        using var reference = Masked.Apply(new HandWritten(), new MaskOptions { GainPerLayer = false });
        Assert.All(reference.Layers, layer => Assert.Equal(Math.Sqrt(2.0 / 64), layer.Gain));
        using var dense = Masked.Apply(new HandWritten(), new MaskOptions { GainPerLayer = false, Fill = new DenseFill() });
        Assert.Equal(own.Layers.Select(layer => layer.Gain), dense.Layers.Select(layer => layer.Gain));
        using var scaled = Masked.Apply(new HandWritten(), new MaskOptions { GainForKept = true, Kept = 0.25 });
        Assert.Equal(own.Layers.Select(layer => 2 * layer.Gain), scaled.Layers.Select(layer => layer.Gain));
    }

    [Fact]
    public void SignedConstant_Weights_AreTheGainWithASign()
    {
        using var masked = Masked.Apply(new TwoLayers(8, 16, 4), new MaskOptions { Values = FillValues.SignedConstant, Fill = new RandomVectorFill(0.1) });
        foreach (MaskedLayer layer in masked.Layers)
        {
            float[] values = Values(masked.Network.get_parameter(layer.Name)!);
            Assert.All(values, value => Assert.Equal((float)layer.Gain, MathF.Abs(value)));
        }
    }

    [Fact]
    public void Schedule_StepsGoOnWithIt()
    {
        using var masked = Masked.Apply(new TwoLayers(10, 10, 10), new MaskOptions { Schedule = new LinearKept(1, 0.5, 5) });
        List<long> kept = [];
        for (int i = 0; i < 7; i++)
        {
            kept.Add(masked.KeptCount);
            Assert.Equal(masked.KeptCount, masked.Layers.Sum(layer => Bits(layer.Mask(), layer.Count).Count(bit => bit)));
            masked.Step();
        }
        Assert.Equal([200, 180, 160, 140, 120, 100, 100], kept);
        Assert.Equal(7, masked.Steps);
    }

    /// <summary>What state_dict does not hold of a schedule is set by hand, and the network is the same.</summary>
    [Fact]
    public void Checkpoint_WithSteps_GoesOnWithTheSchedule()
    {
        var options = new MaskOptions { Seed = 5, Schedule = new LinearKept(1, 0.5, 5) };
        using var masked = Masked.Apply(new TwoLayers(10, 10, 10), options);
        for (int i = 0; i < 3; i++)
            masked.Step();
        using var other = Masked.Apply(new TwoLayers(10, 10, 10), options);
        other.load_state_dict(masked.state_dict());
        other.Steps = 3;
        Assert.Equal(140, other.KeptCount);
        using Tensor x = randn(2, 10);
        Assert.Equal(Values(masked.call(x)), Values(other.call(x)));
        Assert.Throws<ArgumentOutOfRangeException>(() => other.Steps = -1);
        Assert.Equal((3, 140), (other.Steps, other.KeptCount));
    }

    [Fact]
    public void KeptOf_GivesLayersFractionsOfTheirOwn()
    {
        using var masked = Masked.Apply(new TwoLayers(10, 10, 10), new MaskOptions { KeptOf = name => name == "second.weight" ? 0.1 : null });
        Assert.Equal([50, 10], masked.Layers.Select(layer => Bits(layer.Mask(), layer.Count).Count(bit => bit)));
        masked.Kept = 0.2;
        Assert.Equal(30, masked.KeptCount);
    }

    [Fact]
    public void Freeze_GivesAPlainNetworkOfTheSameOutputs()
    {
        var network = new HandWritten();
        using var masked = Masked.Apply(network, new MaskOptions { Kept = 0.2 });
        masked.eval();
        using Tensor x = randn(3, 1, 8, 8);
        float[] before = Values(masked.call(x));
        float[][] expected = [.. masked.Layers.Select(layer => Expected(masked, layer))];
        Assert.Same(network, masked.Freeze());
        Assert.Equal(before, Values(network.call(x)));
        Assert.Equal(expected, masked.Layers.Select(layer => Values(network.get_parameter(layer.Name)!)));
        Assert.Throws<InvalidOperationException>(() => masked.Layers[0].Scores);
        Assert.Throws<InvalidOperationException>(() => masked.Freeze());
        Assert.Throws<InvalidOperationException>(() => masked.Kept = 0.1);
        // It can be masked anew.
        using var again = Masked.Apply(network);
        Assert.Equal(3, again.Layers.Count);
    }

    [Fact]
    public void Apply_Twice_IsRefused()
    {
        var network = new TwoLayers(3, 3, 3);
        using var masked = Masked.Apply(network);
        var refusal = Assert.Throws<InvalidOperationException>(() => Masked.Apply(network));
        Assert.Equal("first is masked already; a network is masked once. Make it anew for another mask.", refusal.Message);
        Assert.Throws<InvalidOperationException>(() => Masked.Apply(nn.Sequential(("inner", network))));
        Assert.Throws<InvalidOperationException>(() => Masked.Apply(masked));
    }

    [Fact]
    public void Apply_NothingToMask_IsRefused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Masked.Apply(nn.Sequential(nn.ReLU(), nn.BatchNorm1d(3))));
        Assert.StartsWith("Sequential has no layer that can be masked, which are Linear and convolutions: it has no parameters.", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>(() => Masked.Apply(nn.Embedding(3, 3)));
        Assert.Contains("the network (Embedding): only weights of Linear and convolutions can be masked; weight stays trained", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_OddOptions_AreRefused()
    {
        foreach (double kept in new[] { 0, -1, 1.1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Kept = kept }));
            Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { KeptOf = _ => kept }));
            Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Schedule = new LinearKept(1, kept, 3) }));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Fill = new RandomVectorFill(0) }));
        Assert.Throws<ArgumentException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Budget = MaskBudget.Global, KeptOf = _ => 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(new TwoLayers(3, 3, 3), new MaskOptions { Scores = (ScoreKind)7 }));
    }

    /// <summary>A refused network is as it was.</summary>
    [Fact]
    public void Apply_RefusedOptions_LeaveTheNetworkAsItWas()
    {
        var network = new TwoLayers(3, 3, 3);
        float[] before = Values(network.get_parameter("first.weight")!);
        Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(network, new MaskOptions { KeptOf = _ => 7 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Masked.Apply(network, new MaskOptions { Fill = new RandomVectorFill(2) }));
        Assert.Equal(before, Values(network.get_parameter("first.weight")!));
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
        Masked.Apply(network).Dispose();
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

    private static IEnumerable<bool> Bits(byte[] mask, long count) => Enumerable.Range(0, (int)count).Select(i => ((mask[i >> 3] >> (i & 7)) & 1) == 1);

    /// <summary>What the layer reads while the network runs.</summary>
    private static float[] UsedWeight(MaskedNetwork masked, MaskedLayer layer)
    {
        nn.Module module = masked.Network.named_modules().First(named => named.name + ".weight" == layer.Name).module;
        float[] used = [];
        Action<nn.Module> look = _ => used = Values(WeightField.Get(module));
        var remover = ((nn.Module<Tensor, Tensor>)module).register_forward_hook(look);
        Parameter other = WeightField.Get(module);
        using Tensor x = ones([2, masked.Layers[0].Shape[1]], dtype: other.dtype);
        using Tensor y = masked.call(x);
        remover.remove();
        return used;
    }
}
