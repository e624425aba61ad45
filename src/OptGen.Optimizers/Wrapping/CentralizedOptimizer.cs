using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>Any optimiser, with centralized gradients or updates; made by <see cref="GradientCentralization.Wrap"/>.</summary>
/// <remarks>
/// <para>Location Gradient: during the inner step every selected parameter's gradient is another tensor, the centralized one; afterwards
/// it is the old one again, unchanged. A weight decay that is centralized along is added here, and the inner optimiser's is 0 for the
/// time of the step. Location Update: the weights before the step are kept, and what the step changed is centralized.</para>
/// <para>The closure may be called as often as the inner optimiser likes. State and files are the inner optimiser's own. The decay of
/// options of one's own is known only where they implement <see cref="IWeightDecay"/>; otherwise it stays inside, after the mean. Not
/// thread-safe.</para>
/// </remarks>
public sealed class CentralizedOptimizer : OptimizerWrapper, ICentralizedOptimizer
{
    private readonly Centralization options;
    private readonly HashSet<IntPtr> noticed = [];
    private readonly List<(WrappedParameter Parameter, Tensor Original, Tensor Fed)> lent = [];
    private WrappedGroup[] groups = [];
    private WrappedParameter[] planned = [];

    internal CentralizedOptimizer(optim.Optimizer inner, Centralization options)
        : base(inner)
    {
        this.options = options;
        Checks = new CentralizationChecks(() => Planned());
        Planned();
        if (InnerFaults.Find(inner, decayIsMended: true) is { } fault) options.Notice(fault);
    }

    /// <inheritdoc/>
    public IReadOnlyList<CentralizedParameter> Plan => [.. Planned().Select(parameter => parameter.Decision)];

    /// <inheritdoc/>
    public CentralizationChecks Checks { get; }

    /// <inheritdoc/>
    public string Describe() => PlannedParameter.Describe($"{Inner.GetType().Name}, wrapped", Planned());

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A parameter was disposed or replaced since the optimiser was made.</exception>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        ThrowIfDisposed();
        foreach (var parameter in Planned()) ThrowIfLost(parameter.Parameter, parameter.Decision.Description.Name);
        foreach (var group in groups) group.TakeDecayOver();
        try
        {
            Tensor? loss;
            if (closure is null)
            {
                Lend();
                loss = Inner.step();
            }
            else
            {
                loss = StepInner(() =>
                {
                    GiveBack(); // the closure works on the gradients themselves
                    var value = closure();
                    Lend();
                    return value;
                });
            }

            CentralizeUpdates();
            return loss;
        }
        finally
        {
            GiveBack();
            foreach (var parameter in planned) parameter.Forget();
            foreach (var group in groups) group.GiveDecayBack();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Checks.Forget();
        base.Dispose(disposing);
    }

    /// <summary>All parameters, with what is done to them; groups that came since the last step are planned now.</summary>
    private WrappedParameter[] Planned()
    {
        var controllers = Inner.ParamGroups.ToArray();
        if (controllers.Length == groups.Length && controllers.Zip(groups).All(pair => ReferenceEquals(pair.First, pair.Second.Controller))) return planned;
        var list = new List<WrappedParameter>();
        var seen = new HashSet<nint>();
        groups = new WrappedGroup[controllers.Length];
        for (var number = 0; number < controllers.Length; number++)
        {
            var controller = controllers[number];
            var own = (controller as ICentralizedGroup)?.Centralization ?? options;
            groups[number] = new WrappedGroup(controller, own);
            foreach (var parameter in ParametersOf(controller))
            {
                // A gradient that is lent twice would come back as the centralized one.
                if (!seen.Add(TensorIdentity.Of(parameter))) continue;
                var description = own.Catalog?.Describe(parameter, list.Count) ?? ParameterCatalog.DescribeUnknown(parameter, list.Count);
                var decision = CentralizedParameter.Decide(description, number, own, groups[number].DecoupledByNature);
                if (decision.LeftAlone && noticed.Add(TensorIdentity.Of(parameter)))
                    own.Notice($"{Inner.GetType().Name}, wrapped, leaves {description.Name} uncentralized: {decision.Reason}.");
                list.Add(new WrappedParameter(parameter, decision, groups[number]));
            }
        }

        return planned = [.. list];
    }

    /// <summary>Puts the gradients that the inner optimiser shall see in the place of the others, and does the decay that comes before its step.</summary>
    private void Lend()
    {
        using var mode = no_grad();
        foreach (var parameter in planned)
        {
            var original = parameter.Parameter.grad;
            if (original is null) continue;
            original.DetachFromDisposeScope();
            if (original.is_sparse)
            {
                original.Dispose();
                throw new NotSupportedException($"The gradient of {parameter.Decision.Description.Name} is sparse and cannot be centralized.");
            }

            var fed = parameter.Feed(original, Checks.MeasureRemoved);
            if (fed is not null)
            {
                parameter.Parameter.grad = fed;
                lent.Add((parameter, original, fed));
            }
            else
            {
                original.Dispose();
            }

            parameter.BeforeStep();
        }
    }

    private void GiveBack()
    {
        foreach (var (parameter, original, fed) in lent)
        {
            parameter.Parameter.grad = original;
            original.Dispose();
            fed.Dispose();
        }

        lent.Clear();
    }

    private void CentralizeUpdates()
    {
        using var mode = no_grad();
        foreach (var parameter in planned) parameter.AfterStep(Checks.MeasureRemoved);
    }
}
