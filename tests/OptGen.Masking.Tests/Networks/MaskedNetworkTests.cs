using TorchSharp;
using TorchSharp.Modules;
using static OptGen.Masking.Tests.Networks.MaskedValues;
using static TorchSharp.torch;

namespace OptGen.Masking.Tests.Networks;

/// <summary>What masking makes of a network, and what it leaves as it was.</summary>
[Collection("default generator")]
public sealed class MaskedNetworkTests
{
    public MaskedNetworkTests() => manual_seed(3);

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
}
