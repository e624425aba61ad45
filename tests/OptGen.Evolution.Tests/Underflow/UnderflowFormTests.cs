using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Underflow;

/// <summary>The forms on unscaled numbers against the post's own arithmetic, layer by layer and over the network, and many members at once.</summary>
public sealed class UnderflowFormTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Theory]
    [InlineData(UnderflowForm.Threshold, UnderflowForm.FlushedArithmetic)]
    [InlineData(UnderflowForm.Ieee, UnderflowForm.IeeeArithmetic)]
    public void InputLayers_AreTheSameBits(UnderflowForm fast, UnderflowForm slow)
    {
        // Its product is not scaled in either form, so nothing may differ.
        foreach (int inputs in new[] { 1, 7, 64, 500 })
        {
            using DisposeScope scope = NewDisposeScope();
            var (first, second) = Pair(inputs, 33, UnderflowPlace.Input, fast, slow, seed: 1);
            using IDisposable off = no_grad();
            Tensor x = randn(RandomCases.Of(500), inputs, generator: new Generator(2));
            Assert.Equal(first.call(x).data<float>().ToArray().Select(value => value + 0), second.call(x).data<float>().ToArray().Select(value => value + 0));
        }
    }

    [Theory]
    [InlineData(UnderflowForm.Threshold, UnderflowForm.FlushedArithmetic)]
    [InlineData(UnderflowForm.Ieee, UnderflowForm.IeeeArithmetic)]
    public void HiddenLayers_DifferByTheRoundingOfTheirProductsOnly(UnderflowForm fast, UnderflowForm slow)
    {
        foreach (int inputs in new[] { 1, 8, 64, 512 })
        {
            using DisposeScope scope = NewDisposeScope();
            var (first, second) = Pair(inputs, 128, UnderflowPlace.Hidden, fast, slow, seed: 3);
            using IDisposable off = no_grad();
            Tensor x = nn.functional.hardshrink(randn(RandomCases.Of(1000), inputs, generator: new Generator(4)), 0.49999997f);
            double[] a = Doubles(first.call(x)), b = Doubles(second.call(x)), bound = Bounds(x, first, inputs);
            int different = 0, crossed = 0;
            double greatest = 0;
            for (int i = 0; i < a.Length; i++)
            {
                double distance = Math.Abs(a[i] - b[i]);
                different += a[i] != b[i] ? 1 : 0;
                // Where one is flushed and the other is not, both sums are at one half, up to the bound.
                if (fast == UnderflowForm.Threshold && (a[i] == 0) != (b[i] == 0))
                {
                    crossed++;
                    Assert.InRange(Math.Max(Math.Abs(a[i]), Math.Abs(b[i])), 0.5, 0.5 + bound[i]);
                    continue;
                }
                greatest = Math.Max(greatest, distance);
                Assert.InRange(distance, 0, bound[i]);
            }
            output.WriteLine($"{inputs} inputs: {different / (double)a.Length:P3} differ, by at most {greatest:g3} (bound {bound.Max():g3}); {crossed} of {a.Length} cross the threshold");
        }
    }

    /// <summary>
    /// How far two sums of n products and a bias can be apart. In each, whatever the order, fused or not, an operation errs by a factor within 1 + u, u = 2^-24, which makes
    /// at most g = (n + 1)u/(1 - (n + 1)u) of the sum of magnitudes. A scaled one errs by 2^-150 besides where it is denormal, 2^-25 of unscaled numbers: at most 2n + 1
    /// operations do, and each error may grow by 1 + g. Twice rounding to 2^-24 at the end adds 2^-25 each.
    /// </summary>
    private static double[] Bounds(Tensor x, UnderflowLinear layer, int inputs)
    {
        Tensor magnitudes = nn.functional.linear(x.abs().to(float64), layer.Weight.detach().abs().to(float64)).add(layer.Bias.detach().abs().to(float64));
        double u = Math.ScaleB(1, -24), g = (inputs + 1) * u / (1 - (inputs + 1) * u);
        return [.. Doubles(magnitudes).Select(sum => 2 * g * sum + (2 * inputs + 1) * Math.ScaleB(1, -25) * (1 + g) + Math.ScaleB(1, -24))];
    }

    [Fact]
    public void Networks_OfBothForms_AgreeWhereTheSameUnitsAreFlushed()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable off = no_grad();
        int[] widths = [100, 128, 128, 10];
        var fast = new UnderflowNetwork(widths, generator: new Generator(7));
        var slow = new UnderflowNetwork(widths, HiddenArithmetic.FlushedArithmetic, generator: new Generator(7));
        Tensor x = rand(RandomCases.Of(1000), 100, generator: new Generator(8)), a = x, b = x, error = zeros_like(x).to(float64);
        long rows = x.shape[0];
        for (int i = 0; i < 3; i++)
        {
            var layer = (UnderflowLinear)fast.Layers[i];
            // What the two inputs differ by goes through the matrix; what the layer adds is bounded as above.
            Tensor bound = tensor(Bounds(a.abs().maximum(b.abs()), layer, widths[i])).view(a.shape[0], -1)
                .add(nn.functional.linear(error, layer.Weight.detach().abs().to(float64)));
            a = fast.Layers[i].call(a);
            b = slow.Layers[i].call(b);
            Tensor isCrossing = a.ne(0).logical_xor(b.ne(0)), distance = a.sub(b).abs().to(float64);
            Assert.True(distance.le(bound).logical_or(isCrossing).all().item<bool>());
            Assert.True(a.abs().maximum(b.abs()).to(float64).le(bound.add(0.5)).logical_or(isCrossing.logical_not()).all().item<bool>());
            // A row with a unit at the threshold, which one form flushes and the other does not, is another row from here on.
            Tensor kept = isCrossing.any(1).logical_not().nonzero().view(-1);
            (a, b, error) = (a.index_select(0, kept), b.index_select(0, kept), bound.index_select(0, kept));
            output.WriteLine($"layer {i}: {distance.ne(0).to(float64).mean().item<double>():P2} differ, by at most {a.sub(b).abs().max().item<float>():g3}; {kept.numel()} of {rows} rows go on");
            Assert.InRange(kept.numel(), rows * 9 / 10, rows);
            Assert.InRange(a.eq(0).to(float64).mean().item<double>(), 0.2, 0.8);
        }
    }

    [Theory]
    [InlineData(HiddenArithmetic.Threshold)]
    [InlineData(HiddenArithmetic.FlushedArithmetic)]
    [InlineData(HiddenArithmetic.Ieee)]
    [InlineData(HiddenArithmetic.IeeeArithmetic)]
    [InlineData(HiddenArithmetic.Linear)]
    [InlineData(HiddenArithmetic.HardShrink)]
    [InlineData(HiddenArithmetic.Relu)]
    public void Parts_OfManyMembers_AreTheLayersOfEach(HiddenArithmetic arithmetic)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable off = no_grad();
        var random = new Generator(9);
        var network = new UnderflowNetwork([6, 9, 4], arithmetic, generator: random);
        Tensor x = randn(5, 6, generator: random);
        Tensor[] biases = [randn(3, 1, 9, generator: random), randn(3, 1, 4, generator: random)], weights = [randn(3, 9, 6, generator: random), randn(3, 4, 9, generator: random)];
        Tensor all = x.expand(3, 5, 6);
        for (int i = 0; i < 2; i++)
        {
            IPopulationLayer layer = network.SplitLayers[i];
            Tensor entered = layer.Enter(all), product = entered.matmul(weights[i].transpose(1, 2)), before = all;
            all = layer.Leave(product, biases[i]);
            // Handles are the caller's, each by itself.
            product.Dispose();
            entered.Dispose();
            if (i > 0)
                before.Dispose();
        }
        for (int member = 0; member < 3; member++)
        {
            for (int i = 0; i < 2; i++)
            {
                network.SplitLayers[i].Weight.copy_(weights[i][member]);
                network.SplitLayers[i].Bias.copy_(biases[i][member][0]);
            }
            Tensor one = network.call(x);
            Assert.True(all[member].allclose(one, 1e-5, 1e-5));
            Assert.NotEqual(0, one.count_nonzero().item<long>());
        }
        Assert.Equal([3, 0, 4], network.SplitLayers[1].Leave(zeros(3, 0, 4), biases[1]).shape);
    }

    [Fact]
    public void Bias_BelowOneHalf_HasNoEffectInALaterLayer()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable off = no_grad();
        foreach (UnderflowForm form in new[] { UnderflowForm.Threshold, UnderflowForm.FlushedArithmetic })
        {
            foreach (UnderflowPlace place in Enum.GetValues<UnderflowPlace>())
            {
                using var layer = new UnderflowLinear(1, 3, place, form);
                layer.Weight.fill_(1);
                layer.Bias.copy_(tensor(new[] { 0.49999997f, 0.5f, -0.4f }));
                float[] expected = place == UnderflowPlace.Input ? [1.5f, 1.5f, 0.6f] : [1, 1.5f, 1];
                Assert.Equal(expected, layer.call(ones(1)).data<float>().ToArray());
            }
        }
    }

    private static (UnderflowLinear First, UnderflowLinear Second) Pair(int inputs, int outputs, UnderflowPlace place, UnderflowForm one, UnderflowForm other, ulong seed)
    {
        var first = new UnderflowLinear(inputs, outputs, place, one, generator: new Generator(seed));
        var second = new UnderflowLinear(inputs, outputs, place, other);
        using (no_grad())
            first.Bias.normal_(0, 0.6, new Generator(seed + 1));
        second.load_state_dict(first.state_dict());
        return (first, second);
    }

    private static double[] Doubles(Tensor tensor) => tensor.detach().to(float64).contiguous().data<double>().ToArray();
}
