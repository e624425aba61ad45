using OptGen.Blocks;
using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Networks.Tests;

/// <summary>Networks that are one network in two forms have equal values and equal gradients, in double precision.</summary>
[Collection("default generator")]
public sealed class EquivalenceTests
{
    private const int Width = 5;
    private const int Layers = 6;

    private static Module<Tensor, Tensor> Block(int k) => new TwoLayer(Width, 7, Activation.Tanh);

    [Fact]
    public void AgdFull_WithTheTableOfItsWeights_IsAgd()
    {
        using DisposeScope scope = NewDisposeScope();
        var full = new AgdFull(Block, Layers);
        var agd = new Agd(Block, Layers);
        SameOperators(full, agd);
    }

    [Fact]
    public void AgdFull_OfAConstantMomentum_IsAgdConstant()
    {
        using DisposeScope scope = NewDisposeScope();
        var full = new AgdFull(Block, Layers, AgdFull.Weights(Layers, _ => 0.5, step: 0.5));
        var agd = new AgdConstant(Block, Layers);
        SameOperators(full, agd);
    }

    [Fact]
    public void AgdConstant_AndStronglyConvex_AreOne()
    {
        using DisposeScope scope = NewDisposeScope();
        SameOperators(new AgdStronglyConvex(Block, Layers), new AgdConstant(Block, Layers));
    }

    /// <summary>The y-form of the last layer's y is that of the x-form with a table that ends with y.</summary>
    [Fact]
    public void Apg2_IsTheYFormOfApg1()
    {
        using DisposeScope scope = NewDisposeScope();
        var apg2 = new Apg2(Block, Layers);
        // y_0 = x_0 and y_(-1) = x_0, T(y_(-1)) = T(y_0): the first step is y_1 = y_0 - b*T(y_0), and the momentum begins with the second.
        var full = new AgdFull(Block, Layers, AgdFull.Weights(Layers, k => k == 1 ? 0 : 0.5, step: 0.5, endsWithX: false));
        apg2.to(float64);
        using (no_grad())
            apg2.a.fill_(Math.Log(3));
        SameOperators(full, apg2);
    }

    [Fact]
    public void MomentumNet_IsTheHeavyBallWithItsCoefficients()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (double g in new[] { 0.1, 0.5, 0.9 })
        {
            var momentum = new MomentumNet(Block, Layers);
            var heavyBall = new HeavyBall(Block, Layers);
            heavyBall.to(float64);
            momentum.to(float64);
            using (no_grad())
            {
                // g is the logistic function of its parameter, a twice that minus 1.
                momentum.g.fill_(Math.Log(g / (1 - g)));
                heavyBall.a.fill_(Math.Log((1 + g) / (1 - g)));
                heavyBall.b.fill_(-(1 - g));
            }
            SameOperators(momentum, heavyBall);
        }
    }

    /// <summary>prox(x - b*T1(x)) with T2 linear, whose resolvent is a matrix's inverse, against the implicit form that is solved.</summary>
    [Fact]
    public void ProximalGradient_ImplicitAndWithItsResolvent_AreOne()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor root = randn(Width, Width, dtype: float64), matrix = root.matmul(root.t()) * (0.5 / root.norm().square());
        Linear T2(int k)
        {
            Linear layer = Linear(Width, Width, hasBias: false, dtype: float64);
            using (no_grad())
                layer.weight.copy_(matrix);
            layer.weight.requires_grad = false;
            return layer;
        }
        var solved = new ProximalGradient(Block, T2, Layers);
        var resolved = new ResolventForm(Block, matrix, Layers);
        solved.to(float64);
        // Only the operators are handed over below, so nobody else tightens the solve.
        solved.Implicit.Options = solved.Implicit.Options with
        {
            Tolerance = 1e-14, RelativeTolerance = 1e-14, MaxIterations = 200, Adjoint = new ImplicitAdjoint { RelativeTolerance = 1e-13, MaxIterations = 200 }
        };
        resolved.to(float64);
        Module first = solved.named_children().Single(c => c.name == "T1").module, second = resolved.named_children().Single(c => c.name == "T1").module;
        SameNetwork.Verify(
            first, x => solved.call(x[0]), second, x => resolved.call(x[0]), [randn(4, Width, dtype: float64)],
            new SameNetworkOptions { AbsoluteTolerance = 1e-10, RelativeTolerance = 1e-10 });
    }

    [Fact]
    public void GradientDescent_IsTheResidualNetworkByHand()
    {
        using DisposeScope scope = NewDisposeScope();
        var network = new GradientDescent(_ => new PreActivation(4, 6), 3);
        using (no_grad())
            network.b.fill_(-1);
        var written = new Residual(3, 4, 6);
        network.to(float64);
        written.to(float64);
        SameOperators(network, written, randn(2, 4, 5, 6, dtype: float64));
    }

    [Fact]
    public void OptimisticGradient_ByHand_IsTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        var network = new OptimisticGradient(Block, 4);
        network.to(float64);
        Tensor x = randn(3, Width, dtype: float64), current = x, last = null!;
        foreach (Module<Tensor, Tensor> block in network.named_children().Where(c => c.name == "T").SelectMany(c => c.module.children()).Cast<Module<Tensor, Tensor>>())
        {
            Tensor value = block.call(current);
            last ??= value;
            (current, last) = (current - 2 * value + last, value);
        }
        Assert.True(current.allclose(network.call(x), rtol: 1e-12, atol: 1e-12));
    }

    [Fact]
    public void DouglasRachford_OfTheOneNormAndAQuadratic_FindsTheMinimum()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = tensor(new[] { 3.0, -0.5, 0.2, -2 });
        // |x|_1 + 1/2 |x - c|^2 is least at soft(c, 1), c = (2, 0.5, -3, 0).
        Tensor c = tensor(new[] { 2.0, 0.5, -3, 0 });
        var network = new DouglasRachford(_ => new Quadratic(c), _ => new SoftThreshold(), 80);
        network.to(float64);
        // The result is z; the minimum is F(z).
        Tensor minimum = (network.call(z) + c) / 2;
        Assert.True(minimum.allclose(tensor(new[] { 1.0, 0, -2, 0 }), atol: 1e-8), minimum.ToString(TorchSharp.TensorStringStyle.Julia));
    }

    [Fact]
    public void Lista_Untrained_IsIsta()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor dictionary = randn(4, 7, dtype: float64), y = randn(3, 4, dtype: float64);
        var network = new Lista(dictionary, 5);
        network.to(float64);
        double step = 1 / Math.Pow(linalg.svdvals(dictionary).max().item<double>(), 2);
        Tensor x = step * y.matmul(dictionary);
        for (int k = 0; k < 5; k++)
        {
            Tensor v = x - step * (x.matmul(dictionary.t()) - y).matmul(dictionary);
            x = v.sign() * (v.abs() - 0.1).relu();
        }
        Assert.True(x.allclose(network.call(y), rtol: 1e-6, atol: 1e-6));
    }

    /// <summary>With the same operators the networks have the same value and the same gradients; their coefficients are those that they have.</summary>
    private static void SameOperators(Module<Tensor, Tensor> actual, Module<Tensor, Tensor> expected, Tensor? argument = null)
    {
        actual.to(float64);
        expected.to(float64);
        Module left = actual.named_children().Single(c => c.name == "T").module, right = expected.named_children().Single(c => c.name == "T").module;
        SameNetwork.Verify(left, x => actual.call(x[0]), right, x => expected.call(x[0]), [argument ?? randn(4, Width, dtype: float64)]);
    }

    /// <summary>The pre-activation residual network, as a loop.</summary>
    private sealed class Residual : Module<Tensor, Tensor>
    {
        private readonly ModuleList<PreActivation> blocks;

        public Residual(int depth, int channels, int hidden)
            : base(nameof(Residual))
        {
            blocks = new ModuleList<PreActivation>(Enumerable.Range(0, depth).Select(_ => new PreActivation(channels, hidden)).ToArray());
            register_module("T", blocks);
        }

        public override Tensor forward(Tensor x)
        {
            foreach (PreActivation block in blocks)
                x = x + block.call(x);
            return x;
        }
    }

    /// <summary>The resolvent of 1/2 |x - c|^2 with the step 1.</summary>
    private sealed class Quadratic(Tensor c) : Module<Tensor, Tensor, Tensor>(nameof(Quadratic))
    {
        public override Tensor forward(Tensor x, Tensor s) => (x + s * c) / (1 + s);
    }
}

/// <summary>Proximal gradient with its resolvent, of a linear operator: x_(k+1) = (I + b A)^-1 (x_k - b T1(x_k)).</summary>
[Update("x_<k+1> = prox[b](x_k - b*T1(x_k))")]
internal sealed partial class ResolventForm
{
    private const double b = 0.5;

    private readonly Tensor matrix;

    public ResolventForm(Func<int, Module<Tensor, Tensor>> block, Tensor matrix, int layers)
        : base(nameof(ResolventForm))
    {
        this.matrix = matrix;
        Initialize(block, layers);
    }

    private static Module<Tensor, Tensor> T1(int k, Func<int, Module<Tensor, Tensor>> block) => block(k);

    private Tensor prox(Tensor x, double s) => linalg.solve(eye(matrix.shape[0], dtype: float64) + s * matrix, x.t()).t();
}
