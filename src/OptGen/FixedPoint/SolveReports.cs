namespace OptGen.FixedPoint;

/// <summary>Makes reports.</summary>
internal static class SolveReports
{
    public static SolveReport Make(SolveOutcome outcome, FixedPointSystem system, SolveLimits limits) => new()
    {
        Iterations = outcome.Iterations,
        MaxIterations = limits.MaxIterations,
        Tolerance = limits.Tolerance,
        RelativeTolerance = limits.RelativeTolerance,
        FunctionEvaluations = system.Evaluations,
        SampleEvaluations = system.SampleEvaluations,
        ResidualTrace = outcome.Trace,
        Samples = outcome.Samples
    };
}
