using OptGen.SystemTorch.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The base of optimisers: keeps the groups of parameters and a state per parameter, saves and loads both.
/// </summary>
/// <remarks>
/// An optimiser of your own sets <see cref="_defaults"/> and <c>_parameter_groups</c> in its constructor, fills <see cref="_state"/> in
/// <c>add_param_group</c>, and overrides <c>step</c> as <c>_step&lt;ItsParamGroup&gt;(group => …, closure)</c>. Not thread-safe.
/// </remarks>
public abstract partial class OptimizerHelper : torch.optim.Optimizer
{
    /// <summary>What a group's options take where they say nothing themselves.</summary>
    protected OptimizerOptions _defaults = null!;

    /// <summary>The state of every parameter, by the parameter's native handle.</summary>
    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    private bool disposed;

    /// <summary>Makes an optimiser without parameters.</summary>
#pragma warning disable CA1012, MA0017 // TorchSharp's own signature: public, although the class is abstract.
    public OptimizerHelper()
#pragma warning restore CA1012, MA0017
        : base(IntPtr.Zero)
    {
    }

    /// <summary>Adds a group as it is. Overrides complete its options and give every parameter a state first.</summary>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        Groups.Add(param_group);
    }

    /// <summary>Moves the state of every parameter to a device.</summary>
    public void to(Device device)
    {
        foreach (var group in Groups)
        {
            var position = 0;
            foreach (var parameter in group.Parameters) StateOf(group, parameter, position++).to(device);
        }
    }

    /// <summary>
    /// Runs the closure, if any, with gradients on; then the body for every group, without gradients and in a dispose scope.
    /// </summary>
    /// <typeparam name="T">The kind of the optimiser's groups.</typeparam>
    /// <returns>What the closure returned, or null.</returns>
    /// <exception cref="InvalidOperationException">A group is of another kind.</exception>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null)
        where T : ParamGroup
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var recording = enable_grad();
            loss = loss_closure();
        }

        using var mode = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in Groups)
        {
            body(group as T ?? throw new InvalidOperationException(
                $"{GetType().Name} steps groups of type {typeof(T).FullName}, but was given one of type {group.GetType().FullName}."));
        }

        return loss;
    }

    /// <summary>Takes the defaults and the first groups; every built-in optimiser's constructor ends here.</summary>
    private protected void Start(IEnumerable<ParamGroup> groups, OptimizerOptions defaults)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Validate(defaults);
        _defaults = defaults;
        _parameter_groups = [];
        foreach (var group in groups) add_param_group(group);
    }

    /// <summary>The parameters of an optimiser with one group.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    private protected static IList<Parameter> Some(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var list = parameters.ToList();
        return list.Count > 0
            ? list
            : throw new ArgumentException(
                "The optimiser was given no parameters; if they come from a module, does its constructor call RegisterComponents()?", nameof(parameters));
    }

    /// <summary>The options of a group about to be added, made or checked to be of the optimiser's kind, with a learning rate.</summary>
    private protected TOptions Adopt<TOptions>(ParamGroup group)
        where TOptions : OptimizerOptions, new()
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.Options is null) group.Options = new TOptions();
        if (group.Options is not TOptions options)
        {
            throw new ArgumentException(
                $"{GetType().Name} needs a group with options of type {typeof(TOptions).FullName}, not {group.Options.GetType().FullName}.", nameof(group));
        }

        options.LearningRate ??= _defaults.LearningRate;
        options.InitialLearningRate = options.LearningRate ?? 0;
        return options;
    }

    /// <summary>Adds a group whose options are complete, with a new state for each parameter.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or a parameter is null, disposed or here already.</exception>
    private protected void Register(ParamGroup group, Func<Parameter, OptimizerState> create)
    {
        Validate(group.Options);
        var parameters = (group.Parameters ?? throw new ArgumentException("The group's Parameters are null.", nameof(group))).ToArray();
        var seen = new HashSet<IntPtr>();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i] is not { IsInvalid: false } parameter)
                throw new ArgumentException($"Parameter {i} of the group is null or disposed.", nameof(group));
            if (_state.ContainsKey(parameter.Handle) || !seen.Add(parameter.Handle))
            {
                throw new ArgumentException(
                    $"{Describe(parameter, i)} of the new group is in this {GetType().Name} already; each step would change it twice.", nameof(group));
            }
        }

        foreach (var parameter in parameters)
        {
            var state = create(parameter);
            state.Initialize(group.Options);
            _state[parameter.Handle] = state;
        }

        group.Parameters = parameters;
        Groups.Add(group);
    }

    /// <summary>Calls <paramref name="update"/> for every parameter of a group that has a gradient.</summary>
    /// <param name="group">The group.</param>
    /// <param name="maximize">Negates the gradient.</param>
    /// <param name="weightDecay">How much of the parameter is added to the gradient.</param>
    /// <param name="update">Gets the parameter, its gradient, which it may not change, and its state; complex tensors as pairs of real numbers.</param>
    private protected void Each<TState>(ParamGroup group, bool maximize, double weightDecay, Action<Tensor, Tensor, TState> update)
        where TState : OptimizerState
    {
        var position = 0;
        foreach (var parameter in group.Parameters)
        {
            var state = (TState)StateOf(group, parameter, position++);
            using var gradient = parameter.grad;
            if (gradient is null) continue;
            if (gradient.is_sparse)
            {
                throw new NotSupportedException(
                    $"The gradient of {Describe(parameter, position - 1)} is sparse, which {GetType().Name} cannot use; make the layer with sparse: false.");
            }

            if (is_complex(parameter.dtype))
            {
                using var pairs = Aten.view_as_real.Call(parameter);
                using var gradientPairs = Aten.view_as_real.Call(gradient);
                using var direction = Direction(pairs, gradientPairs, maximize, weightDecay);
                update(pairs, direction ?? gradientPairs, state);
            }
            else
            {
                using var direction = Direction(parameter, gradient, maximize, weightDecay);
                update(parameter, direction ?? gradient, state);
            }
        }
    }

    /// <summary>The gradient as the options change it; null where they do not.</summary>
    private static Tensor? Direction(Tensor parameter, Tensor gradient, bool maximize, double weightDecay)
    {
        var direction = maximize ? Aten.neg.Call(gradient) : null;
        if (weightDecay == 0) return direction;
        return direction is null
            ? Aten.add_Tensor.Call(gradient, parameter, weightDecay)
            : Aten.add__Tensor.CallInPlace(direction, parameter, weightDecay);
    }

    private protected void DisposeStates()
    {
        disposed = true;
        foreach (var state in _state.Values) (state as IDisposable)?.Dispose();
        _state.clear();
    }

    private protected OptimizerState StateOf(ParamGroup group, Parameter parameter, int position)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!parameter.IsInvalid && _state.TryGetValue(parameter.Handle, out var state)) return state;
        throw Lost($"{Describe(parameter, position)} of group {Groups.IndexOf(group)}");
    }

    private static string Describe(Parameter parameter, int position) => parameter.IsInvalid
        ? $"parameter {position}"
        : $"parameter {position} (shape [{string.Join(", ", parameter.shape)}])";

    private void Validate(OptimizerOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{GetType().Name}: {exception.Message}", exception);
        }
    }
}
