using OptGen.Blocks;
using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.FixedPoint;

/// <summary>Bounded layers keep to their bounds, against exact singular values of their operators' matrices.</summary>
public sealed class LipschitzTests
{
    /// <summary>What power steps may miss, above and below.</summary>
    private const double Allowance = 1e-3;

    public static TheoryData<int, int, int, int, int> Convolutions => new()
    {
        // kernel, stride, padding, dilation, groups
        { 3, 1, 1, 1, 1 },
        { 3, 1, 0, 1, 2 },
        { 3, 2, 1, 1, 1 },
        { 2, 3, 0, 1, 1 },
        { 3, 1, 2, 2, 2 },
        { 4, 3, 2, 1, 2 },
        { 1, 2, 0, 1, 1 }
    };

    [Theory]
    [InlineData(7, 7)]
    [InlineData(3, 20)]
    [InlineData(20, 3)]
    [InlineData(1, 1)]
    public void Linear_NormAboveTheBound_IsScaledToIt(int inputs, int outputs)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Linear layer = Linear(inputs, outputs, dtype: float64);
        Scale(layer.weight, 5);
        using BoundedLinear bounded = Lipschitz.Bound(layer, 0.9);

        Assert.InRange(Norm(bounded.EffectiveWeight()), 0.9 * (1 - (2 * Allowance)), 0.9);
        Assert.Equal(0.9, bounded.LipschitzBound);
        Tensor x = randn(4, inputs, dtype: float64);
        Tensor expected = functional.linear(x, bounded.EffectiveWeight(), bounded.Offset);
        Assert.True(bounded.call(x).equal(expected).all().item<bool>());
    }

    [Fact]
    public void Linear_NormBelowTheBound_IsLeftAsItIs()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        Linear layer = Linear(6, 5);
        Scale(layer.weight, 0.7);
        using BoundedLinear bounded = Lipschitz.Bound(layer, 0.9);

        Assert.True(bounded.EffectiveWeight().equal(layer.weight).all().item<bool>());
    }

    [Fact]
    public void Linear_ManySingularValuesNearTheGreatest_KeepsTheBound()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        (Tensor q, _) = linalg.qr(randn(40, 40, dtype: float64));
        Tensor values = linspace(1.99, 2, 40, dtype: float64);
        var weight = new Parameter(q.mul(values).matmul(q.t()));
        using BoundedLinear bounded = Lipschitz.Bound(Linear(weight), 1);

        Assert.InRange(Norm(bounded.EffectiveWeight()), 0.99, 1 + Allowance);
    }

    [Fact]
    public void Linear_Gradient_IsThatOfTheScaledWeight()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        Linear layer = Linear(6, 5, dtype: float64);
        Scale(layer.weight, 3);
        using BoundedLinear bounded = Lipschitz.Bound(layer, 0.5);
        Tensor direction = randn(5, 6, dtype: float64);

        Tensor found = autograd.grad([bounded.EffectiveWeight().mul(direction).sum()], [bounded.OriginalWeight])[0];

        // The derivative of <G, W*c/s>, s the greatest singular value, whose own derivative is u v^T.
        Tensor w = layer.weight.detach();
        (Tensor u, Tensor s, Tensor vt) = linalg.svd(w, fullMatrices: false);
        Tensor expected = (direction / s[0]) - ((direction * w).sum() / s[0].square() * u.select(1, 0).outer(vt[0]));
        expected *= 0.5 / (1 + Allowance);
        Assert.InRange((found - expected).norm().item<double>() / expected.norm().item<double>(), 0, 1e-5);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Linear_TrainedToExceedTheBound_KeepsItAtEveryStep(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(5);
        using BoundedLinear bounded = Lipschitz.Bound(Linear(16, 16, dtype: type), 0.8);
        Tensor x = randn(32, 16, dtype: type), target = randn(32, 16, dtype: type) * 10;
        optim.Optimizer optimizer = optim.Adam(bounded.parameters(), 0.05);
        for (int step = 0; step < 150; step++)
        {
            using DisposeScope inner = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = (bounded.call(x) - target).square().mean();
            Assert.InRange(Norm(bounded.EffectiveWeight()), 0, 0.8 * (1 + Allowance));
            loss.backward();
            optimizer.step();
        }

        bounded.eval();
        Assert.InRange(Norm(bounded.EffectiveWeight()), 0.8 * (1 - (3 * Allowance)), 0.8 * (1 + Allowance));
        Assert.True(Norm(bounded.OriginalWeight) > 1.2, "The training did not press against the bound.");
    }

    [Fact]
    public void Linear_WeightOfZeros_GivesFiniteGradientsAndGrows()
    {
        using DisposeScope scope = NewDisposeScope();
        using BoundedLinear bounded = Lipschitz.Bound(Linear(new Parameter(zeros(4, 4))), 0.5);
        Tensor x = ones(2, 4);
        bounded.call(x).sum().backward();

        Assert.True(bounded.OriginalWeight.grad!.isfinite().all().item<bool>());
        using (no_grad())
            bounded.OriginalWeight.add_(eye(4), 3);
        bounded.call(x).Dispose();
        Assert.InRange(Norm(bounded.EffectiveWeight()), 0.49, 0.5 * (1 + Allowance));
    }

    [Fact]
    public void Linear_WeightUnchanged_IsOneFunctionInTraining()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(6);
        using BoundedLinear bounded = Lipschitz.Bound(Linear(30, 30), 0.5);
        using (no_grad())
            bounded.OriginalWeight.add_(randn(30, 30));
        Tensor x = randn(3, 30);

        Tensor first = bounded.call(x);
        for (int i = 0; i < 5; i++)
            Assert.True(bounded.call(x).equal(first).all().item<bool>());
        bounded.eval();
        Assert.True(bounded.call(x).equal(first).all().item<bool>());
    }

    [Fact]
    public void Linear_VectorTurnedBeforeBackward_GivesTheGradientOfItsForward()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(17);
        using BoundedLinear bounded = Lipschitz.Bound(Linear(5, 5), 0.1);
        Tensor x = randn(3, 5);
        Tensor[] gradients = new Tensor[2];
        for (int turned = 0; turned < 2; turned++)
        {
            Tensor y = bounded.call(x).square().sum();
            if (turned == 1)
            {
                bounded.get_buffer("v")!.fill_(0.4f);
            }
            gradients[turned] = autograd.grad([y], [bounded.OriginalWeight])[0];
        }

        Assert.True(gradients[0].equal(gradients[1]).all().item<bool>());
    }

    [Fact]
    public void Linear_Checkpoint_RestoresEveryBit()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(7);
        Tensor x = randn(9, 12);
        using BoundedLinear trained = Lipschitz.Bound(Linear(12, 12), 0.3);
        optim.Optimizer optimizer = optim.SGD(trained.parameters(), 0.5);
        for (int step = 0; step < 5; step++)
        {
            optimizer.zero_grad();
            trained.call(x).square().sum().backward();
            optimizer.step();
        }
        trained.eval();
        Tensor expected = trained.call(x);
        Assert.Equal(["weight", "bias", "v"], trained.state_dict().Keys);
        string file = Path.GetTempFileName();
        try
        {
            trained.save(file);
            using BoundedLinear loaded = Lipschitz.Bound(Linear(12, 12), 0.3);
            loaded.load(file);
            loaded.eval();

            Assert.True(loaded.call(x).equal(expected).all().item<bool>());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Linear_MovedToDouble_KeepsBoundAndKeys()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(8);
        BoundedLinear bounded = Lipschitz.Bound(Linear(8, 8), 0.2).to(float64);

        Assert.All(bounded.state_dict().Values, t => Assert.Equal(float64, t.dtype));
        Assert.Equal(["weight", "bias", "v"], bounded.state_dict().Keys);
        Assert.Equal(float64, bounded.call(randn(2, 8, dtype: float64)).dtype);
        Assert.InRange(Norm(bounded.EffectiveWeight()), 0.2 * (1 - (2 * Allowance)), 0.2);
        Assert.Same(bounded.OriginalWeight, bounded.get_parameter("weight"));
        bounded.Dispose();
    }

    [Fact]
    public void Linear_Removed_IsThePlainLayerWithTheEffectiveWeight()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(9);
        Linear layer = Linear(4, 6);
        Parameter weight = layer.weight;
        BoundedLinear bounded = Lipschitz.Bound(layer, 0.1);
        Tensor x = randn(5, 4), expected = bounded.call(x);

        using Linear plain = bounded.Remove();

        Assert.Same(weight, plain.weight);
        Assert.True(plain.call(x).equal(expected).all().item<bool>());
        Assert.InRange(Norm(plain.weight), 0.099, 0.1);
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Convolution_NormOfTheWholeOperator_IsAtTheBound(int kernel, int stride, int padding, int dilation, int groups)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(10);
        Conv2d layer = Conv2d(2, 4, kernel, stride, padding, dilation, groups: groups, dtype: float64);
        Scale(layer.weight, 4);
        using BoundedConv2d bounded = Lipschitz.Bound(layer, 0.9, (7, 6));

        Assert.InRange(Norm(Matrix(bounded, 2, 7, 6)), 0.9 * (1 - (2 * Allowance)), 0.9);
        Assert.InRange(Norm(Matrix(bounded, 2, 5, 5)), 0, 0.9);
    }

    [Fact]
    public void Convolution_SameSize_IsBoundedAsWithNumbers()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(11);
        Conv2d layer = Conv2d(2, 2, (3, 5), Padding.Same, dtype: float64);
        Scale(layer.weight, 4);
        using BoundedConv2d bounded = Lipschitz.Bound(layer, 0.9, (6, 6));

        Assert.Equal([1, 2, 6, 6], bounded.call(zeros(1, 2, 6, 6, dtype: float64)).shape);
        Assert.InRange(Norm(Matrix(bounded, 2, 6, 6)), 0.9 * (1 - (2 * Allowance)), 0.9);
    }

    [Fact]
    public void Convolution_TrainedToExceedTheBound_KeepsIt()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(12);
        using BoundedConv2d bounded = Lipschitz.Bound(Conv2d(2, 2, 3, padding: 1L), 0.8, (6, 6));
        Tensor x = randn(8, 2, 6, 6), target = randn(8, 2, 6, 6) * 10;
        optim.Optimizer optimizer = optim.Adam(bounded.parameters(), 0.05);
        for (int step = 0; step < 60; step++)
        {
            using DisposeScope inner = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = (bounded.call(x) - target).square().mean();
            if (step % 5 == 0)
                Assert.InRange(Norm(Matrix(bounded, 2, 6, 6)), 0, 0.8 * (1 + Allowance));
            loss.backward();
            optimizer.step();
        }

        Assert.True(bounded.OriginalWeight.norm().item<float>() > bounded.EffectiveWeight().norm().item<float>());
    }

    [Fact]
    public void Convolution_MovedAndRemoved_IsThePlainLayer()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(13);
        BoundedConv2d bounded = Lipschitz.Bound(Conv2d(2, 3, 3), 0.2, (8, 8)).to(float64);
        Tensor x = randn(1, 2, 8, 8, dtype: float64), expected = bounded.call(x);

        using Conv2d plain = bounded.Remove();

        Assert.True(plain.call(x).equal(expected).all().item<bool>());
        Assert.Equal(float64, plain.weight.dtype);
    }

    [Fact]
    public void Convolution_GreaterImage_IsAnError()
    {
        using BoundedConv2d bounded = Lipschitz.Bound(Conv2d(1, 1, 3), 1, (8, 8));
        using Tensor image = zeros(1, 1, 8, 9);

        ArgumentException error = Assert.Throws<ArgumentException>(() => bounded.call(image));

        Assert.Contains("The image has 8 x 9 pixels, but this layer is bounded for at most 8 x 8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoLayer_Bounded_SharesTheBoundAndKeepsItsNames()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(14);
        var block = new TwoLayer(6, 24, Sigmoid());
        block.to(float64);
        Grow(block);
        using BoundedChain bounded = Lipschitz.Bound(block, 0.9);

        Assert.Equal(["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc1.v", "fc2.v"], bounded.state_dict().Keys);
        double product = bounded.children().OfType<BoundedLinear>().Select(l => Norm(l.EffectiveWeight())).Aggregate(1.0, (a, b) => a * b);
        // A sigmoid is never steeper than a quarter.
        Assert.InRange(product / 4, 0.9 * (1 - (5 * Allowance)), 0.9);
        Assert.InRange(SteepestSlope(bounded, randn(50, 6, dtype: float64)), 0.1, 0.9);
    }

    [Fact]
    public void Sequential_OfEveryKind_KeepsTheBoundOfTheWhole()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(15);
        Sequential chain = Sequential(
            Conv2d(1, 2, 3, padding: 1L), GELU(), Conv2d(2, 2, 3, stride: 2L), Flatten(), Sequential(Linear(8, 9), ELU(2), Linear(9, 5)), new TwoLayer(5, 7), SiLU());
        chain.to(float64);
        Grow(chain);
        using BoundedChain bounded = Lipschitz.Bound(chain, 0.9, (5, 5));

        Assert.Equal(0.9, bounded.LipschitzBound);
        Assert.Contains("4.2.weight", bounded.state_dict().Keys);
        Assert.Contains("5.fc1.v", bounded.state_dict().Keys);
        double product = 2 * 1.13 * 1.1;
        foreach (BoundedLinear layer in bounded.modules().OfType<BoundedLinear>())
            product *= Norm(layer.EffectiveWeight());
        BoundedConv2d[] convolutions = bounded.modules().OfType<BoundedConv2d>().ToArray();
        product *= Norm(Matrix(convolutions[0], 1, 5, 5)) * Norm(Matrix(convolutions[1], 2, 5, 5));
        Assert.InRange(product, 0.9 * (1 - (10 * Allowance)), 0.9);
        double inner = bounded.modules().OfType<BoundedLinear>().First().LipschitzBound;
        Assert.Equal(2 * inner * inner, bounded.children().OfType<BoundedChain>().First().LipschitzBound, 12);
        Tensor x = randn(3, 1, 5, 5, dtype: float64), expected = bounded.call(x);
        using Sequential plain = bounded.Remove();
        Assert.InRange((plain.call(x) - expected).abs().max().item<double>(), 0, 1e-14);
    }

    [Fact]
    public void Bound_OfAModuleOfAnyKind_IsABoundedModule()
    {
        foreach (Module<Tensor, Tensor> module in (Module<Tensor, Tensor>[])[Linear(3, 3), new TwoLayer(3, 4), Conv2d(1, 1, 3), Sequential(Linear(2, 2))])
        {
            using Module<Tensor, Tensor> bounded = Lipschitz.Bound(module, 0.5, (4, 4));
            Assert.Equal(0.5, Assert.IsType<IBoundedModule>(bounded, exactMatch: false).LipschitzBound);
        }
    }

    [Fact]
    public void Bound_OfWhatIsNotKnown_SaysWhatIs()
    {
        using Sequential chain = Sequential(Linear(3, 3), BatchNorm1d(3));

        ArgumentException error = Assert.Throws<ArgumentException>(() => Lipschitz.Bound(chain, 0.5));

        Assert.Contains("Nothing is known of the Lipschitz constant of BatchNorm1d: Lipschitz.Bound takes Linear, Conv2d, TwoLayer", error.Message, StringComparison.Ordinal);
        Assert.Contains("state the greatest as the argument 'image'", Assert.Throws<ArgumentException>(() => Lipschitz.Bound(Sequential(Conv2d(1, 1, 3)), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to bound", Assert.Throws<ArgumentException>(() => Lipschitz.Bound(Sequential(ReLU()), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("it must be above 0", Assert.Throws<ArgumentOutOfRangeException>(() => Lipschitz.Bound(Linear(3, 3), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("too small for a convolution", Assert.Throws<ArgumentException>(() => Lipschitz.Bound(Conv2d(1, 1, 5), 1, (4, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("needs padding with zeros", Assert.Throws<ArgumentException>(() => Lipschitz.Bound(Conv2d(1, 1, 3, padding: 1L, padding_mode: PaddingModes.Circular), 1, (4, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_OfABoundedModule_LeavesItsResultOnly()
    {
        manual_seed(18);
        using BoundedChain bounded = Lipschitz.Bound(Sequential(Conv2d(1, 2, 3), ReLU(), Flatten(), Linear(18, 4)), 0.5, (5, 5));
        using Tensor x = randn(2, 1, 5, 5);
        for (int pass = 0; pass < 3; pass++)
        {
            using (no_grad())
            {
                foreach (Parameter parameter in bounded.parameters())
                    parameter.add_(0.1);
            }
            using DisposeScope scope = NewDisposeScope();
            bounded.call(x);
            Assert.Equal(1, scope.DisposablesCount);
        }
    }

    [Fact]
    public void Equilibrium_OfABoundedOperatorInTraining_HasTheGradientOfTheUnrolledOne()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(19);
        using BoundedLinear inner = Lipschitz.Bound(Linear(8, 8, dtype: float64), 0.7);
        using (no_grad())
            inner.OriginalWeight.mul_(4);
        Tensor u = randn(5, 8, dtype: float64), direction = randn(5, 8, dtype: float64);

        Tensor[] gradients = ((Adjoint[])[new ImplicitAdjoint { RelativeTolerance = 1e-13, MaxIterations = 1000 }, new UnrolledAdjoint()]).Select(adjoint =>
        {
            Solution solution = Equilibrium.Solve(
                new FixedPointProblem((z, given) => [inner.call(z[0]).add(given[0]).tanh()], [zeros_like(u)]) { Given = [u], Modules = [inner] },
                Problems.Tight(new PicardSolver(), adjoint));
            return autograd.grad([solution.Value.mul(direction).sum()], [inner.OriginalWeight])[0];
        }).ToArray();

        Assert.InRange((gradients[0] - gradients[1]).norm().item<double>() / gradients[1].norm().item<double>(), 0, 1e-9);
    }

    [Fact]
    public void Equilibrium_OfABoundedOperator_IsSolvedHoweverGreatItsWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(16);
        var block = new TwoLayer(10, 40);
        block.to(float64);
        Grow(block);
        using BoundedChain bounded = Lipschitz.Bound(block, 0.9);
        Tensor u = randn(6, 10, dtype: float64).requires_grad_(true);
        SolveOptions options = Problems.Tight(new PicardSolver());

        Solution solution = Equilibrium.Solve(
            new FixedPointProblem((z, given) => [bounded.call(z[0]).add(given[0])], [zeros_like(u)]) { Given = [u], Modules = [bounded] }, options);
        solution.Value.sum().backward();

        Assert.Equal(SolveStatus.Converged, solution.Report.Status);
        Assert.Equal(SolveStatus.Converged, solution.Report.Backward!.Status);
    }

    private static void Scale(Tensor weight, double norm)
    {
        using IDisposable off = no_grad();
        double found = Norm(weight.flatten(1));
        weight.mul_(norm / found);
    }

    private static void Grow(Module module)
    {
        using IDisposable off = no_grad();
        foreach (Parameter parameter in module.parameters())
            parameter.mul_(8);
    }

    private static double Norm(Tensor matrix)
    {
        using DisposeScope scope = NewDisposeScope();
        return linalg.svdvals(matrix.detach().to(float64)).max().item<double>();
    }

    /// <summary>The matrix of a convolution without its bias, column by column.</summary>
    private static Tensor Matrix(BoundedConv2d layer, long channels, long height, long width)
    {
        using IDisposable off = no_grad();
        long size = channels * height * width;
        Tensor basis = eye(size, dtype: layer.OriginalWeight.dtype).reshape(size, channels, height, width);
        Tensor images = layer.call(basis) - layer.call(zeros_like(basis));
        return images.flatten(1).t();
    }

    /// <summary>The greatest norm of a module's Jacobian at some points.</summary>
    private static double SteepestSlope(Module<Tensor, Tensor> module, Tensor points)
    {
        Tensor x = points.detach().requires_grad_(true), y = module.call(x);
        var rows = Enumerable.Range(0, (int)y.shape[1]).Select(i => autograd.grad([y.select(1, i).sum()], [x], retain_graph: true)[0]).ToList();
        return linalg.svdvals(stack(rows, 1)).max().item<double>();
    }
}
