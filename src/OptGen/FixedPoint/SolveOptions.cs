namespace OptGen.FixedPoint;

/// <summary>How far a solve goes, and what becomes of its result.</summary>
/// <remarks>Immutable; <c>with</c> makes a changed copy.</remarks>
public sealed record SolveOptions
{
    /// <summary>The algorithm; <see cref="AndersonSolver"/> unless another is given.</summary>
    public FixedPointSolver Solver { get; init; } = new AndersonSolver();

    /// <summary>
    /// A sample is solved when the norm of its residual F(z) - z is at most this, or at most <see cref="RelativeTolerance"/> times the norm
    /// of its F(z), whichever is met first. At least 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance
    {
        get;
        init => field = Require.NotNegative(value, nameof(Tolerance));
    } = 1e-6;

    /// <summary>See <see cref="Tolerance"/>; at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double RelativeTolerance
    {
        get;
        init => field = Require.NotNegative(value, nameof(RelativeTolerance));
    } = 1e-5;

    /// <summary>The most iterations. With 0 the guess is judged, and returned as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int MaxIterations
    {
        get;
        init => field = Require.AtLeast(0, value, nameof(MaxIterations));
    } = 50;

    /// <summary>How gradients pass through the solution.</summary>
    public Adjoint Adjoint { get; init; } = new ImplicitAdjoint();

    /// <summary>What happens when a solve ends without a solution.</summary>
    public NonConvergence OnNonConvergence { get; init; } = NonConvergence.Warn;

    /// <summary>
    /// With <see cref="NonConvergence.Warn"/>: the log has the first failure, and then one in so many; those of backward solves are counted by
    /// themselves. At least 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int WarnEvery
    {
        get;
        init => field = Require.AtLeast(1, value, nameof(WarnEvery));
    } = 100;

    /// <summary>
    /// Whether what F gives for one sample depends on the other samples of the batch, as with batch normalisation in training mode. The batch is
    /// then solved as one sample; else each sample is judged by itself, and those that are solved are no longer evaluated.
    /// </summary>
    public bool CoupledSamples { get; init; }

    /// <summary>
    /// How many steps of the power method estimate the spectral radius of F's Jacobian at the solution, for <see cref="SolveReport.SpectralRadius"/>;
    /// 0, the default, for none. Each costs a vector-Jacobian product.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int SpectralRadiusSteps
    {
        get;
        init => field = Require.AtLeast(0, value, nameof(SpectralRadiusSteps));
    }

    /// <summary>
    /// How many random vectors estimate the squared Frobenius norm of F's Jacobian at the solution, for
    /// <see cref="ImplicitSolve.TakeJacobianPenalty"/>; 0, the default, for none. Each costs a vector-Jacobian product, forward and backward.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int JacobianPenaltyDraws
    {
        get;
        init => field = Require.AtLeast(0, value, nameof(JacobianPenaltyDraws));
    }
}
