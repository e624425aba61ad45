namespace OptGen.FixedPoint;

/// <summary>
/// An algorithm that solves z = F(z), with its settings. Those here: <see cref="PicardSolver"/>, <see cref="AndersonSolver"/>,
/// <see cref="BroydenSolver"/>, <see cref="NewtonKrylovSolver"/>; one of your own derives from this type.
/// </summary>
/// <remarks>
/// A solver says where to evaluate next. All else is written once for all of them, outside: the loop, the limits, the judgement of each sample,
/// the best iterate seen, the report. Immutable and shared by all solves; what one solve keeps lives in its <see cref="SolverRun"/>.
/// </remarks>
public abstract record FixedPointSolver
{
    /// <summary>
    /// How much of a step is taken: above 0 and at most 1, which is the default. Less makes F's steps shorter, where they overshoot; what solves
    /// z = F(z) stays the same.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside the range.</exception>
    public double Damping
    {
        get;
        init => field = Require.Fraction(value, nameof(Damping));
    } = 1;

    /// <summary>Begins a solve.</summary>
    /// <param name="system">The function.</param>
    public abstract SolverRun Start(FixedPointSystem system);
}
