using OptGen.CompilerServices;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen;

/// <summary>
/// A recurrence read at run time by the compiler's own code: its wiring and its verdict as data, equations and pictures of it, and a module that runs it.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed partial class Recurrence
{
    private readonly WiringOptions known;
    private readonly Lazy<Plan> plan;
    private readonly Lazy<RecurrenceVerdict> verdict;

    private Recurrence(RecurrenceAnalysis analysis, WiringOptions known, Plan plan)
    {
        this.known = known;
        Text = analysis.Parsed.Tree.ToString();
        this.plan = new Lazy<Plan>(plan);
        verdict = new Lazy<RecurrenceVerdict>(() => RecurrenceVerdict.Of(analysis.Verdict!));
        States = plan.States.Select(s => new RecurrenceState(s.Name, s.History.Dense ? null : s.History.Kept)).ToArray();
        Inputs = plan.Inputs.Select(i => i.Name).ToArray();
        Operators = plan.Operators.Select(o => o.Name).ToArray();
        Coefficients = plan.Coefficients.Select(c => c.Name).ToArray();
        MinimumLayers = plan.MinimumLayers;
        IsImplicit = plan.IsImplicit;
    }

    /// <summary>What a compiler has found out. Only running it wires it again.</summary>
    internal Recurrence(RecurrenceData data)
    {
        Text = data.Text;
        known = OptionsOf(data);
        plan = new Lazy<Plan>(() => Wirer.Wire(data.Text, known).Plan
            ?? throw new InvalidOperationException($"The generated code of this network was made by another version of OptGen, which this one cannot run: {data.Text}"));
        verdict = new Lazy<RecurrenceVerdict>(new RecurrenceVerdict(data.IsConsistent, data.Stability, data.Order, data.Roots, data.EffectiveSteps, data.Verdict) { TwoLayerOperators = data.TwoLayerOperators });
        States = data.States;
        Inputs = data.Inputs;
        Operators = data.Operators;
        Coefficients = data.Coefficients;
        MinimumLayers = data.MinimumLayers;
        IsImplicit = data.IsImplicit;
    }

    /// <summary>The recurrence in canonical form, one equation a line.</summary>
    public string Text { get; }

    internal Plan Plan => plan.Value;

    /// <summary>The plan of a network of so many layers; an equilibrium has none.</summary>
    /// <param name="layers">How many.</param>
    /// <param name="scheduled">The coefficients that have a value for each layer.</param>
    internal Plan PlanOf(int layers, IEnumerable<string> scheduled) =>
        Wirer.Wire(Parser.Parse(Text).Tree, known with { Layers = Plan.Kind == PlanKind.Equilibrium ? known.Layers : layers, Scheduled = scheduled.ToEquatableArray() }).Plan!;

    /// <summary>The states in the order of their first equations.</summary>
    public IReadOnlyList<RecurrenceState> States { get; }

    /// <summary>The names of the inputs in order.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names applied to tensors.</summary>
    public IReadOnlyList<string> Operators { get; }

    /// <summary>The names of scalars.</summary>
    public IReadOnlyList<string> Coefficients { get; }

    /// <summary>The fewest layers that read every past iterate the text names.</summary>
    public int MinimumLayers { get; }

    /// <summary>Whether a layer has to be solved, because an iterate stands on both sides of its equation.</summary>
    public bool IsImplicit { get; }

    /// <summary>What is known of it without its operators: consistency, zero-stability, order, effective step.</summary>
    public RecurrenceVerdict Verdict => verdict.Value;

    /// <summary>Reads a recurrence.</summary>
    /// <param name="text">Equations, one a line or separated by semicolons.</param>
    /// <param name="options">What is known besides; nothing when left out.</param>
    /// <exception cref="RecurrenceException">The text is no recurrence; the exception has every mistake with its place.</exception>
    public static Recurrence Parse(string text, RecurrenceOptions? options = null) =>
        TryParse(text, options, out Recurrence? recurrence, out IReadOnlyList<RecurrenceProblem> problems)
            ? recurrence!
            : throw new RecurrenceException(text, problems);

    /// <summary>Reads a recurrence, or says what is wrong with it.</summary>
    /// <param name="text">Equations, one a line or separated by semicolons.</param>
    /// <param name="options">What is known besides; nothing when null.</param>
    /// <param name="recurrence">The recurrence; null when the text has a mistake.</param>
    /// <param name="problems">Mistakes, and what is worth knowing.</param>
    public static bool TryParse(string text, RecurrenceOptions? options, out Recurrence? recurrence, out IReadOnlyList<RecurrenceProblem> problems)
    {
        problems = Read(text, options, out recurrence)
            .Select(p => new RecurrenceProblem(p.Id, p.Span.Start, p.Span.Length, p.Message, p.Severity == Severity.Error)).ToArray();
        return recurrence is not null;
    }

    /// <summary>Reads a recurrence; the problems have their corrections.</summary>
    internal static IReadOnlyList<Problem> Read(string text, RecurrenceOptions? options, out Recurrence? recurrence)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new RecurrenceOptions();
        var knowledge = options.Coefficients.ToDictionary(c => c.Key, c => RecurrenceVerdict.Translate(c.Value), StringComparer.Ordinal);
        WiringOptions told = Translate(options);
        var analysis = new RecurrenceAnalysis(Parser.Parse(text), told, knowledge);
        recurrence = analysis.Plan is { } plan ? new Recurrence(analysis, told, plan) : null;
        return [.. analysis.Parsed.Problems, .. analysis.Wired.Problems];
    }

    /// <summary>
    /// The number of an operator's first module. A generated class keeps the modules of an operator in a list that begins with it: for
    /// x_&lt;k+1&gt; = x_k - T(x_&lt;k+1&gt;) they are T_1 … T_L.
    /// </summary>
    /// <exception cref="ArgumentException">The recurrence has no such operator.</exception>
    public int FirstModule(string name, int layers)
    {
        OperatorPlan op = plan.Value.Operators.FirstOrDefault(o => o.Name == name)
            ?? throw new ArgumentException($"The recurrence has no operator '{name}'; it has {string.Join(", ", Operators)}.", nameof(name));
        return op.First.Evaluate(layers);
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    private static WiringOptions OptionsOf(RecurrenceData data) => new()
    {
        Layers = data.Layers,
        Inputs = data.DeclaresInputs ? data.Inputs.ToEquatableArray() : null,
        Coefficients = data.Coefficients.ToEquatableArray()
    };

    private static WiringOptions Translate(RecurrenceOptions options) => new()
    {
        Layers = options.Layers,
        Inputs = options.Inputs is { } inputs ? inputs.ToEquatableArray() : null,
        Coefficients = options.Coefficients.Keys.Order(StringComparer.Ordinal).ToEquatableArray(),
        Scheduled = options.Coefficients.Where(c => c.Value.VariesByLayer).Select(c => c.Key).Order(StringComparer.Ordinal).ToEquatableArray()
    };
}

/// <summary>A state of a recurrence.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kept">How many iterates are kept from layer to layer; null when all are.</param>
public sealed record RecurrenceState(string Name, int? Kept);
