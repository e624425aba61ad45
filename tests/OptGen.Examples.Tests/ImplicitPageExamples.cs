using OptGen.Blocks;
using OptGen.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptGen.Examples.Tests;

// The code of docs/implicit.md, line by line; the page comes before this project's own style.
#pragma warning disable IDE0040, IDE0044, CA1515, CA1062, CA1034

[Update("z = T(z, u); out = head(z)", Inputs = "u")]
[Implicit(Solver = typeof(AndersonSolver), RelativeTolerance = 1e-4)]
public partial class EquilibriumNetwork
{
    static BoundedCell T(int width) => new(width, bound: 0.9);
    static Module<Tensor, Tensor> head(int width) => Linear(width, 10);
}

public sealed class BoundedCell : Module<Tensor, Tensor, Tensor>, IBoundedModule
{
    private readonly BoundedLinear inner;
    private readonly Linear outer;

    public BoundedCell(int width, double bound)
        : base(nameof(BoundedCell))
    {
        inner = Lipschitz.Bound(Linear(width, width, hasBias: false), bound);
        outer = Linear(width, width);
        RegisterComponents();
    }

    // tanh is nowhere steeper than 1.
    public double LipschitzBound => inner.LipschitzBound;

    public override Tensor forward(Tensor z, Tensor u)
    {
        using Tensor state = inner.call(z);
        using Tensor input = outer.call(u);
        using Tensor sum = state.add(input);
        return sum.tanh();
    }
}

public sealed record PatientSolver : FixedPointSolver
{
    public override SolverRun Start(FixedPointSystem system) => new Run();

    private sealed class Run : SolverRun
    {
        private int iteration;

        public override NextIterate Propose(EvaluatedIterate at) => new(at.Iterate.add(at.Residual, 1 / Math.Sqrt(++iteration)));

        public override void Keep(Tensor rows, IReadOnlyList<int> numbers)
        {
            // Called when solved samples leave the batch: what is kept for each sample has to drop their rows.
        }
    }
}

internal static class ImplicitPageExamples
{
    public static void SetSolver(EquilibriumNetwork net)
    {
        net.Implicit.Options = net.Implicit.Options with { Solver = new AndersonSolver { Memory = 20 } };
    }

    public static SolveReport Report(EquilibriumNetwork net, Tensor u)
    {
        Tensor scores = net.call(u);
        SolveReport forward = net.Implicit.Reports[0];
        Console.WriteLine(forward);
        scores.Dispose();
        return forward;
    }

    public static Module<Tensor, Tensor>[] Bounds()
    {
        Module<Tensor, Tensor> dense = Lipschitz.Bound(Linear(64, 64), 0.9);
        Module<Tensor, Tensor> block = Lipschitz.Bound(new TwoLayer(64, 256), 0.9);
        Module<Tensor, Tensor> images = Lipschitz.Bound(Sequential(Conv2d(8, 16, 3, padding: 1L), ReLU(), Conv2d(16, 8, 3, padding: 1L)), 0.9, image: (28, 28));
        return [dense, block, images];
    }

    public static Tensor Step(EquilibriumNetwork net, Tensor u, Tensor labels, optim.Optimizer optimizer)
    {
        net.Implicit.Options = net.Implicit.Options with { JacobianPenaltyDraws = 1 };
        Tensor loss = functional.cross_entropy(net.call(u), labels) + (0.1 * net.Implicit.TakeJacobianPenalty());
        optimizer.zero_grad();
        loss.backward();
        net.Implicit.ThrowIfBackwardFailed();
        optimizer.step();
        return loss;
    }
}
