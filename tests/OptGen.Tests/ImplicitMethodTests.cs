using OptGen.FixedPoint;
using OptGen.Tests.Declared;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests;

/// <summary>Implicit methods against what is known of them in closed form.</summary>
public sealed class ImplicitMethodTests
{
    /// <summary>
    /// A proximal gradient step whose second operator is the gradient of a quadratic is a step of the first and then the quadratic's resolvent.
    /// </summary>
    [Fact]
    public void ProximalGradient_OfAQuadratic_IsItsClosedForm()
    {
        using DisposeScope scope = NewDisposeScope();
        using var solved = new SolvedProximalGradient();
        using var closed = new ClosedProximalGradient();
        solved.Implicit.Options = new SolveOptions { Tolerance = 1e-13, RelativeTolerance = 0, MaxIterations = 200, Adjoint = new ImplicitAdjoint { RelativeTolerance = 1e-13 } };
        Tensor input = randn([4, 2], dtype: float64, requires_grad: true);

        Tensor found = solved.call(input);
        Tensor wanted = closed.call(input);

        Assert.InRange((found - wanted).abs().max().item<double>(), 0, 1e-10);
        Tensor difference = autograd.grad([found.square().sum()], [input])[0] - autograd.grad([wanted.square().sum()], [input])[0];
        Assert.InRange(difference.abs().max().item<double>(), 0, 1e-10);
        Assert.All(solved.Implicit.Reports, r => Assert.Equal(SolveStatus.Converged, r.Status));
    }

    [Theory]
    [InlineData(nameof(BackwardEulerFlow), 1)]
    [InlineData(nameof(TrapezoidFlow), 2)]
    [InlineData(nameof(TwoStepFlow), 2)]
    public void Forward_StepHalved_ErrorFallsByTheOrder(string method, int order)
    {
        using DisposeScope scope = NewDisposeScope();

        double slope = Math.Log2(Error(128) / Error(256));

        Assert.InRange(slope, order - 0.1, order + 0.1);

        double Error(int layers)
        {
            using IDisposable off = no_grad();
            SolveOptions exact = ImplicitModuleTests.Exact(new UnrolledAdjoint());
            using Module<Tensor, Tensor> module = method switch
            {
                nameof(BackwardEulerFlow) => new BackwardEulerFlow(1.0 / layers, layers) { Implicit = { Options = exact } },
                nameof(TrapezoidFlow) => new TrapezoidFlow(1.0 / layers, layers) { Implicit = { Options = exact } },
                _ => new TwoStepFlow(1.0 / layers, layers) { Implicit = { Options = exact } }
            };
            Tensor start = tensor(new[] { 1.0, -0.5 }).view(1, 2);
            return (module.call(start) - Quadratic.Along(start, 1)).norm().item<double>();
        }
    }

    /// <summary>Three implicit networks of the catalogue, three lines each.</summary>
    [Theory]
    [InlineData("""
        [Update("x_<k+1> = x_k - b*T1(x_k) - b*T2(x_<k+1>)", Layers = 3)] public partial class Net { const double b = 0.25;
            static Module<Tensor, Tensor> T1(int k, int width) => new TwoLayer(width, 2 * width);
            static Module<Tensor, Tensor> T2(int k, int width) => new TwoLayer(width, 2 * width); }
        """)]
    [InlineData("""
        [Update("y_k = x_k + k/(k+3)*(x_k - x_<k-1>); x_<k+1> = y_k - T1(y_k)/4 - T2(x_<k+1>)/4", Layers = 3)] public partial class Net {
            static Module<Tensor, Tensor> T1(int k, int width) => new TwoLayer(width, 2 * width);
            static Module<Tensor, Tensor> T2(int k, int width) => new TwoLayer(width, 2 * width); }
        """)]
    [InlineData("""
        [Update("x_<k+1> = x_k - b_k/2*(T(x_<k+1>) + T(x_k))", Layers = 3)] public partial class Net {
            [Learnable(0.25, Min = 0, Max = 1, PerLayer = true)] public partial Parameter b { get; }
            static Module<Tensor, Tensor> T(int k, int width) => new TwoLayer(width, 2 * width); }
        """)]
    public void Network_DeclaredInThreeLines_RunsAndTrains(string declaration)
    {
        Assert.Equal(3, declaration.Split('\n').Length);
        using DisposeScope scope = NewDisposeScope();
        using var module = (Module<Tensor, Tensor>)Activator.CreateInstance(RandomNetworkRun.Compile(declaration).GetType("Net")!, 4, "Net")!;
        var solves = (ImplicitSolve)module.GetType().GetProperty("Implicit")!.GetValue(module)!;

        module.call(randn(5, 4)).square().mean().backward();

        Assert.Equal(3, solves.Reports.Count);
        Assert.All(solves.Reports, r => Assert.Equal(SolveStatus.Converged, r.Status));
        Assert.All(module.parameters().SkipLast(4), p => Assert.False(p.grad is null));
    }
}
