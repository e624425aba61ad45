using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Tests.FixedPoint;

/// <summary>z -> tanh(W z + U u + b), with W scaled to a norm.</summary>
internal sealed class Cell : Module<Tensor, Tensor, Tensor>
{
    // TorchSharp's add(Tensor) makes a Scalar that a collection may free during the call; tests run cells on many threads.
    private static readonly Scalar One = 1;

    private readonly Linear inner;
    private readonly Linear outer;

    public Cell(int width, int inputs, double norm, ScalarType type = ScalarType.Float64)
        : base(nameof(Cell))
    {
        inner = Linear(width, width, hasBias: false);
        outer = Linear(inputs, width);
        // Weights of its own generator: other tests draw from torch's at the same time, and then no seed says which problem is solved.
        using var generator = new Generator((ulong)((100 * width) + inputs));
        using (no_grad())
        {
            foreach ((Linear layer, int fanIn) in new[] { (inner, width), (outer, inputs) })
            {
                foreach (Parameter parameter in layer.parameters())
                    parameter.uniform_(-1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn), generator);
            }
            using Tensor greatest = linalg.norm(inner.weight!, 2);
            inner.weight!.mul_(norm / greatest.item<float>());
        }
        register_module("inner", inner);
        register_module("outer", outer);
        this.to(type);
    }

    public override Tensor forward(Tensor z, Tensor u)
    {
        using Tensor a = inner.call(z);
        using Tensor b = outer.call(u);
        using Tensor sum = a.add(b, One);
        return sum.tanh();
    }

    protected override void RegisterComponents()
    {
        // Done by the constructor.
    }
}

/// <summary>Problems that tests solve.</summary>
internal static class Problems
{
    public static FixedPointProblem Of(Module<Tensor, Tensor, Tensor> cell, Tensor input, Tensor guess) =>
        new((z, given) => [cell.call(z[0], given[0])], [guess]) { Given = [input], Modules = [cell] };

    /// <summary>F(z) = A z + c, row by row.</summary>
    public static FixedPointProblem Affine(Tensor matrix, Tensor offset) =>
        new((z, given) => [z[0].matmul(given[1].t()).add(given[0])], [zeros_like(offset)]) { Given = [offset], Shared = [matrix] };

    /// <summary>Two unknowns of different shapes, each equation reading both.</summary>
    public static FixedPointProblem Pair(Module<Tensor, Tensor, Tensor> first, Module<Tensor, Tensor, Tensor> second, Tensor input, int firstWidth, int secondWidth) =>
        new(
            (z, given) => [first.call(z[0], cat([z[1].flatten(1), given[0]], 1)), second.call(z[1].flatten(1), z[0]).reshape(z[1].shape)],
            [input.new_zeros(input.shape[0], firstWidth), input.new_zeros(input.shape[0], secondWidth / 2, 2)])
        {
            Given = [input],
            Modules = [first, second]
        };

    public static FixedPointSolver Solver(string name) => name switch
    {
        nameof(PicardSolver) => new PicardSolver(),
        nameof(AndersonSolver) => new AndersonSolver(),
        nameof(BroydenSolver) => new BroydenSolver(),
        nameof(NewtonKrylovSolver) => new NewtonKrylovSolver(),
        _ => throw new ArgumentOutOfRangeException(nameof(name))
    };

    public static IEnumerable<string> Solvers => [nameof(PicardSolver), nameof(AndersonSolver), nameof(BroydenSolver), nameof(NewtonKrylovSolver)];

    public static SolveOptions Tight(FixedPointSolver solver, Adjoint? adjoint = null) => new()
    {
        Solver = solver,
        Tolerance = 1e-13,
        RelativeTolerance = 0,
        MaxIterations = 1000,
        OnNonConvergence = NonConvergence.Throw,
        Adjoint = adjoint ?? new ImplicitAdjoint { RelativeTolerance = 1e-13, MaxIterations = 1000 }
    };
}
