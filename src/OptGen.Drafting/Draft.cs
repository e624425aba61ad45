using OptGen.Binding;
using OptGen.Emission;
using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Drafting;

/// <summary>
/// A recurrence before there is a class for it: what is wrong with its text, what is known of it, and the code that it becomes with operators that stand for the user's own. For tools:
/// nothing of torch is called, and its native library need not be there.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class Draft
{
    /// <summary>The number of layers of code that needs one, where none is given.</summary>
    public const int LayersUnlessGiven = 12;

    private readonly Recurrence? _recurrence;
    private readonly Lazy<NetworkModel> _model;
    private readonly DraftOptions _options;

    private Draft(string text, DraftOptions options, Recurrence? recurrence, IReadOnlyList<DraftProblem> problems)
    {
        (Text, _options, _recurrence, Problems) = (text, options, recurrence, problems);
        _model = new Lazy<NetworkModel>(() => DraftModel.Of(Recurrence, options));
    }

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>What was said besides.</summary>
    public DraftOptions Options => _options;

    /// <summary>What is wrong with the text, or worth knowing, in the order of places.</summary>
    public IReadOnlyList<DraftProblem> Problems { get; }

    /// <summary>Whether the text is a recurrence.</summary>
    public bool IsValid => _recurrence is not null;

    /// <summary>The recurrence.</summary>
    /// <exception cref="InvalidOperationException">The text is none: <see cref="IsValid"/>.</exception>
    public Recurrence Recurrence => _recurrence ?? throw new InvalidOperationException("The text has mistakes, so there is no recurrence: see Problems.");

    /// <summary>Reads a text.</summary>
    /// <param name="text">Equations, one a line or separated by semicolons.</param>
    /// <param name="options">What is said besides; nothing when left out.</param>
    /// <exception cref="ArgumentException">The class cannot have its name, or something is said of a coefficient that the recurrence does not have.</exception>
    public static Draft Read(string text, DraftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new DraftOptions();
        if (!CSharpNames.IsIdentifier(options.Name))
            throw new ArgumentException($"A class cannot be named '{options.Name}': a name has letters, digits and underscores, begins with no digit, and is no word of C#.", nameof(options));
        var told = new RecurrenceOptions
        {
            Layers = options.Layers,
            Inputs = options.Inputs,
            Coefficients = options.Coefficients.ToDictionary(c => c.Key, c => Knowledge(c.Value), StringComparer.Ordinal)
        };
        IReadOnlyList<Problem> problems = Recurrence.Read(text, told, out Recurrence? recurrence);
        if (recurrence is not null && options.Coefficients.Keys.FirstOrDefault(name => !recurrence.Coefficients.Contains(name)) is { } stranger)
        {
            string has = recurrence.Coefficients.Count == 0 ? "it has none" : $"it has {string.Join(", ", recurrence.Coefficients)}";
            throw new ArgumentException($"The recurrence has no coefficient '{stranger}'; {has}.", nameof(options));
        }
        return new Draft(text, options, recurrence, [.. problems.OrderBy(p => p.Span.Start).Select(DraftProblem.Of)]);
    }

    /// <summary>The class that declares the recurrence, for a C# file of a project that references OptGen.</summary>
    /// <exception cref="InvalidOperationException">The text has mistakes, or names something that no member of the class can be called.</exception>
    public string ToClass() => ClassWriter.Write(_model.Value);

    /// <summary>What the compiler adds to <see cref="ToClass"/>: the generated part.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="ToClass"/>.</exception>
    public string ToGeneratedCode() => Emitter.Emit(_model.Value);

    /// <summary>A PyTorch module in plain Python, whose operators are arguments of its constructor.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="ToClass"/>.</exception>
    public string ToPyTorch() => PyTorchDraft.Write(Recurrence, _model.Value);

    /// <summary>The names of the recurrence, and what each is.</summary>
    /// <exception cref="InvalidOperationException">The text has mistakes.</exception>
    public IReadOnlyList<DraftPart> Parts() => [.. DraftParts.Of(Recurrence.Plan, _options)];

    private static CoefficientKnowledge Knowledge(DraftCoefficient coefficient) => coefficient switch
    {
        { IsTrained: false } => CoefficientKnowledge.Constant(coefficient.Value),
        { Minimum: { } minimum, Maximum: { } maximum } => CoefficientKnowledge.Between(minimum, maximum),
        _ => CoefficientKnowledge.Learned
    };
}
