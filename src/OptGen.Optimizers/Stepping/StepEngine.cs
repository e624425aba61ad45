using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptGen.Optimizers;

/// <summary>
/// Steps all parameters of an optimiser: those in the processor's memory in one pass over it, the others by operations on tensors.
/// </summary>
internal sealed class StepEngine
{
    private readonly IUpdateFamily family;
    private readonly string optimizer;
    private readonly MemoryStep memory = new();
    private readonly TensorStep tensors = new();
    private readonly HashSet<IntPtr> noticed = [];
    private readonly HashSet<IntPtr> repeated = [];
    private ParamGroup[] planned = [];
    private Slot[] slots = [];
    private bool disposed;

    public StepEngine(IUpdateFamily family, string optimizer, Centralization defaults)
    {
        this.family = family;
        this.optimizer = optimizer;
        Defaults = defaults;
        Checks = new CentralizationChecks(() =>
        {
            Refresh();
            return slots;
        });
        Refresh();
    }

    public Centralization Defaults { get; }

    public CentralizationChecks Checks { get; }

    public IReadOnlyList<CentralizedParameter> Plan
    {
        get
        {
            Refresh();
            return [.. slots.Select(slot => slot.Decision)];
        }
    }

    /// <summary>Whether to use the reference loop, for tests.</summary>
    internal bool UseReference
    {
        set => memory.UseReference = value;
    }

    /// <summary>Whether to use operations on tensors everywhere, for tests.</summary>
    internal bool UseTensors { get; set; }

    /// <summary>Whether weights' versions are counted up through views, for tests.</summary>
    internal bool UseViews
    {
        set
        {
            foreach (var slot in slots) slot.Version.UseView = value;
        }
    }

    /// <summary>How many threads work, for tests; 0: as many as torch uses.</summary>
    internal int Threads
    {
        set => memory.Threads = value;
    }

    /// <summary>Runs the closure, if any, and changes all parameters that have a gradient.</summary>
    public Tensor? Step(Func<Tensor>? closure)
    {
        ObjectDisposedException.ThrowIf(disposed, family);
        Tensor? loss = null;
        if (closure is not null)
        {
            using var recording = enable_grad();
            loss = closure();
        }

        using var mode = no_grad();
        using var scope = NewDisposeScope();
        Refresh();
        FindGradients();
        var group = -1;
        StepFrame frame = default;
        GroupSettings settings = default;
        memory.Clear();
        tensors.Clear();
        foreach (var slot in slots)
        {
            if (!slot.HasGradient) continue;
            if (slot.Decision.Group != group)
            {
                group = slot.Decision.Group;
                settings = family.Read(planned[group]);
            }

            frame = StepFrame.Of(settings, slot.Decision.Decay);
            var rule = family.Begin(planned[group], slot.State, slot.Parameter, out var states);
            if (UseTensors || slot.Gradient == 0 || !memory.TryAdd(slot, rule, frame, states)) tensors.Add(slot, rule, frame, states);
        }

        memory.Run();
        tensors.Run(Checks.MeasureRemoved);
        if (Checks.MeasureRemoved) memory.CollectRemoved();
        return loss;
    }

    public string Describe()
    {
        Refresh();
        return PlannedParameter.Describe(optimizer, slots);
    }

    public void Dispose()
    {
        disposed = true;
        Checks.Forget();
        foreach (var slot in slots) slot.Version.Dispose();
    }

    /// <summary>Plans groups that were added since the last step.</summary>
    public void Refresh()
    {
        var groups = family.Groups;
        if (IsPlanned(groups)) return;
        var list = new List<Slot>();
        var seen = new HashSet<nint>();
        for (var number = 0; number < groups.Count; number++)
        {
            var options = (groups[number] as ICentralizedGroup)?.Centralization ?? Defaults;
            foreach (var parameter in groups[number].Parameters)
            {
                if (is_complex(parameter.dtype))
                    throw new NotSupportedException($"{optimizer} steps real parameters, but parameter {list.Count} is complex.");
                var description = options.Catalog?.Describe(parameter, list.Count) ?? ParameterCatalog.DescribeUnknown(parameter, list.Count);
                var identity = TensorIdentity.Of(parameter);
                if (!seen.Add(identity))
                {
                    // Two slots of one weight would be stepped at the same time, on two threads.
                    if (repeated.Add(identity)) options.Notice($"{optimizer} was given {description.Name} more than once and steps it once, by its first group.");
                    continue;
                }

                var decision = CentralizedParameter.Decide(description, number, options, family.DecoupledByNature);
                if (decision.LeftAlone && noticed.Add(identity))
                    options.Notice($"{optimizer} leaves {description.Name} of shape [{string.Join(", ", description.Shape)}] uncentralized: {decision.Reason}.");
                list.Add(new Slot(parameter, family.StateOf(parameter), decision));
            }
        }

        foreach (var slot in slots) slot.Version.Dispose();
        slots = [.. list];
        planned = [.. groups];
    }

    private bool IsPlanned(IList<ParamGroup> groups)
    {
        if (groups.Count != planned.Length) return false;
        for (var i = 0; i < planned.Length; i++)
        {
            if (!ReferenceEquals(groups[i], planned[i])) return false;
        }

        return true;
    }

    /// <summary>Finds all gradients before anything changes, so that one that cannot be used leaves everything as it was.</summary>
    private void FindGradients()
    {
        foreach (var slot in slots)
        {
            if (slot.Parameter.IsInvalid)
            {
                throw new InvalidOperationException(
                    $"{optimizer} has lost {slot.Decision.Description.Name}: it was disposed, or replaced by a module's to(); make the optimizer after to().");
            }

            slot.Gradient = Memory.FindGradient(slot.Parameter, slot.Type, out var exists);
            slot.HasGradient = exists;
            if (!exists || slot.Gradient != 0) continue;
            using var gradient = slot.Parameter.grad!;
            if (gradient.is_sparse)
            {
                throw new NotSupportedException(
                    $"The gradient of {slot.Decision.Description.Name} is sparse, which {optimizer} cannot use: make the layer with sparse: false.");
            }
        }
    }

    /// <summary>One parameter with all that is known before a step.</summary>
    internal sealed class Slot(Parameter parameter, OptimizerState state, CentralizedParameter decision) : PlannedParameter(parameter, decision)
    {
        public OptimizerState State { get; } = state;

        public ScalarType Type { get; } = parameter.dtype;

        public long Elements { get; } = parameter.NumberOfElements;

        public WeightVersion Version { get; } = new(parameter);

        /// <summary>The address of the gradient in this step, if the processor can reach it.</summary>
        public nint Gradient { get; set; }

        public bool HasGradient { get; set; }
    }
}
