using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>Solves z = F(z), and measures F's Jacobian at a solution.</summary>
/// <example>
/// <code>
/// Solution solution = Equilibrium.Solve(
///     new FixedPointProblem((z, given) =&gt; [cell.call(z[0], given[0])], [zeros_like(u)]) { Given = [u], Modules = [cell] },
///     new SolveOptions { Solver = new AndersonSolver { Memory = 8 }, RelativeTolerance = 1e-4 });
/// </code>
/// </example>
public static class Equilibrium
{
    /// <summary>Finds z with z = F(z).</summary>
    /// <param name="problem">F, a guess, and what F depends on.</param>
    /// <param name="options">How; defaults when null.</param>
    /// <returns>
    /// The solution in the current dispose scope, differentiable as the options say, and how it went. Where its backward fails, gradients are not numbers,
    /// a line says so on the standard error output, and <see cref="Solution.ThrowIfBackwardFailed"/> throws.
    /// </returns>
    /// <exception cref="InvalidOperationException">F gave tensors that do not fit the guess.</exception>
    /// <exception cref="SolveFailedException">There is no solution within the limits, and failures are to be thrown.</exception>
    public static Solution Solve(FixedPointProblem problem, SolveOptions? options = null) =>
        new ImplicitSolve(options).SolveWithReport(0, "z", problem);

    /// <summary>
    /// Estimates the spectral radius of F's Jacobian by the power method, the greatest of all samples. Where it is below 1, plain iteration
    /// converges near the solution; the smaller, the faster.
    /// </summary>
    /// <param name="problem">F and what it depends on.</param>
    /// <param name="solution">Where, a tensor for each unknown.</param>
    /// <param name="steps">The number of vector-Jacobian products; at least 1. The error shrinks with it, slowly where eigenvalues lie close.</param>
    public static double SpectralRadius(FixedPointProblem problem, IReadOnlyList<Tensor> solution, int steps = 20)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using DisposeScope scope = NewDisposeScope();
        return JacobianEstimates.SpectralRadius(problem, SampleLayout.Of(solution, coupled: problem.CouplesSamples()), solution, steps);
    }

    /// <summary>
    /// Estimates the squared Frobenius norm of F's Jacobian, over the number of elements of a sample, in the mean of all samples: by Hutchinson's
    /// estimator with random signs. Added to a loss it keeps a network's equations easy to solve.
    /// </summary>
    /// <remarks>Source: Bai, Koltun, Kolter, "Stabilizing Equilibrium Models by Jacobian Regularization" (2021), equation 6.</remarks>
    /// <param name="problem">F and what it depends on.</param>
    /// <param name="solution">Where, a tensor for each unknown; it counts as a constant.</param>
    /// <param name="draws">The number of random vectors, from torch's generator; at least 1.</param>
    /// <returns>A new tensor of one number in the current dispose scope, differentiable for what F depends on.</returns>
    public static Tensor JacobianPenalty(FixedPointProblem problem, IReadOnlyList<Tensor> solution, int draws = 1)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        using DisposeScope scope = NewDisposeScope();
        return JacobianEstimates.Penalty(problem, SampleLayout.Of(solution, coupled: false), solution, draws).MoveToOuterDisposeScope();
    }
}
