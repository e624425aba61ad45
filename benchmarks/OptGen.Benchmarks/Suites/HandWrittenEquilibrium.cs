using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// The equilibrium network as a user of TorchSharp writes it: the Anderson loop of the tutorial on deep equilibrium models, one recorded evaluation at the
/// solution, and the same loop for the backward equation, which starts from a given gradient because TorchSharp's tensors have no hooks.
/// </summary>
internal sealed class HandWrittenEquilibrium(EquilibriumCell cell)
{
    private const int Window = 5;
    private const int Most = 200;

    public void Infer(Tensor x)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Anderson(z => cell.call(z, x), zeros_like(x), EquilibriumNetwork.Tolerance);
    }

    /// <summary>Leaves the gradients of sum(z * direction) in the parameters.</summary>
    public void Train(Tensor x, Tensor direction)
    {
        using var scope = NewDisposeScope();
        cell.zero_grad();
        Tensor solution;
        using (no_grad()) solution = Anderson(z => cell.call(z, x), zeros_like(x), EquilibriumNetwork.Tolerance);
        var leaf = solution.detach().requires_grad_();
        var value = cell.call(leaf, x);
        Tensor gradient;
        using (no_grad())
        {
            gradient = Anderson(y => autograd.grad([value], [leaf], [y], retain_graph: true)[0] + direction, direction, EquilibriumNetwork.Tolerance);
        }

        value.backward([gradient]);
    }

    private static Tensor Anderson(Func<Tensor, Tensor> function, Tensor start, double tolerance)
    {
        using var scope = NewDisposeScope();
        var (batch, width) = (start.shape[0], start.shape[1]);
        Tensor arguments = zeros(batch, Window, width), values = zeros(batch, Window, width);
        arguments.select(1, 0).copy_(start);
        values.select(1, 0).copy_(function(start));
        arguments.select(1, 1).copy_(values.select(1, 0));
        values.select(1, 1).copy_(function(values.select(1, 0)));
        var system = zeros(batch, Window + 1, Window + 1);
        system.select(1, 0).narrow(1, 1, Window).fill_(1);
        system.select(2, 0).narrow(1, 1, Window).fill_(1);
        var right = zeros(batch, Window + 1, 1);
        right.select(1, 0).fill_(1);
        var at = 0;
        for (var k = 2; k < Most; k++)
        {
            using var inner = NewDisposeScope();
            var n = Math.Min(k, Window);
            var known = values.narrow(1, 0, n);
            var residuals = known - arguments.narrow(1, 0, n);
            system.narrow(1, 1, n).narrow(2, 1, n).copy_(bmm(residuals, residuals.transpose(1, 2)) + 1e-4 * eye(n));
            var weights = linalg.solve(system.narrow(1, 0, n + 1).narrow(2, 0, n + 1), right.narrow(1, 0, n + 1)).narrow(1, 1, n);
            at = k % Window;
            var argument = arguments.select(1, at);
            argument.copy_(weights.transpose(1, 2).matmul(known).squeeze(1));
            var value = values.select(1, at);
            value.copy_(function(argument));
            var residual = (value - argument).norm().item<float>() / (1e-5 + value.norm().item<float>());
            if (residual < tolerance) break;
        }

        return arguments.select(1, at).clone().MoveToOuterDisposeScope();
    }
}
