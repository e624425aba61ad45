using System.Globalization;

namespace OptGen.FixedPoint;

/// <summary>How a solve went. Its numbers are those that held: limits are never null, residuals are those of the iterates returned.</summary>
public sealed record SolveReport
{
    /// <summary>How the worst of the samples ended; a batch of none has converged.</summary>
    public SolveStatus Status => Samples.Count > 0 ? Samples.Max(s => s.Status) : FunctionEvaluations > 0 ? SolveStatus.Converged : SolveStatus.NotRun;

    /// <summary>The number of the layer.</summary>
    public int Layer { get; init; }

    /// <summary>What was solved for, as the recurrence writes it.</summary>
    public string Unknowns { get; init; } = "";

    /// <summary>The number of iterations.</summary>
    public int Iterations { get; init; }

    /// <summary>The most iterations that were allowed.</summary>
    public int MaxIterations { get; init; }

    /// <summary>The tolerance for the norm of a sample's residual.</summary>
    public double Tolerance { get; init; }

    /// <summary>The tolerance for the norm of a sample's residual over the norm of what the equations gave.</summary>
    public double RelativeTolerance { get; init; }

    /// <summary>How often the equations were evaluated, or, in a backward solve, vector-Jacobian products made.</summary>
    public int FunctionEvaluations { get; init; }

    /// <summary>How many samples were evaluated, all evaluations together: fewer than evaluations times samples when some were done earlier.</summary>
    public long SampleEvaluations { get; init; }

    /// <summary>For the guess and then for each iteration: the greatest of the lowest residuals of the samples then still evaluated.</summary>
    public IReadOnlyList<double> ResidualTrace { get; init; } = [];

    /// <summary>Each sample; a single one where all are solved as one.</summary>
    public IReadOnlyList<SampleReport> Samples { get; init; } = [];

    /// <summary>The greatest residual of a sample.</summary>
    public double Residual => Samples.Count == 0 ? 0 : Samples.Max(s => s.Residual);

    /// <summary>The greatest relative residual of a sample.</summary>
    public double RelativeResidual => Samples.Count == 0 ? 0 : Samples.Max(s => s.RelativeResidual);

    /// <summary>
    /// An estimate of the greatest spectral radius of a sample's Jacobian at the solution; null unless <see cref="SolveOptions.SpectralRadiusSteps"/> asks
    /// for it. Below 1 plain iteration converges near the solution.
    /// </summary>
    public double? SpectralRadius { get; init; }

    /// <summary>Whether dropout was active in the equations; only looked for where the solve failed.</summary>
    internal bool DropsOut { get; init; }

    /// <summary>The backward solve that used this solution; null until there was one.</summary>
    public SolveReport? Backward { get; internal set; }

    /// <summary>The report in a sentence.</summary>
    public override string ToString()
    {
        int converged = Samples.Count(s => s.Status == SolveStatus.Converged);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Status} after {Iterations} of {MaxIterations} iterations and {FunctionEvaluations} evaluations: {converged} of {Samples.Count} samples converged, the greatest residual is {Residual:G3} (tolerance {Tolerance:G3}), relative {RelativeResidual:G3} (tolerance {RelativeTolerance:G3}).");
    }
}

/// <summary>How the solve of one sample ended.</summary>
/// <param name="Status">Why it ended.</param>
/// <param name="Iterations">The iteration whose iterate was returned; 0 for the guess.</param>
/// <param name="Residual">The norm of F(z) - z there; infinite when it was never finite.</param>
/// <param name="RelativeResidual">That over the norm of F(z).</param>
public readonly record struct SampleReport(SolveStatus Status, int Iterations, double Residual, double RelativeResidual);
