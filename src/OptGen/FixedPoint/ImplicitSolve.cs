using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using OptGen.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.FixedPoint;

/// <summary>
/// How a network solves its implicit layers, and what became of the last solves. Generated modules have one, in their property <c>Implicit</c>.
/// </summary>
/// <remarks>
/// Several threads may run one network's forward at once. Settings and events are shared. Each pass has reports of its own, which whoever began it reads,
/// also after an <c>await</c>; who has begun none reads those of the pass that was begun last.
/// </remarks>
public sealed class ImplicitSolve
{
    private readonly string network;
    private readonly bool isSolvedByHand;

    // The pass that this flow of control has begun, and the last that any has.
    private readonly AsyncLocal<ForwardPass?> own = new();
    private volatile ForwardPass latest = new();
    private long failures;
    private long backwardFailures;
    private Exception? backwardFailure;

    /// <summary>Settings for the layers of a network.</summary>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="options">The settings; defaults when null.</param>
    public ImplicitSolve(string network, SolveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        Options = options ?? new SolveOptions();
    }

    /// <summary>Settings for one problem, with no forward after it to throw what its backward could not.</summary>
    internal ImplicitSolve(SolveOptions? options)
        : this("the problem", options) => isSolvedByHand = true;

    /// <summary>A solve has ended, forward or backward, with a solution or without.</summary>
    public event EventHandler<SolveEventArgs>? Solved;

    /// <summary>A solve has ended without a solution.</summary>
    public event EventHandler<SolveEventArgs>? NotConverged;

    /// <summary>The settings; a new value holds from the next solve on.</summary>
    public SolveOptions Options
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Where lines about failed solves go; the standard error output unless another is given.</summary>
    public Action<string> Log { get; set; } = Console.Error.WriteLine;

    /// <summary>
    /// The solves of the last forward pass, in their order: of the last one that was begun here, where there was one, else of the last one at all. The
    /// backward solve that belongs to one is its <see cref="SolveReport.Backward"/>.
    /// </summary>
    public IReadOnlyList<SolveReport> Reports => Current.Reports;

    private ForwardPass Current => own.Value ?? latest;

    /// <summary>Begins a forward pass: its reports take the place of those of the last one that was begun here. Others' passes are left alone.</summary>
    /// <exception cref="SolveFailedException">A backward pass of the network has failed and nobody was told yet.</exception>
    public void Begin()
    {
        own.Value?.Release();
        latest = own.Value = new ForwardPass();
        ThrowIfBackwardFailed();
    }

    /// <summary>
    /// Throws what a backward pass could not throw, once, whichever thread it ran on; call it after <c>backward()</c>, or leave it to the next forward.
    /// </summary>
    /// <exception cref="SolveFailedException">A backward solve has failed, and failures are to be thrown; or a backward pass ended in an exception.</exception>
    public void ThrowIfBackwardFailed()
    {
        if (Interlocked.Exchange(ref backwardFailure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>
    /// The mean over all solves of the last forward pass of <see cref="Equilibrium.JacobianPenalty"/>, differentiable, to be added to a loss; it belongs to
    /// the caller from now on.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none: <see cref="SolveOptions.JacobianPenaltyDraws"/> is 0, no gradient was recorded, or it was taken already.</exception>
    public Tensor TakeJacobianPenalty() => Current.TakePenalty() ?? throw new InvalidOperationException(
        $"{network} has no Jacobian penalty: set Options.JacobianPenaltyDraws to 1 or more and run forward with gradients first; each pass gives it once.");

    /// <summary>Solves the equations of a layer.</summary>
    /// <param name="layer">The number of the layer, for reports and messages.</param>
    /// <param name="unknowns">What is solved for, as the recurrence writes it, for reports and messages.</param>
    /// <param name="problem">The equations.</param>
    /// <returns>New tensors in the current dispose scope, one for each unknown, differentiable as the options say.</returns>
    /// <exception cref="InvalidOperationException">The equations gave tensors that do not fit their unknowns, or torch refused their first evaluation.</exception>
    /// <exception cref="SolveFailedException">There is no solution within the limits, and failures are to be thrown.</exception>
    public IReadOnlyList<Tensor> Solve(int layer, string unknowns, FixedPointProblem problem) => SolveWithReport(layer, unknowns, problem).Values;

    /// <summary>Solves, and says how it went.</summary>
    internal Solution SolveWithReport(int layer, string unknowns, FixedPointProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        SolveOptions options = Options;
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = is_grad_enabled() ? problem.Trained() : [];
        bool records = is_grad_enabled()
            && (parameters.Length > 0 || problem.Given.Concat(problem.Shared).Concat(problem.Guess).Any(t => t.requires_grad));
        SampleLayout layout = SampleLayout.Of(problem.Guess, options.CoupledSamples || problem.CouplesSamples());
        var limits = new SolveLimits(options.Tolerance, options.RelativeTolerance, options.MaxIterations);
        var system = new EquationSystem(problem.Map, layout, problem.Given, problem.Shared);

        bool unrolls = records && options.Adjoint is UnrolledAdjoint;
        SolveOutcome outcome;
        using (enable_grad(unrolls))
        {
            Tensor guess = layout.Join(problem.Guess, layout.Samples);
            try
            {
                outcome = SolveDriver.Solve(system, unrolls ? guess : guess.detach(), options.Solver, limits);
            }
            catch (Exception exception) when (exception is ExternalException or NetworkException && system.Evaluations == 1)
            {
                throw new NetworkException(Explain(layer, unknowns, problem.Guess, exception), exception) { Network = network, Place = unknowns, Layer = layer };
            }
        }
        Tensor[] values = layout.Split(outcome.Values, layout.Samples);
        double? radius = options.SpectralRadiusSteps > 0 ? JacobianEstimates.SpectralRadius(problem, layout, values, options.SpectralRadiusSteps) : null;
        SolveReport report = SolveReports.Make(outcome, system, limits) with { Layer = layer, Unknowns = unknowns, SpectralRadius = radius };
        if (report.Status != SolveStatus.Converged)
            report = report with { DropsOut = problem.DropsOut() };
        Announce(report);

        if (records && options.JacobianPenaltyDraws > 0)
            Current.Penalize(JacobianEstimates.Penalty(problem, layout, values, options.JacobianPenaltyDraws));
        IReadOnlyList<Tensor> results = records ? Connect(problem, layout, values, parameters, options, report) : values;
        foreach (Tensor result in results)
            result.MoveToOuterDisposeScope();
        return new Solution(results, report) { Solve = this };
    }

    private IReadOnlyList<Tensor> Connect(
        FixedPointProblem problem, SampleLayout layout, Tensor[] values, Parameter[] parameters, SolveOptions options, SolveReport report)
    {
        switch (options.Adjoint)
        {
            case ImplicitAdjoint adjoint:
                var call = new ImplicitCall(
                    problem.Map, layout, values.Length, problem.Given.Count, parameters, adjoint.Solver ?? options.Solver,
                    new SolveLimits(Numbers.LeastNormal(layout.Type), adjoint.RelativeTolerance, adjoint.MaxIterations), new BackwardReports(this, report));
                return ImplicitFunction.apply([call, .. values, .. problem.Given, .. problem.Shared, .. parameters]);
            case JacobianFreeAdjoint:
                return problem.Map(values, [.. problem.Given, .. problem.Shared]);
            case PhantomAdjoint phantom:
                IReadOnlyList<Tensor> iterates = values;
                for (int step = 0; step < phantom.Steps; step++)
                {
                    IReadOnlyList<Tensor> next = problem.Map(iterates, [.. problem.Given, .. problem.Shared]);
                    iterates = iterates.Zip(next, (z, f) => z.Times(1 - phantom.Damping).Plus(f, phantom.Damping)).ToArray();
                }
                return iterates;
            default:
                return values;
        }
    }

    private void Announce(SolveReport report, SolveReport? backwardOf = null)
    {
        if (backwardOf is null)
            Current.Add(report);
        else
            backwardOf.Backward = report;
        Solved?.Invoke(this, new SolveEventArgs(report));
        if (report.Status == SolveStatus.Converged)
            return;
        // Counted apart: where forward and backward fail in turn, one of the two would never be the one in so many.
        long number = Interlocked.Increment(ref backwardOf is null ? ref failures : ref backwardFailures) - 1;
        NotConverged?.Invoke(this, new SolveEventArgs(report));
        SolveOptions options = Options;
        if (options.OnNonConvergence == NonConvergence.Accept)
            return;
        string message = Describe(report, backwardOf is not null);
        if (options.OnNonConvergence == NonConvergence.Warn)
        {
            if (number % options.WarnEvery == 0)
                Log(message);
            return;
        }
        // In a backward it goes no further than the custom function, which keeps it and gives gradients that are not numbers.
        throw new SolveFailedException(message, report);
    }

    /// <summary>Keeps what a backward may not throw. The first of several is thrown.</summary>
    private void Keep(Exception exception, SolveReport forward)
    {
        SolveFailedException failure = exception as SolveFailedException ?? new SolveFailedException(
            $"The gradient of layer {forward.Layer} of {network} for {forward.Unknowns} could not be computed and is not a number: {TorchMessage.Of(exception)}", exception);
        Interlocked.CompareExchange(ref backwardFailure, failure, null);
        if (!isSolvedByHand)
            return;
        try
        {
            Log(failure.Message);
        }
        catch (Exception)
        {
            // Nothing may leave a backward, whatever becomes of the standard error output or of what the program has put in its place.
        }
    }

    /// <summary>What may be wrong where torch refuses the first evaluation.</summary>
    private string Explain(int layer, string unknowns, IReadOnlyList<Tensor> guess, Exception exception)
    {
        string shapes = string.Join(", ", guess.Select(g => $"[{string.Join(", ", g.shape)}]"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The equations of layer {layer} of {network} could not be evaluated where the solve for {unknowns} begins, at shape {shapes}: {TorchErrors.SentenceOf(exception)}. Where an unknown has another shape, state its first value, as in z_0 = stem(u).");
    }

    private string Describe(SolveReport report, bool isBackward)
    {
        int failed = report.Samples.Count(s => s.Status != SolveStatus.Converged);
        string what = isBackward ? "The gradient of" : "Layer";
        string place = isBackward ? $"layer {report.Layer}" : report.Layer.ToString(CultureInfo.InvariantCulture);
        string cause = report.Status == SolveStatus.NonFinite
            ? "its operator gives values that are not finite"
            : $"{report.Iterations} of {report.MaxIterations} iterations were not enough";
        if (report.DropsOut)
            cause += ", its operator drops elements at random and so is another one at each evaluation";
        string advice = (report.Status, isBackward) switch
        {
            (_, false) when report.DropsOut => "dropout outside of what is solved",
            (SolveStatus.NonFinite, _) => "inputs and weights that are finite, a lower learning rate, a Damping below 1",
            (_, true) => "a higher BackwardMaxIterations or BackwardTolerance, another BackwardSolver",
            _ => "a higher MaxIterations, a Damping below 1, another Solver such as NewtonKrylovSolver"
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{what} {place} of {network} was not solved for {report.Unknowns} in {failed} of {report.Samples.Count} samples: {cause}, and the greatest residual is {report.Residual:G3} (tolerance {report.Tolerance:G3}), relative {report.RelativeResidual:G3} (tolerance {report.RelativeTolerance:G3}). Try {advice}, or an operator with a smaller Lipschitz bound (Lipschitz.Bound).");
    }

    /// <summary>Takes the reports of backward solves to the forward solve they belong to.</summary>
    private sealed class BackwardReports(ImplicitSolve owner, SolveReport forward) : IBackwardObserver
    {
        public void Solved(SolveReport report) => owner.Announce(report with { Layer = forward.Layer, Unknowns = forward.Unknowns }, forward);

        public void Failed(Exception exception) => owner.Keep(exception, forward);
    }
}
