using OptGen.Execution;
using OptGen.FixedPoint;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen;

/// <summary>
/// What the names of a recurrence stand for, where a module is made of it at run time (<see cref="Recurrence.ToModule(RecurrenceBindings)"/>). It says what a class with
/// <c>[Update]</c> says by its members:
/// <code>
/// var bindings = new RecurrenceBindings { Layers = 12 }
///     .Operator("T", k =&gt; new TwoLayer(64, 256))
///     .Coefficient("a", 0.5)
///     .Learned("b", 1.0, perLayer: true);
/// </code>
/// </summary>
/// <remarks>Each name is bound once. Bindings can be used for several modules: factories are called anew for each, and what is bound as one module for all layers is part of all.</remarks>
public sealed class RecurrenceBindings
{
    private readonly Dictionary<string, OperatorBinding> _operators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CoefficientBinding> _coefficients = new(StringComparer.Ordinal);
    private readonly List<StageBinding> _stages = [];

    /// <summary>The number of layers, at least 1. Null where the recurrence was read with one, stages say it, or there are no layers.</summary>
    public int? Layers { get; init; }

    /// <summary>The module's name, which messages have.</summary>
    public string Name { get; init; } = "Recurrence";

    /// <summary>How layers are solved that have an unknown iterate on both sides of an equation; the defaults where it is null.</summary>
    public SolveOptions? Implicit { get; init; }

    /// <summary>
    /// The names of inputs that all samples of a solve share, such as a matrix: they are handed to the equations whole, and so is what is computed of them alone. Of any
    /// other input the first dimension decides: where it is that of the batch, it counts samples.
    /// </summary>
    public IReadOnlyList<string> Shared { get; init; } = [];

    /// <summary>What the network keeps of its layers until gradients are computed, as <see cref="UpdateAttribute.Memory"/> says it.</summary>
    public Memory Memory { get; init; }

    internal IReadOnlyDictionary<string, OperatorBinding> Operators => _operators;

    internal IReadOnlyDictionary<string, CoefficientBinding> Coefficients => _coefficients;

    /// <summary>The coefficients with a value for each layer.</summary>
    internal IEnumerable<string> Scheduled => _coefficients.Where(c => c.Value is { Schedule: not null } or { Values: not null } or { Trained.PerLayer: true }).Select(c => c.Key);

    internal IReadOnlyList<StageBinding> Stages => _stages;

    internal (string Name, Func<int, nn.Module<Tensor, Tensor>> Factory)? Border { get; private set; }

    /// <summary>An operator with a module for each index: <c>Operator("T", k =&gt; new TwoLayer(64, 256))</c>.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <param name="factory">Makes the module of an index; it is asked once for each that the recurrence reads.</param>
    /// <param name="adjoint">The adjoint of a module, where the recurrence applies one; Linear and Conv2d without bias and every <see cref="Blocks.LinearOperator"/> have their own.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The name is bound already.</exception>
    public RecurrenceBindings Operator(string name, Func<int, nn.Module> factory, Func<nn.Module, Tensor, Tensor>? adjoint = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add(name, new OperatorBinding(factory, null, null, adjoint));
    }

    /// <summary>An operator with one module for all layers. It becomes part of the network.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <param name="module">The module.</param>
    /// <param name="adjoint">Its adjoint, where the recurrence applies it and the module has none that is known.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The name is bound already.</exception>
    public RecurrenceBindings Operator(string name, nn.Module module, Func<nn.Module, Tensor, Tensor>? adjoint = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Add(name, new OperatorBinding(null, module, null, adjoint));
    }

    /// <summary>A function of a tensor, such as a projection. One with trained parameters is an operator: bind a module.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <param name="function">The function; it gives a new tensor.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The name is bound already.</exception>
    public RecurrenceBindings Function(string name, Func<Tensor, Tensor> function) => Function(name, (Delegate)function);

    /// <summary>A function of a tensor with a number in brackets, <c>prox[s](x)</c>.</summary>
    /// <inheritdoc cref="Function(string, Func{Tensor, Tensor})"/>
    public RecurrenceBindings Function(string name, Func<Tensor, double, Tensor> function) => Function(name, (Delegate)function);

    /// <summary>A function of a tensor with two numbers in brackets.</summary>
    /// <inheritdoc cref="Function(string, Func{Tensor, Tensor})"/>
    public RecurrenceBindings Function(string name, Func<Tensor, double, double, Tensor> function) => Function(name, (Delegate)function);

    /// <summary>A function of two tensors, or of one and a scalar in brackets, which it gets as a tensor: so it may be trained.</summary>
    /// <inheritdoc cref="Function(string, Func{Tensor, Tensor})"/>
    public RecurrenceBindings Function(string name, Func<Tensor, Tensor, Tensor> function) => Function(name, (Delegate)function);

    /// <summary>A function of any number of tensors and of scalars in brackets, which it gets as tensors.</summary>
    /// <inheritdoc cref="Function(string, Func{Tensor, Tensor})"/>
    public RecurrenceBindings Function(string name, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Tensor> function) => Function(name, (Delegate)function);

    /// <summary>A coefficient that is a number.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <param name="value">The number.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The name is bound already.</exception>
    public RecurrenceBindings Coefficient(string name, double value) => Add(name, new CoefficientBinding { Number = value });

    /// <summary>A coefficient with a number for each layer, or index: <c>Coefficient("a", k =&gt; k / (k + 3.0))</c>.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <param name="schedule">The number of an index.</param>
    /// <inheritdoc cref="Coefficient(string, double)" path="/returns"/>
    /// <inheritdoc cref="Coefficient(string, double)" path="/exception"/>
    public RecurrenceBindings Coefficient(string name, Func<int, double> schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return Add(name, new CoefficientBinding { Schedule = schedule });
    }

    /// <summary>A coefficient with a number for each pair of indices, h_&lt;k,j&gt;.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <param name="table">The number of a pair.</param>
    /// <inheritdoc cref="Coefficient(string, double)" path="/returns"/>
    /// <inheritdoc cref="Coefficient(string, double)" path="/exception"/>
    public RecurrenceBindings Coefficient(string name, Func<int, int, double> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Add(name, new CoefficientBinding { Table = table });
    }

    /// <summary>A coefficient with a number for each index, that of index i at position i.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <param name="values">The numbers.</param>
    /// <inheritdoc cref="Coefficient(string, double)" path="/returns"/>
    /// <inheritdoc cref="Coefficient(string, double)" path="/exception"/>
    public RecurrenceBindings Coefficient(string name, double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Add(name, new CoefficientBinding { Values = values });
    }

    /// <summary>A coefficient that is trained, as <see cref="LearnableAttribute"/> says it.</summary>
    /// <param name="name">Its name in the recurrence.</param>
    /// <param name="initial">Its value before training; inside the range where there is one.</param>
    /// <param name="perLayer">Whether every layer has a value of its own.</param>
    /// <param name="perPair">Whether every pair of indices has a value of its own.</param>
    /// <param name="minimum">The lower border, which it never reaches.</param>
    /// <param name="maximum">The upper border, which it never reaches.</param>
    /// <param name="channels">The number of channels that have a value of their own, along dimension 1; 0 for one value for all.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The name is bound already, the initial value lies outside the range, or the coefficient is one for each layer and for each pair.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of channels is negative.</exception>
    public RecurrenceBindings Learned(
        string name, double initial, bool perLayer = false, bool perPair = false, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity, int channels = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        if (perLayer && perPair)
            throw new ArgumentException($"{name} cannot have a value for each layer and one for each pair of indices; leave out perLayer or perPair.", nameof(perPair));
        if (!(minimum < initial && initial < maximum) || !double.IsFinite(initial))
            throw new ArgumentException($"{name} begins with {initial}, which does not lie between {minimum} and {maximum}.", nameof(initial));
        return Add(name, new CoefficientBinding { Trained = new TrainedBinding(initial, perLayer, perPair, minimum, maximum, channels) });
    }

    /// <summary>The next stage of layers, as <see cref="StageAttribute"/> says it.</summary>
    /// <param name="layers">The number of its layers, at least 1.</param>
    /// <param name="history">What happens to iterates where it begins; of the first stage without meaning.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number of layers.</exception>
    public RecurrenceBindings Stage(int layers, StageHistory history = StageHistory.Restart)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        _stages.Add(new StageBinding(layers, history == StageHistory.Project));
        return this;
    }

    /// <summary>The transitions between stages; without them shapes stay as they are.</summary>
    /// <param name="factory">Makes the transition into a stage; stages count from 0, so it is asked for 1, 2, ….</param>
    /// <param name="name">The name that they are registered under.</param>
    /// <returns>This.</returns>
    public RecurrenceBindings Transition(Func<int, nn.Module<Tensor, Tensor>> factory, string name = "D")
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Border = (name, factory);
        return this;
    }

    private RecurrenceBindings Function(string name, Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add(name, new OperatorBinding(null, null, function, null));
    }

    private RecurrenceBindings Add(string name, OperatorBinding binding)
    {
        RequireNew(name);
        _operators.Add(name, binding);
        return this;
    }

    private RecurrenceBindings Add(string name, CoefficientBinding binding)
    {
        RequireNew(name);
        _coefficients.Add(name, binding);
        return this;
    }

    private void RequireNew(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_operators.ContainsKey(name) || _coefficients.ContainsKey(name))
            throw new ArgumentException($"{name} is bound already; a name is bound once.", nameof(name));
    }
}
