using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Benchmarks.Suites;

/// <summary>
/// The same with both loops as TorchScript, compiled by the libtorch of this process. A script cannot leave off recording, so it is called where nothing is
/// recorded, and the evaluation that connects the solution to its parameters stands outside.
/// </summary>
internal sealed class ScriptedEquilibrium(EquilibriumCell cell) : IDisposable
{
    private const string Script = """
        def mix(arguments: Tensor, values: Tensor, system: Tensor, right: Tensor, k: int) -> Tensor:
            n = min(k, 5)
            known = values[:, :n]
            residuals = known - arguments[:, :n]
            system[:, 1 : n + 1, 1 : n + 1] = torch.bmm(residuals, residuals.transpose(1, 2)) + 0.0001 * torch.eye(n)
            weights = torch.linalg_solve(system[:, : n + 1, : n + 1], right[:, : n + 1])[:, 1 : n + 1]
            return torch.matmul(weights.transpose(1, 2), known)[:, 0]

        def bordered(batch: int) -> Tensor:
            system = torch.zeros([batch, 6, 6])
            system[:, 0, 1:] = 1
            system[:, 1:, 0] = 1
            return system

        def unit(batch: int) -> Tensor:
            right = torch.zeros([batch, 6, 1])
            right[:, 0] = 1
            return right

        def residual(value: Tensor, argument: Tensor) -> float:
            return float((value - argument).norm()) / (0.00001 + float(value.norm()))

        def cell(z: Tensor, x: Tensor, w: Tensor, u: Tensor, b: Tensor) -> Tensor:
            return torch.relu(torch.linear(z, w) + torch.linear(x, u, b))

        def solve(x: Tensor, w: Tensor, u: Tensor, b: Tensor, tolerance: float) -> Tensor:
            arguments = torch.zeros([x.size(0), 5, x.size(1)])
            values = torch.zeros([x.size(0), 5, x.size(1)])
            values[:, 0] = cell(arguments[:, 0], x, w, u, b)
            arguments[:, 1] = values[:, 0]
            values[:, 1] = cell(values[:, 0], x, w, u, b)
            system = bordered(x.size(0))
            right = unit(x.size(0))
            k = 2
            at = 1
            going = True
            while going:
                at = k % 5
                arguments[:, at] = mix(arguments, values, system, right, k)
                values[:, at] = cell(arguments[:, at], x, w, u, b)
                k += 1
                going = k < 200 and residual(values[:, at], arguments[:, at]) >= tolerance
            return arguments[:, at].clone()

        def pull(value: Tensor, leaf: Tensor, y: Tensor, gradient: Tensor) -> Tensor:
            weights : List[Optional[Tensor]] = [y]
            pulled = torch.autograd.grad([value], [leaf], weights, True)[0]
            if pulled is None:
                return gradient
            return pulled + gradient

        def solve_backward(value: Tensor, leaf: Tensor, gradient: Tensor, tolerance: float) -> Tensor:
            arguments = torch.zeros([leaf.size(0), 5, leaf.size(1)])
            values = torch.zeros([leaf.size(0), 5, leaf.size(1)])
            arguments[:, 0] = gradient
            values[:, 0] = pull(value, leaf, gradient, gradient)
            arguments[:, 1] = values[:, 0]
            values[:, 1] = pull(value, leaf, values[:, 0], gradient)
            system = bordered(leaf.size(0))
            right = unit(leaf.size(0))
            k = 2
            at = 1
            going = True
            while going:
                at = k % 5
                arguments[:, at] = mix(arguments, values, system, right, k)
                values[:, at] = pull(value, leaf, arguments[:, at], gradient)
                k += 1
                going = k < 200 and residual(values[:, at], arguments[:, at]) >= tolerance
            return arguments[:, at].clone()

        """;

    private readonly jit.CompilationUnit script = jit.compile(Script);
    private readonly Scalar tolerance = EquilibriumNetwork.Tolerance;

    public void Infer(Tensor x)
    {
        using var scope = NewDisposeScope();
        Solve(x);
    }

    /// <summary>Leaves the gradients of sum(z * direction) in the parameters.</summary>
    public void Train(Tensor x, Tensor direction)
    {
        using var scope = NewDisposeScope();
        cell.zero_grad();
        var leaf = Solve(x).detach().requires_grad_();
        var value = cell.call(leaf, x);
        Tensor gradient;
        using (no_grad()) gradient = (Tensor)script.invoke("solve_backward", value, leaf, direction, tolerance);
        value.backward([gradient]);
    }

    public void Dispose()
    {
        script.Dispose();
        tolerance.Dispose();
    }

    private Tensor Solve(Tensor x)
    {
        using var quiet = no_grad();
        var parameters = cell.parameters().ToArray();
        return (Tensor)script.invoke("solve", x, parameters[0], parameters[1], parameters[2], tolerance);
    }
}
