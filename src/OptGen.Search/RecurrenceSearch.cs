using System.Diagnostics;
using System.Runtime.CompilerServices;
using OptGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace OptGen.Search;

/// <summary>
/// Searches for a recurrence: draws those that are consistent and zero-stable, makes a network of each with equally many applications of its operators, trains it, and compares them by validation.
/// </summary>
/// <remarks>
/// Each training begins from torch's generator at <see cref="TrainingOptions.Seed"/>, so the same search gives the same report on the same machine with the same number of threads, times aside. For one thread.
/// </remarks>
public sealed class RecurrenceSearch
{
    private readonly RecurrenceGrammar _grammar;
    private readonly Dictionary<string, SearchOperator> _operators = new(StringComparer.Ordinal);
    private readonly List<(string Name, Recurrence Recurrence)> _known = [];
    private SearchOperator? _stem, _head;

    /// <summary>Makes a search; what its operators are is said next.</summary>
    /// <param name="grammar">What is drawn.</param>
    public RecurrenceSearch(RecurrenceGrammar grammar)
    {
        ArgumentNullException.ThrowIfNull(grammar);
        _grammar = grammar;
    }

    /// <summary>Says what an operator of the grammar is.</summary>
    /// <param name="name">Its name in the grammar.</param>
    /// <param name="factory">Makes the module of an index. It draws weights from torch's generator.</param>
    /// <param name="source">How the factory is written in the class of a recurrence that was found; taken from the call where it is left out.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The grammar has no such operator, or it was said already.</exception>
    public RecurrenceSearch Operator(string name, Func<int, nn.Module<Tensor, Tensor>> factory, [CallerArgumentExpression(nameof(factory))] string source = "")
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (!_grammar.Operators.Contains(name))
            throw new ArgumentException($"The grammar has no operator '{name}'; it has {string.Join(", ", _grammar.Operators)}.", nameof(name));
        if (!_operators.TryAdd(name, new SearchOperator(name, factory, null, source)))
            throw new ArgumentException($"What '{name}' is was said already.", nameof(name));
        return this;
    }

    /// <summary>Says what comes before the recurrence: <c>x_0 = stem(u)</c>. Without it the network's input is x_0.</summary>
    /// <param name="factory">Makes the module.</param>
    /// <param name="source">How it is written; taken from the call where it is left out.</param>
    /// <returns>This.</returns>
    /// <exception cref="InvalidOperationException">It was said already.</exception>
    public RecurrenceSearch Stem(Func<nn.Module<Tensor, Tensor>> factory, [CallerArgumentExpression(nameof(factory))] string source = "")
    {
        ArgumentNullException.ThrowIfNull(factory);
        _stem = _stem is null ? new SearchOperator(SearchNames.Stem, null, factory, source) : throw new InvalidOperationException("What the stem is was said already.");
        return this;
    }

    /// <summary>Says what comes after it: <c>out = head(x_L)</c>. Without it the network gives x_L.</summary>
    /// <inheritdoc cref="Stem"/>
    public RecurrenceSearch Head(Func<nn.Module<Tensor, Tensor>> factory, [CallerArgumentExpression(nameof(factory))] string source = "")
    {
        ArgumentNullException.ThrowIfNull(factory);
        _head = _head is null ? new SearchOperator(SearchNames.Head, null, factory, source) : throw new InvalidOperationException("What the head is was said already.");
        return this;
    }

    /// <summary>A recurrence that takes part beside those drawn, to compare with: gradient descent, say.</summary>
    /// <param name="name">What the report calls it.</param>
    /// <param name="text">Its text, with the operators of the grammar, numbers as coefficients, and neither a stem nor a head.</param>
    /// <returns>This.</returns>
    /// <exception cref="RecurrenceException">The text is no recurrence.</exception>
    /// <exception cref="ArgumentException">It has operators that the grammar has not, coefficients without values, several inputs, a line for x_0 or out, or layers that are solved.</exception>
    public RecurrenceSearch Known(string name, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Recurrence recurrence = Recurrence.Parse(text);
        if (recurrence.Operators.FirstOrDefault(other => !_grammar.Operators.Contains(other)) is { } foreign)
            throw new ArgumentException($"'{name}' applies '{foreign}', which is no operator of the grammar; it has {string.Join(", ", _grammar.Operators)}.", nameof(text));
        if (recurrence.Coefficients.Count > 0)
            throw new ArgumentException($"'{name}' has the coefficient '{recurrence.Coefficients[0]}', which has no value here: write a number.", nameof(text));
        if (recurrence.Inputs.Count != 1 || recurrence.IsImplicit)
            throw new ArgumentException($"'{name}' has {(recurrence.IsImplicit ? "layers that are solved" : $"{recurrence.Inputs.Count} inputs")}; a search compares recurrences of one input whose layers are computed.", nameof(text));
        if (recurrence.States.All(state => state.Name != "x") || Recurrence.TryParse(Whole(recurrence, stem: true, head: true), new RecurrenceOptions { Inputs = [SearchNames.Input] }, out _, out _) is false)
            throw new ArgumentException($"'{name}' must have the main state x, and no line for x_0 or out: a search adds those itself.", nameof(text));
        _known.Add((name, recurrence));
        return this;
    }

    /// <summary>Draws, trains and compares.</summary>
    /// <param name="options">How many, at which cost, and how they are trained.</param>
    /// <param name="training">What is trained on.</param>
    /// <param name="validation">What is compared by.</param>
    /// <param name="progress">Told of each recurrence after its training.</param>
    /// <param name="cancellation">Ends the search; the report then has what was trained before.</param>
    /// <returns>The recurrences, the best first.</returns>
    /// <exception cref="InvalidOperationException">An operator of the grammar was not said what it is, or the bounds allow no recurrence of that cost.</exception>
    /// <exception cref="NetworkException">A factory failed, or modules do not fit each other.</exception>
    public SearchReport Run(SearchOptions options, TrainingData training, TrainingData validation, IProgress<SearchEntry>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        if (_grammar.Operators.FirstOrDefault(name => !_operators.ContainsKey(name)) is { } missing)
            throw new InvalidOperationException($"Nothing says what the operator '{missing}' is; call Operator(\"{missing}\", k => …).");
        Stopwatch watch = Stopwatch.StartNew();
        var entries = new List<SearchEntry>();
        bool isComplete = true;
        foreach (Candidate candidate in Candidates(options))
        {
            if (cancellation.IsCancellationRequested || Train(candidate, options, training, validation, cancellation) is not { } entry)
            {
                isComplete = false;
                break;
            }
            entries.Add(entry);
            progress?.Report(entry);
        }
        return new SearchReport(entries, options.Training.Monitor, isComplete, watch.Elapsed);
    }

    /// <summary>Those given, then those drawn; what fits the cost.</summary>
    private List<Candidate> Candidates(SearchOptions options)
    {
        var candidates = new List<Candidate>();
        foreach (var (name, recurrence) in _known)
            candidates.Add(Of(name, recurrence, options) ?? throw new InvalidOperationException($"'{name}' has at least {recurrence.MinimumLayers} layers, which apply operators more than {options.Applications} times: allow more Applications."));
        HashSet<string> known = [.. _known.Select(entry => Fingerprint.Of(entry.Recurrence, _grammar.Operators))];
        foreach (Recurrence recurrence in _grammar.Draw(options.Seed))
        {
            if (candidates.Count == _known.Count + options.Candidates)
                return candidates;
            if (!known.Contains(Fingerprint.Of(recurrence, _grammar.Operators)) && Of(null, recurrence, options) is { } candidate)
                candidates.Add(candidate);
        }
        return candidates.Count > _known.Count ? candidates : throw new InvalidOperationException("The bounds of the grammar allow no recurrence of this cost that is consistent and zero-stable: widen them, or allow more Applications.");
    }

    private Candidate? Of(string? name, Recurrence recurrence, SearchOptions options)
    {
        string text = Whole(recurrence, _stem is not null, _head is not null);
        Recurrence whole = Recurrence.Parse(text, new RecurrenceOptions { Inputs = _stem is null ? null : [SearchNames.Input] });
        return Candidate.Of(name, recurrence, whole, _grammar.Operators, options.Applications);
    }

    private static string Whole(Recurrence recurrence, bool stem, bool head) => string.Join('\n',
    [
        .. stem ? [$"x_0 = {SearchNames.Stem}({SearchNames.Input})"] : Array.Empty<string>(),
        recurrence.Text,
        .. head ? [$"out = {SearchNames.Head}(x_L)"] : Array.Empty<string>()
    ]);

    /// <returns>Null where it was cancelled.</returns>
    private SearchEntry? Train(Candidate candidate, SearchOptions options, TrainingData training, TrainingData validation, CancellationToken cancellation)
    {
        manual_seed(options.Training.Seed);
        var bindings = new RecurrenceBindings { Layers = candidate.Layers, Name = candidate.Name ?? "Found" };
        SearchOperator[] members = [.. Members(candidate.Recurrence)];
        foreach (SearchOperator member in members)
            member.Bind(bindings);
        using nn.Module<Tensor, Tensor> network = candidate.Recurrence.ToModule(bindings);
        TrainingProblem problem = options.Problem(network) ?? throw new InvalidOperationException("SearchOptions.Problem gave null.");
        var trainer = new Trainer(problem, options.Training);
        TrainingReport report = trainer.Fit(training, validation, cancellation: cancellation);
        if (report.Status == TrainingStatus.Cancelled)
            return null;
        var entry = new SearchEntry(candidate.Name, candidate.Recurrence, candidate.Layers, candidate.Applications, network.parameters().Sum(parameter => parameter.numel()), report,
            trainer.Evaluate(validation), options.Training.Monitor, problem.Metrics.FirstOrDefault(metric => metric.Name == options.Training.Monitor)?.HigherIsBetter ?? false, members);
        options.Trained?.Invoke(entry, network);
        return entry;
    }

    private IEnumerable<SearchOperator> Members(Recurrence recurrence) =>
        [.. _stem is null ? Array.Empty<SearchOperator>() : [_stem], .. _grammar.Operators.Where(recurrence.Operators.Contains).Select(name => _operators[name]), .. _head is null ? Array.Empty<SearchOperator>() : [_head]];
}
