using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>How far a solve goes.</summary>
internal readonly record struct SolveLimits(double Tolerance, double RelativeTolerance, int MaxIterations);

/// <summary>What the loop found: the best iterate of each sample, and how each ended.</summary>
internal sealed record SolveOutcome(Tensor Values, SampleReport[] Samples, double[] Trace, int Iterations);

/// <summary>
/// The loop of every solve, forward and backward: it evaluates, judges each sample, keeps the iterate with each sample's lowest residual, drops the
/// samples that are done when they are half of those evaluated, and asks the solver where to go on.
/// </summary>
internal sealed class SolveDriver
{
    private readonly FixedPointSystem system;
    private readonly SolveLimits limits;
    private readonly SampleReport[] samples;
    private readonly bool[] isDone;

    // The norm of what the equations gave at the guess, and the greatest residual seen that is no rounding error.
    private readonly double[] firstScale;
    private readonly double[] greatest;
    private readonly double epsilon;
    private readonly bool recordsGraph = is_grad_enabled();

    // The samples now evaluated and the best iterate of each, and, once some were dropped, the best iterates of all.
    private int[] rows;
    private Tensor best;
    private bool bestIsGuess = true;
    private Tensor? all;

    private SolveDriver(FixedPointSystem system, Tensor guess, SolveLimits limits)
    {
        this.system = system;
        this.limits = limits;
        best = guess.alias();
        rows = Enumerable.Range(0, system.Samples).ToArray();
        isDone = new bool[rows.Length];
        firstScale = new double[rows.Length];
        greatest = new double[rows.Length];
        epsilon = Numbers.Epsilon(guess.dtype);
        samples = new SampleReport[rows.Length];
        Array.Fill(samples, new SampleReport(SolveStatus.MaxIterationsReached, 0, double.PositiveInfinity, double.PositiveInfinity));
    }

    /// <summary>Solves. Where autograd records, all iterations are in the graph, and all samples take part in all of them.</summary>
    /// <param name="system">The function.</param>
    /// <param name="guess">Where to begin, a row for each sample.</param>
    /// <param name="solver">The algorithm.</param>
    /// <param name="limits">How far to go.</param>
    public static SolveOutcome Solve(FixedPointSystem system, Tensor guess, FixedPointSolver solver, SolveLimits limits)
    {
        using DisposeScope scope = NewDisposeScope();
        using SolverRun run = solver.Start(system);
        SolveOutcome outcome = new SolveDriver(system, guess, limits).Iterate(guess.alias(), run);
        outcome.Values.MoveToOuterDisposeScope();
        return outcome;
    }

    private SolveOutcome Iterate(Tensor iterate, SolverRun run)
    {
        var trace = new List<double>();
        Tensor? value = null;
        for (int iteration = 0; ; iteration++)
        {
            using DisposeScope scope = NewDisposeScope();
            value ??= system.Evaluate(iterate);
            Tensor residual = value.sub(iterate);
            double[] norms = Numbers.RowNorms(residual.detach());
            Judge(iterate, value, norms, iteration);
            trace.Add(rows.Length == 0 ? 0 : rows.Max(r => samples[r].Residual));
            if (rows.All(r => isDone[r]) || iteration == limits.MaxIterations)
            {
                // The guess belongs to the caller, who may write into what he is given.
                Tensor found = all is not null ? WriteBest(all) : bestIsGuess ? best.clone().MoveToOuterDisposeScope() : best;
                return new SolveOutcome(found, samples, trace.ToArray(), iteration);
            }
            NextIterate next = run.Propose(DropDone(run, new EvaluatedIterate(iterate, value, residual, norms)));
            iterate.Dispose();
            value.Dispose();
            iterate = next.Iterate.MoveToOuterDisposeScope();
            value = next.Value?.MoveToOuterDisposeScope();
        }
    }

    /// <summary>Decides for each row whether its iterate is the best so far, and whether it is done.</summary>
    private void Judge(Tensor iterate, Tensor value, double[] norms, int iteration)
    {
        double[] scales = Numbers.RowNorms(value.detach());
        var isBetter = new bool[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            int sample = rows[row];
            if (isDone[sample])
                continue;
            double norm = norms[row];
            if (!double.IsFinite(norm))
            {
                samples[sample] = samples[sample] with { Status = SolveStatus.NonFinite };
                isDone[sample] = true;
                continue;
            }
            double scale = scales[row];
            if (iteration == 0)
                firstScale[sample] = scale;
            if (norm > 100 * epsilon * scale)
                greatest[sample] = Math.Max(greatest[sample], norm);
            bool isWithin = norm <= limits.Tolerance || norm <= limits.RelativeTolerance * scale;
            isDone[sample] = isWithin && (iteration == 0 || HasFallen(sample, norm, scale));
            if (!isDone[sample] && (!(norm < samples[sample].Residual) || IsRounding(sample, scale)))
                continue;
            isBetter[row] = true;
            SolveStatus status = isDone[sample] ? SolveStatus.Converged : SolveStatus.MaxIterationsReached;
            samples[sample] = new SampleReport(status, iteration, norm, norm == 0 ? 0 : norm / scale);
        }
        if (isBetter.Contains(true))
            Keep(iterate, isBetter, iteration);
    }

    /// <summary>
    /// Whether a residual is lower than others were. Where an equation has no solution and iterates run away, their relative residual falls all the
    /// same, only because they grow, and in the end all of it is rounded away: F(z) = z + 1 is z at 1e17.
    /// </summary>
    private bool HasFallen(int sample, double norm, double scale) => HasGrown(sample, scale)
        ? Math.Max(norm, epsilon * scale) <= greatest[sample] / 2
        : greatest[sample] == 0 || norm < 0.999 * greatest[sample];

    /// <summary>Whether an iterate has grown so much that its residual cannot be told from rounding errors as great as half of what it was.</summary>
    private bool IsRounding(int sample, double scale) => HasGrown(sample, scale) && epsilon * scale > greatest[sample] / 2;

    private bool HasGrown(int sample, double scale) => scale > 2 * firstScale[sample];

    private void Keep(Tensor iterate, bool[] isBetter, int iteration)
    {
        Tensor last = best;
        bestIsGuess = iteration == 0;
        if (isBetter.Contains(false))
        {
            // Selected, not multiplied by a mask: zero times infinity is not a number.
            Tensor mask = tensor(isBetter, [rows.Length, 1], device: iterate.device);
            best = where(mask, iterate, last);
        }
        else
        {
            best = iterate.alias();
        }
        best.MoveToOuterDisposeScope();
        last.Dispose();
    }

    /// <summary>Goes on without the samples that are done, once they are half of those evaluated.</summary>
    private EvaluatedIterate DropDone(SolverRun run, EvaluatedIterate at)
    {
        int[] kept = Enumerable.Range(0, rows.Length).Where(row => !isDone[rows[row]]).ToArray();
        if (recordsGraph || kept.Length * 2 > rows.Length)
            return at;
        all ??= empty([samples.Length, best.shape[1]], best.dtype, best.device).MoveToOuterDisposeScope();
        WriteBest(all);
        Tensor index = tensor(Array.ConvertAll(kept, row => (long)row), device: best.device);
        system.Keep(index, kept.Length);
        run.Keep(index, kept);
        Tensor last = best;
        best = last.index_select(0, index).MoveToOuterDisposeScope();
        last.Dispose();
        rows = Array.ConvertAll(kept, row => rows[row]);
        return new EvaluatedIterate(
            at.Iterate.index_select(0, index), at.Value.index_select(0, index), at.Residual.index_select(0, index),
            Array.ConvertAll(kept, row => at.ResidualNorms[row]));
    }

    private Tensor WriteBest(Tensor target)
    {
        using Tensor index = tensor(Array.ConvertAll(rows, r => (long)r), device: best.device);
        target.index_copy_(0, index, best);
        return target;
    }
}
