using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Evolution.Tests.Underflow;

/// <summary>The two gradients of a layer that flushes: as if it were linear, and the true one.</summary>
public sealed class UnderflowGradientTests
{
    public static TheoryData<UnderflowForm, UnderflowPlace, UnderflowGradient> All
    {
        get
        {
            var data = new TheoryData<UnderflowForm, UnderflowPlace, UnderflowGradient>();
            foreach (UnderflowForm form in Enum.GetValues<UnderflowForm>())
            {
                foreach (UnderflowPlace place in Enum.GetValues<UnderflowPlace>())
                {
                    foreach (UnderflowGradient gradient in Enum.GetValues<UnderflowGradient>())
                        data.Add(form, place, gradient);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Gradients_AreTheFormula(UnderflowForm form, UnderflowPlace place, UnderflowGradient gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        using UnderflowLinear layer = Layer(form, place, gradient, 7, 9);
        var random = new Generator(2);
        Tensor x = Inputs(8, 7, random), weights = randn(8, 9, generator: random);
        Tensor y = layer.call(x);
        y.mul(weights).sum().backward();
        bool isMasked = gradient == UnderflowGradient.Threshold && form is (UnderflowForm.Threshold or UnderflowForm.FlushedArithmetic);
        using IDisposable off = no_grad();
        Tensor passed = isMasked ? weights.mul(y.ne(0).to(float32)) : weights;
        Tensor ofBias = isMasked && place == UnderflowPlace.Hidden ? passed.sum(dim: 0).mul(layer.Bias.abs().ge(0.5).to(float32)) : passed.sum(dim: 0);
        Assert.True(layer.Weight.grad!.allclose(passed.t().matmul(x.detach()), 1e-5, 1e-5));
        Assert.True(layer.Bias.grad!.allclose(ofBias, 1e-5, 1e-5));
        Assert.True(x.grad!.allclose(passed.matmul(layer.Weight), 1e-5, 1e-5));
        // Both kinds of units and of biases took part.
        Assert.InRange(y.eq(0).to(float64).mean().item<double>(), form is UnderflowForm.Ieee or UnderflowForm.IeeeArithmetic ? 0 : 0.1, 0.9);
        Assert.InRange(layer.Bias.abs().ge(0.5).to(float64).mean().item<double>(), 0.1, 0.9);
    }

    [Theory]
    [InlineData(UnderflowForm.Threshold, UnderflowPlace.Input)]
    [InlineData(UnderflowForm.Threshold, UnderflowPlace.Hidden)]
    [InlineData(UnderflowForm.FlushedArithmetic, UnderflowPlace.Input)]
    [InlineData(UnderflowForm.FlushedArithmetic, UnderflowPlace.Hidden)]
    public void TrueGradient_IsTheFiniteDifference(UnderflowForm form, UnderflowPlace place)
    {
        using DisposeScope scope = NewDisposeScope();
        using UnderflowLinear layer = Layer(form, place, UnderflowGradient.Threshold, 5, 6);
        var random = new Generator(4);
        // On a grid of 2^-4, with steps of 2^-10: every sum is exact in float32, and so is every difference.
        Tensor x = Inputs(4, 5, random).detach().mul(16).round().div(16), weights = randn(4, 6, generator: random).mul(16).round().div(16);
        using (no_grad())
        {
            layer.Weight.mul_(16).round_().div_(16);
            layer.Bias.mul_(16).round_().div_(16);
        }
        x = x.detach().requires_grad_(true);
        layer.call(x).mul(weights).sum().backward();
        Tensor kept = layer.call(x).detach();
        const float Step = 1 / 1024f;
        using IDisposable off = no_grad();
        int compared = 0, moved = 0;
        foreach (Tensor parameter in new Tensor[] { x, layer.Weight, layer.Bias })
        {
            Tensor flat = parameter.detach().view(-1), gradient = parameter.grad!.view(-1);
            for (long i = 0; i < flat.numel(); i++)
            {
                float value = flat[i].item<float>();
                flat[i] = value + Step;
                Tensor up = layer.call(x);
                flat[i] = value - Step;
                Tensor down = layer.call(x);
                flat[i] = value;
                // A step across the threshold has no derivative.
                if (up.eq(0).logical_xor(kept.eq(0)).any().item<bool>() || down.eq(0).logical_xor(kept.eq(0)).any().item<bool>() || MathF.Abs(MathF.Abs(value) - 0.5f) <= Step)
                    continue;
                float difference = up.sub(down).mul(weights).sum().item<float>() / (2 * Step);
                Assert.Equal(difference, gradient[i].item<float>());
                compared++;
                moved += difference != 0 ? 1 : 0;
            }
        }
        Assert.True(compared > 40 && moved > 20, $"{compared} {moved}");
    }

    [Fact]
    public void SecondDerivatives_AreThoseOfALinearLayer()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (UnderflowGradient gradient in Enum.GetValues<UnderflowGradient>())
        {
            foreach (UnderflowForm form in Enum.GetValues<UnderflowForm>())
            {
                using UnderflowLinear layer = Layer(form, UnderflowPlace.Hidden, gradient, 5, 6);
                Tensor x = Inputs(4, 5, new Generator(6)), y = layer.call(x);
                // Of the sum of squares: the first derivative is 2*passed(y) W, its own derivative by W is that of a product.
                Tensor first = autograd.grad([y.square().sum()], [x], create_graph: true, retain_graph: true)[0];
                Tensor second = autograd.grad([first.square().sum()], [layer.Weight], retain_graph: true)[0];
                Tensor mask = gradient == UnderflowGradient.Threshold && form is (UnderflowForm.Threshold or UnderflowForm.FlushedArithmetic)
                    ? y.detach().ne(0).to(float32) : ones_like(y);
                // The same by hand: v = y*mask, g = 2 v W, f = sum g^2; df/dW = 2*(2 v)^T g + (2 (2 g W^T)*mask)^T x.
                using IDisposable off = no_grad();
                Tensor v = y.mul(mask), g = v.matmul(layer.Weight).mul(2);
                Tensor expected = v.mul(2).t().matmul(g).mul(2).add(g.mul(2).matmul(layer.Weight.t()).mul(2).mul(mask).t().matmul(x));
                Assert.True(second.allclose(expected, 1e-4, 1e-3));
            }
        }
    }

    [Fact]
    public void FrozenParameters_AndNoGradients_Work()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (UnderflowForm form in Enum.GetValues<UnderflowForm>())
        {
            foreach (UnderflowGradient gradient in Enum.GetValues<UnderflowGradient>())
            {
                using UnderflowLinear layer = Layer(form, UnderflowPlace.Hidden, gradient, 5, 6);
                Tensor x = Inputs(4, 5, new Generator(6)), expected = layer.call(x).detach();
                layer.Weight.requires_grad = false;
                layer.call(x.detach()).sum().backward();
                Assert.NotNull(layer.Bias.grad);
                layer.Bias.requires_grad = false;
                layer.call(x).sum().backward();
                Assert.NotNull(x.grad);
                Assert.False(layer.call(x.detach()).requires_grad);
                layer.eval();
                using IDisposable off = no_grad();
                Tensor quiet = layer.call(x);
                Assert.False(quiet.requires_grad);
                Assert.True(quiet.equal(expected).all().item<bool>());
            }
        }
    }

    [Fact]
    public void HardShrinkBaseline_IsTrainedStraightThroughOrByTheTrueGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (UnderflowGradient gradient in Enum.GetValues<UnderflowGradient>())
        {
            var network = new UnderflowNetwork([5, 8, 3], HiddenArithmetic.HardShrink, gradient, new Generator(1));
            Tensor x = Inputs(4, 5, new Generator(6));
            network.call(x).sum().backward();
            using IDisposable off = no_grad();
            Tensor w1 = network.get_parameter("layers.0.weight")!, w2 = network.get_parameter("layers.1.weight")!;
            Tensor z = x.matmul(w1.t()), passed = ones(4, 3).matmul(w2);
            Tensor mask = gradient == UnderflowGradient.Threshold ? z.abs().ge(0.5).to(float32) : ones_like(z);
            Assert.True(x.grad!.allclose(passed.mul(mask).matmul(w1), 1e-5, 1e-5));
            Assert.True(w2.grad!.allclose(ones(3, 4).matmul(z.mul(z.abs().ge(0.5).to(float32))), 1e-5, 1e-5));
        }
    }

    [Fact]
    public void Training_OneHundredSteps_KeepsNoTensors()
    {
        using DisposeScope outer = NewDisposeScope();
        var network = new UnderflowNetwork([12, 16, 4], generator: new Generator(2));
        using var optimizer = optim.SGD(network.parameters().ToList(), 0.01);
        Tensor x = randn(8, 12), labels = arange(8).remainder(4);
        long before = 0;
        for (int step = 0; step < 100; step++)
        {
            using (NewDisposeScope())
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(network.call(x), labels).backward();
                optimizer.step();
            }
            if (step == 10)
                before = outer.DisposablesCount;
        }
        Assert.Equal(before, outer.DisposablesCount);
    }

    private static Tensor Inputs(long rows, long columns, Generator random) => nn.functional.hardshrink(randn(rows, columns, generator: random), 0.49999997f).requires_grad_(true);

    private static UnderflowLinear Layer(UnderflowForm form, UnderflowPlace place, UnderflowGradient gradient, int inputs, int outputs)
    {
        var random = new Generator(1);
        var layer = new UnderflowLinear(inputs, outputs, place, form, gradient, random);
        using (no_grad())
            layer.Bias.normal_(0, 0.7, random);
        return layer;
    }
}
