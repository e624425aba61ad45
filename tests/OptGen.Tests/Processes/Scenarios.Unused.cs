using OptGen.FixedPoint;
using OptGen.Tests.FixedPoint;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Tests.Processes;

// Outputs and gradients that nothing asks for: they count as zero.
internal static partial class Scenarios
{
    private static void Network_OneUnknownNotGiven_GradientsEqualUnrolled()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using var network = new TwoEquilibria(4);
        network.to(float64);
        Tensor[] Gradients(Adjoint adjoint)
        {
            network.Implicit.Options = Problems.Tight(new PicardSolver(), adjoint);
            network.zero_grad();
            Tensor input = Leaf();
            network.call(input).square().sum().backward();
            return [input.grad!, .. network.parameters().Select(p => p.grad!.clone())];
        }
        Equal(Gradients(new UnrolledAdjoint()), Gradients(new ImplicitAdjoint { RelativeTolerance = 1e-13, MaxIterations = 1000 }), 1e-10);
    }

    private static void Several_OneUnused_CountsAsZero(int used)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        using Cell first = new(4, 4, 0.4), second = new(4, 4, 0.4);
        Tensor[] Gradients(Adjoint? adjoint)
        {
            Tensor input = Leaf();
            Tensor[] parameters = [.. first.parameters(), .. second.parameters()];
            foreach (Parameter parameter in parameters.Cast<Parameter>())
                parameter.grad = null;
            Equilibrium.Solve(Pair(first, second, input), Problems.Tight(new PicardSolver(), adjoint)).Values[used].pow(3).sum().backward();
            return [input.grad!, .. parameters.Select(p => p.grad!.clone())];
        }
        Equal(Gradients(new UnrolledAdjoint()), Gradients(null), 1e-10);
    }

    private static void Several_FirstUnused_CountsAsZero() => Several_OneUnused_CountsAsZero(0);

    private static void Several_LastUnused_CountsAsZero() => Several_OneUnused_CountsAsZero(1);

    private static void CreateGraph_OnlyTheInputsGradientAskedFor_EqualsUnrolled()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(5);
        using Cell cell = new(4, 4, 0.5);
        Tensor[] Second(Adjoint? adjoint)
        {
            Tensor input = Leaf();
            Tensor value = Equilibrium.Solve(Problems.Of(cell, input, zeros(3, 4, dtype: float64)), Problems.Tight(new PicardSolver(), adjoint)).Value;
            Tensor gradient = autograd.grad([value.pow(3).sum()], [input], retain_graph: true, create_graph: true)[0];
            cell.zero_grad();
            gradient.square().sum().backward();
            return [input.grad!, .. cell.parameters().Select(p => p.grad!.clone())];
        }
        Equal(Second(new UnrolledAdjoint()), Second(null), 1e-9);
    }

    private static void CreateGraph_OneUnknownUnused_EqualsUnrolled()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(6);
        using Cell first = new(4, 4, 0.4), second = new(4, 4, 0.4);
        Tensor[] Second(Adjoint? adjoint)
        {
            Tensor input = Leaf();
            Tensor value = Equilibrium.Solve(Pair(first, second, input), Problems.Tight(new PicardSolver(), adjoint)).Values[0];
            Parameter weight = first.parameters().First();
            IList<Tensor> gradients = autograd.grad([value.pow(3).sum()], [input, weight], retain_graph: true, create_graph: true);
            // Of the two gradients the second is not used either.
            return [autograd.grad([gradients[0].square().sum()], [input])[0]];
        }
        Equal(Second(new UnrolledAdjoint()), Second(null), 1e-9);
    }

    private static void Backward_OwnGradients_AreAddedToAndNotDisturbed()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(7);
        using Cell cell = new(4, 4, 0.5);
        Tensor input = Leaf();
        Tensor Value() => Equilibrium.Solve(Problems.Of(cell, input, zeros(3, 4, dtype: float64)), Problems.Tight(new AndersonSolver())).Value.sum();
        Tensor[] variables = [input, .. cell.parameters()];
        IList<Tensor> expected = autograd.grad([Value()], variables);
        foreach (Tensor variable in variables)
            variable.grad = ones_like(variable);
        Tensor[] before = [.. variables.Select(v => v.grad!)];
        autograd.grad([autograd.grad([Value()], variables, retain_graph: true, create_graph: true)[0].sum()], variables, allow_unused: true);
        Equal([.. variables.Select(v => ones_like(v))], before, 0);
        Equal([.. variables.Select(v => ones_like(v))], [.. variables.Select(v => v.grad!)], 0);

        Value().backward();
        Equal([.. expected.Select(e => e + 1)], [.. variables.Select(v => v.grad!)], 1e-12);
    }

    private static void Backward_FrozenParameter_GivesTheOthers()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(8);
        using Cell cell = new(4, 4, 0.5);
        Tensor input = Leaf();
        ImplicitSolve solve = Solver();
        Tensor value = solve.Solve(7, "z", Problems.Of(cell, input, zeros(3, 4, dtype: float64)))[0];
        cell.parameters().First().requires_grad = false;
        value.sum().backward();
        solve.Begin();
        Assert.True(input.grad!.isfinite().all().item<bool>());
    }

    private static void Threads_BackwardAtOnce_KeepTheirGradients()
    {
        manual_seed(9);
        using Cell cell = new(4, 4, 0.5);
        double Gradient(double factor)
        {
            using DisposeScope scope = NewDisposeScope();
            using Scalar held = factor;
            Tensor input = Input.mul(held).requires_grad_(true);
            Tensor value = Equilibrium.Solve(Problems.Of(cell, input, zeros(3, 4, dtype: float64)), Problems.Tight(new AndersonSolver())).Value;
            return autograd.grad([value.sum()], [input, .. cell.parameters()]).Sum(g => g.sum().item<double>());
        }
        double[] expected = [.. Enumerable.Range(0, 8).Select(i => Gradient(0.1 * i))];
        Parallel.For(0, 160, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Assert.Equal(expected[i % 8], Gradient(0.1 * (i % 8)), 1e-10));
    }
}
