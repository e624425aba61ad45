using OptGen.FixedPoint;

namespace OptGen.Export.PyTorch;

/// <summary>The functions by which an exported network solves its layers, and the settings that they are given.</summary>
internal static class SolverText
{
    private const string Anderson = """"
        def anderson(f, z, memory, damping, regularization, tolerance, relative_tolerance, max_iterations, on_failure):
            """The rows z with z = f(z), by Anderson acceleration (Walker and Ni, 2011): each row mixes its last values
            of f by the weights, of sum 1, with which their residuals mix to the smallest one. Memory 1 is plain
            iteration. A row is solved when the norm of f(z) - z is below one of the tolerances."""
            residuals, values = [], []
            best, least, done = z, z.new_full((len(z), 1), math.inf), False
            eps = torch.finfo(z.dtype).eps
            for _ in range(max_iterations + 1):
                value = f(z)
                residual = value - z
                norm = residual.detach().norm(dim=1, keepdim=True)
                best, least = torch.where(norm < least, z, best), torch.where(norm < least, norm, least)
                scale = value.detach().norm(dim=1, keepdim=True)
                done = done | (norm <= tolerance) | (norm <= relative_tolerance * scale)
                if bool(done.all()):
                    return best
                residuals, values = [*residuals, residual][-memory:], [*values, z + damping * residual][-memory:]
                z = values[-1]
                if len(values) > 1:
                    r = torch.stack(residuals, 1).detach().double()
                    inverse = 1 / r.norm(dim=2, keepdim=True).clamp_min(1e-150)
                    r = r * inverse
                    gram = r @ r.transpose(1, 2) + (regularization + 16 * eps) * torch.eye(len(values), dtype=r.dtype, device=r.device)
                    weights = torch.linalg.solve_ex(gram, inverse / inverse.amax(1, keepdim=True))[0] * inverse
                    weights = (weights / weights.sum(1, keepdim=True)).to(z.dtype)
                    trusted = weights.abs().sum(1) <= 0.1 / eps ** 0.5
                    z = torch.where(trusted, (weights * torch.stack(values, 1)).sum(1), z)
            if on_failure == "raise":
                raise RuntimeError(f"no solution within {max_iterations} iterations; the greatest residual is {least.max().item():.2g}")
            if on_failure == "warn":
                warnings.warn(f"no solution within {max_iterations} iterations; the greatest residual is {least.max().item():.2g}")
            return best
        """";

    private const string ByRows = """"
        def by_rows(f, guess, coupled):
            """f and the guess on matrices with a row for each sample, and the way back to tensors."""
            single = torch.is_tensor(guess)
            guess = [guess] if single else list(guess)
            rows = len(guess[0]) if not coupled and all(g.dim() > 1 and len(g) == len(guess[0]) for g in guess) else 1
            sizes = [g.numel() // rows for g in guess]

            def join(parts):
                return torch.cat([p.reshape(rows, -1) for p in ([parts] if torch.is_tensor(parts) else parts)], 1)

            def split(z):
                parts = [p.reshape(g.shape) for p, g in zip(z.split(sizes, 1), guess)]
                return parts[0] if single else parts

            return lambda z: join(f(split(z)) if single else f(*split(z))), join(guess), split
        """";

    private const string Implicit = """"
        def solve(f, guess, coupled, backward, **settings):
            """The tensors z with z = f(z). Their gradient is that of the implicit function theorem: f is evaluated at the
            solution once more, and g becomes u = J^T u + g on its way back, J the Jacobian of f there. Memory does not
            grow with the iterations; there are no second derivatives."""
            f, z, split = by_rows(f, guess, coupled)
            with torch.no_grad():
                z = anderson(f, z, **settings)
            if torch.is_grad_enabled():
                z = f(z)
                if z.requires_grad:
                    z0 = z.detach().requires_grad_()
                    value = f(z0)

                    def solve_backward(g):
                        return anderson(lambda u: torch.autograd.grad(value, z0, u, retain_graph=True)[0] + g, g, **backward)

                    z.register_hook(solve_backward)
            return split(z)
        """";

    private const string JacobianFree = """"
        def solve_jacobian_free(f, guess, coupled, **settings):
            """The tensors z with z = f(z). Their gradient is that of one evaluation of f there, as though its argument did
            not depend on anything (Fung et al., 2022)."""
            f, z, split = by_rows(f, guess, coupled)
            with torch.no_grad():
                z = anderson(f, z, **settings)
            return split(f(z))
        """";

    private const string Phantom = """"
        def solve_phantom(f, guess, coupled, phantom_steps, phantom_damping, **settings):
            """The tensors z with z = f(z). Their gradient is that of some damped iterations that begin there (Geng et al., 2021)."""
            f, z, split = by_rows(f, guess, coupled)
            with torch.no_grad():
                z = anderson(f, z, **settings)
            for _ in range(phantom_steps if torch.is_grad_enabled() else 0):
                z = (1 - phantom_damping) * z + phantom_damping * f(z)
            return split(z)
        """";

    private const string Unrolled = """"
        def solve_unrolled(f, guess, coupled, **settings):
            """The tensors z with z = f(z), differentiated through all iterations."""
            f, z, split = by_rows(f, guess, coupled)
            return split(anderson(f, z, **settings))
        """";

    public static string NameOf(Adjoint adjoint) => adjoint switch
    {
        JacobianFreeAdjoint => "solve_jacobian_free",
        PhantomAdjoint => "solve_phantom",
        UnrolledAdjoint => "solve_unrolled",
        _ => "solve"
    };

    /// <summary>Puts what a network needs into the file.</summary>
    public static void Define(PythonFile file, Adjoint adjoint)
    {
        file.Help("anderson", Anderson);
        file.Help("by_rows", ByRows);
        file.Help(NameOf(adjoint), adjoint switch
        {
            JacobianFreeAdjoint => JacobianFree,
            PhantomAdjoint => Phantom,
            UnrolledAdjoint => Unrolled,
            _ => Implicit
        });
    }

    /// <summary>What a network gives its solver.</summary>
    public static IEnumerable<string> Settings(SolveOptions options)
    {
        foreach (string setting in Of(options.Solver, options.Tolerance, options.RelativeTolerance, options.MaxIterations, options.OnNonConvergence))
            yield return setting;
        yield return $"coupled={(options.CoupledSamples ? "True" : "False")}";
        switch (options.Adjoint)
        {
            case ImplicitAdjoint adjoint:
                string backward = string.Join(", ", Of(adjoint.Solver ?? options.Solver, 1e-38, adjoint.RelativeTolerance, adjoint.MaxIterations, options.OnNonConvergence));
                yield return $"backward=dict({backward})";
                break;
            case PhantomAdjoint phantom:
                yield return $"phantom_steps={PythonText.Number(phantom.Steps)}";
                yield return $"phantom_damping={PythonText.Number(phantom.Damping)}";
                break;
        }
    }

    /// <summary>What is said of a solver that the file does not have; null of one that it has.</summary>
    public static string? Remark(SolveOptions options)
    {
        string[] others = [.. new[] { options.Solver, (options.Adjoint as ImplicitAdjoint)?.Solver }.OfType<FixedPointSolver>().Where(s => s is not (AndersonSolver or PicardSolver)).Select(s => s.GetType().Name).Distinct()];
        return others.Length == 0 ? null : $"OptGen solves with {string.Join(" and ", others)}; Anderson acceleration looks for the same solution here.";
    }

    private static IEnumerable<string> Of(FixedPointSolver solver, double tolerance, double relative, int iterations, NonConvergence reaction)
    {
        AndersonSolver anderson = solver as AndersonSolver ?? new AndersonSolver { Memory = solver is PicardSolver ? 1 : new AndersonSolver().Memory };
        return
        [
            $"memory={PythonText.Number(anderson.Memory)}",
            $"damping={PythonText.Number(solver.Damping)}",
            $"regularization={PythonText.Number(anderson.Regularization)}",
            $"tolerance={PythonText.Number(tolerance)}",
            $"relative_tolerance={PythonText.Number(relative)}",
            $"max_iterations={PythonText.Number(iterations)}",
            $"on_failure={PythonText.String(reaction switch { NonConvergence.Accept => "accept", NonConvergence.Warn => "warn", _ => "raise" })}"
        ];
    }
}
