namespace OptGen.FixedPoint;

/// <summary>How gradients pass through a solution z = F(z): one of the four sealed types that derive from this one.</summary>
public abstract record Adjoint
{
    private protected Adjoint()
    {
    }
}

/// <summary>
/// The gradient at the solution by the implicit function theorem: for an incoming g it solves u = J^T u + g, J the Jacobian of F at the
/// solution, by vector-Jacobian products. The memory does not grow with the iterations, and the gradient is as exact as both solutions are.
/// </summary>
/// <remarks>
/// Differentiable itself (<c>create_graph</c>): its gradient is another such solve. Source: Bai, Kolter, Koltun, "Deep Equilibrium Models" (2019),
/// theorem 1.
/// </remarks>
public sealed record ImplicitAdjoint : Adjoint
{
    /// <summary>The algorithm; the one of the forward solve when null.</summary>
    public FixedPointSolver? Solver { get; init; }

    /// <summary>
    /// A sample's backward solve ends when the norm of its residual is at most this times the norm of its u, or
    /// below the least normal number (1e-38 in float32); above 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public double RelativeTolerance
    {
        get;
        init => field = Require.Positive(value, nameof(RelativeTolerance));
    } = 1e-5;

    /// <summary>The most iterations of a backward solve; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxIterations
    {
        get;
        init => field = Require.AtLeast(1, value, nameof(MaxIterations));
    } = 50;
}

/// <summary>
/// The gradient of one evaluation of F at the solution, as though the argument did not depend on anything: no backward solve, and a descent
/// direction where F is a contraction.
/// </summary>
/// <remarks>Source: Fung et al., "JFB: Jacobian-Free Backpropagation for Implicit Networks" (2022).</remarks>
public sealed record JacobianFreeAdjoint : Adjoint;

/// <summary>The gradient of some damped iterations z := (1-d)*z + d*F(z) that begin at the solution: a truncated Neumann series.</summary>
/// <remarks>Source: Geng et al., "On Training Implicit Models" (2021).</remarks>
public sealed record PhantomAdjoint : Adjoint
{
    /// <summary>The number of iterations; at least 1. Memory grows with it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Steps
    {
        get;
        init => field = Require.AtLeast(1, value, nameof(Steps));
    } = 5;

    /// <summary>The damping d; above 0 and at most 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside the range.</exception>
    public double Damping
    {
        get;
        init => field = Require.Fraction(value, nameof(Damping));
    } = 0.5;
}

/// <summary>
/// Plain backpropagation through all iterations of the solver, to check the others against. Memory grows with the iterations; the
/// numbers by which a solver mixes iterates count as constants, which changes nothing at a solution.
/// </summary>
public sealed record UnrolledAdjoint : Adjoint;
