using OptGen.FixedPoint;
using OptGen.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Tests.FixedPoint;

/// <summary>The gradient of a solution against backpropagation through all iterations and against differences.</summary>
public sealed class ImplicitGradientTests
{
    // Held, for these run thousands of times: TorchSharp does not keep a number alive during a call.
    private static readonly Scalar s_three = 3;

    public static TheoryData<string> Solvers => [.. Problems.Solvers];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Implicit_OneUnknown_EqualsUnrolled(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(11);
        using var cell = new Cell(6, 4, 0.7);
        Tensor input = randn(5, 4, dtype: float64, requires_grad: true, generator: generator);
        FixedPointProblem problem = Problems.Of(cell, input, zeros(5, 6, dtype: float64));
        Tensor weight = randn(5, 6, dtype: float64, generator: generator);
        List<Tensor> variables = [input, .. cell.parameters()];

        Assert.Equal(0, Disagreement(problem, Problems.Solver(name), solution => (solution.Value * weight).sum(), variables), 2e-12);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Implicit_SeveralUnknowns_EqualsUnrolled(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(12);
        using var first = new Cell(5, 7, 0.5);
        using var second = new Cell(4, 5, 0.5);
        Tensor input = randn(6, 3, dtype: float64, requires_grad: true, generator: generator);
        FixedPointProblem problem = Problems.Pair(first, second, input, 5, 4);
        List<Tensor> variables = [input, .. first.parameters(), .. second.parameters()];

        double found = Disagreement(
            problem, Problems.Solver(name), solution => solution.Values[0].square().sum() + solution.Values[1].sin().sum(), variables);
        Assert.Equal(0, found, 2e-12);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Unrolled_EverySolver_EqualsImplicit(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(13);
        using var cell = new Cell(6, 4, 0.6);
        Tensor input = randn(5, 4, dtype: float64, requires_grad: true, generator: generator);
        FixedPointProblem problem = Problems.Of(cell, input, zeros(5, 6, dtype: float64));
        List<Tensor> variables = [input, .. cell.parameters()];
        IList<Tensor> exact = autograd.grad([Equilibrium.Solve(problem, Problems.Tight(new PicardSolver())).Value.square().sum()], variables);
        IList<Tensor> unrolled = autograd.grad(
            [Equilibrium.Solve(problem, Problems.Tight(Problems.Solver(name), new UnrolledAdjoint())).Value.square().sum()], variables);

        // Iterates converge faster than their derivatives do, and Newton's come from differences.
        for (int i = 0; i < exact.Count; i++)
            Assert.InRange(Difference(exact[i], unrolled[i]), 0, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Implicit_AgainstDifferences_AgreesToSixDigits(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(14);
        using var cell = new Cell(4, 3, 0.8);
        Tensor input = randn(3, 3, dtype: float64, requires_grad: true, generator: generator);
        SolveOptions options = Problems.Tight(Problems.Solver(name));
        GradientCheck.Verify(
            () => Equilibrium.Solve(Problems.Of(cell, input, zeros(3, 4, dtype: float64)), options).Value.pow(s_three).sum(),
            [("input", input), ("weight", cell.parameters().First())]);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Implicit_SeveralUnknownsAgainstDifferences_AgreesToSixDigits(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(20);
        using var first = new Cell(3, 5, 0.5);
        using var second = new Cell(2, 3, 0.5);
        Tensor input = randn(2, 3, dtype: float64, requires_grad: true, generator: generator);
        FixedPointProblem problem = Problems.Pair(first, second, input, 3, 2);
        SolveOptions options = Problems.Tight(Problems.Solver(name));
        GradientCheck.Verify(
            () =>
            {
                Solution solution = Equilibrium.Solve(problem, options);
                return solution.Values[0].pow(s_three).sum() + solution.Values[1].sin().sum();
            },
            [("input", input), ("first weight", first.parameters().First()), ("second weight", second.parameters().First())]);
    }

    [Fact]
    public void Implicit_UnderCreateGraph_HessianVectorProductAgreesWithDifferences()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(15);
        using var cell = new Cell(4, 3, 0.8);
        Tensor input = randn(3, 3, dtype: float64, requires_grad: true, generator: generator);
        List<Tensor> variables = [input, .. cell.parameters()];
        List<Tensor> directions = variables.Select(v => randn(v.shape, dtype: v.dtype, generator: generator)).ToList();
        SolveOptions options = Problems.Tight(new AndersonSolver());
        Tensor Loss() => Equilibrium.Solve(Problems.Of(cell, input, zeros(3, 4, dtype: float64)), options).Value.pow(s_three).sum();

        IList<Tensor> gradients = autograd.grad([Loss()], variables, retain_graph: true, create_graph: true);
        Tensor along = gradients.Select((g, i) => (g * directions[i]).sum()).Aggregate((a, b) => a + b);
        IList<Tensor> products = autograd.grad([along], variables);

        const double step = 1e-5;
        IList<Tensor> Moved(double by)
        {
            Move(variables, directions, by);
            IList<Tensor> found = autograd.grad([Loss()], variables);
            Move(variables, directions, -by);
            return found;
        }
        IList<Tensor> after = Moved(step), before = Moved(-step);
        for (int i = 0; i < variables.Count; i++)
        {
            Tensor difference = (after[i] - before[i]) / (2 * step);
            Assert.InRange((products[i] - difference).norm().item<double>() / difference.norm().item<double>(), 0, 1e-6);
        }
    }

    [Fact]
    public void Implicit_UnderCreateGraph_EqualsUnrolledTwice()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(16);
        using var first = new Cell(5, 7, 0.5);
        using var second = new Cell(4, 5, 0.5);
        Tensor input = randn(6, 3, dtype: float64, requires_grad: true, generator: generator);
        FixedPointProblem problem = Problems.Pair(first, second, input, 5, 4);
        List<Tensor> variables = [input, .. first.parameters(), .. second.parameters()];
        IList<Tensor> Second(Adjoint? adjoint)
        {
            Solution solution = Equilibrium.Solve(problem, Problems.Tight(new PicardSolver(), adjoint));
            Tensor loss = solution.Values[0].pow(s_three).sum() + solution.Values[1].sin().sum();
            IList<Tensor> gradients = autograd.grad([loss], variables, retain_graph: true, create_graph: true);
            return autograd.grad([gradients.Select(g => g.square().sum()).Aggregate((a, b) => a + b)], variables);
        }
        IList<Tensor> exact = Second(null), unrolled = Second(new UnrolledAdjoint());
        for (int i = 0; i < exact.Count; i++)
            Assert.InRange(Difference(unrolled[i], exact[i]), 0, 1e-9);
    }

    [Fact]
    public void JacobianFree_IsTheGradientOfOneEvaluation()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(17);
        using var cell = new Cell(6, 4, 0.7);
        Tensor input = randn(5, 4, dtype: float64, requires_grad: true, generator: generator);
        List<Tensor> variables = [input, .. cell.parameters()];
        Solution solution = Equilibrium.Solve(
            Problems.Of(cell, input, zeros(5, 6, dtype: float64)), Problems.Tight(new AndersonSolver(), new JacobianFreeAdjoint()));
        IList<Tensor> found = autograd.grad([solution.Value.square().sum()], variables);
        IList<Tensor> expected = autograd.grad([cell.call(solution.Value.detach(), input).square().sum()], variables);

        for (int i = 0; i < found.Count; i++)
            Assert.InRange(Difference(expected[i], found[i]), 0, 1e-11);
    }

    [Fact]
    public void Phantom_MoreSteps_ComesNearerToImplicit()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(18);
        using var cell = new Cell(6, 4, 0.7);
        Tensor input = randn(5, 4, dtype: float64, requires_grad: true, generator: generator);
        FixedPointProblem problem = Problems.Of(cell, input, zeros(5, 6, dtype: float64));
        Tensor Gradient(Adjoint? adjoint) => autograd.grad(
            [Equilibrium.Solve(problem, Problems.Tight(new AndersonSolver(), adjoint)).Value.square().sum()], [input])[0];
        Tensor exact = Gradient(null);
        double few = Difference(exact, Gradient(new PhantomAdjoint { Steps = 2 }));
        double more = Difference(exact, Gradient(new PhantomAdjoint { Steps = 60 }));
        double other = Difference(exact, Gradient(new PhantomAdjoint { Steps = 2, Damping = 0.9 }));

        Assert.True(more < 1e-6 && few > 0.01 && Math.Abs(other - few) > 1e-3, $"{few}, {more}, {other}");
    }

    [Fact]
    public void Implicit_GuessAndSharedAndGiven_GetWhatIsTheirs()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(19);
        Tensor matrix = (0.3 * randn(4, 4, dtype: float64, generator: generator)).requires_grad_(true);
        Tensor offset = randn(3, 4, dtype: float64, requires_grad: true, generator: generator);
        Tensor weight = randn(3, 4, dtype: float64, generator: generator);
        FixedPointProblem problem = Problems.Affine(matrix, offset) with { Guess = [randn(3, 4, dtype: float64, requires_grad: true, generator: generator)] };
        IList<Tensor> found = autograd.grad(
            [(Equilibrium.Solve(problem, Problems.Tight(new AndersonSolver())).Value * weight).sum()], [matrix, offset, problem.Guess[0]], allow_unused: true);
        // z = c (I - A)^-T, so d(wz)/dc = w (I - A)^-1 = u, and d(wz)/dA = u^T z.
        Tensor inverse = linalg.inv(eye(4, dtype: float64) - matrix.detach());
        Tensor adjoint = weight.matmul(inverse);
        Tensor value = offset.detach().matmul(inverse.t());

        Assert.InRange(Difference(adjoint, found[1]), 0, 1e-11);
        Assert.InRange(Difference(adjoint.t().matmul(value), found[0]), 0, 1e-11);
        Assert.True(found[2].IsInvalid);
    }

    private static double Disagreement(FixedPointProblem problem, FixedPointSolver solver, Func<Solution, Tensor> loss, List<Tensor> variables)
    {
        // Derivatives converge later than iterates do, so the reference goes on where those are as good as they can be.
        SolveOptions whole = Problems.Tight(new PicardSolver(), new UnrolledAdjoint()) with { Tolerance = 1e-18, MaxIterations = 150, OnNonConvergence = NonConvergence.Accept };
        IList<Tensor> unrolled = autograd.grad([loss(Equilibrium.Solve(problem, whole))], variables);
        IList<Tensor> found = autograd.grad([loss(Equilibrium.Solve(problem, Problems.Tight(solver)))], variables);
        return unrolled.Zip(found, Difference).Max();
    }

    private static double Difference(Tensor expected, Tensor actual) =>
        (expected - actual).norm().item<double>() / Math.Max(1e-3, expected.norm().item<double>());

    private static void Move(List<Tensor> variables, List<Tensor> directions, double by)
    {
        using IDisposable off = no_grad();
        for (int i = 0; i < variables.Count; i++)
            variables[i].add_(directions[i], by);
    }
}
