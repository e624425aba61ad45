using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>An operator while the plan is being made.</summary>
internal sealed class OperatorSymbol(string name, int number, int arguments, int parameters)
{
    public string Name { get; } = name;

    public int Number { get; } = number;

    public int Arguments { get; } = arguments;

    public int Parameters { get; } = parameters;

    public bool Forward { get; set; }

    public bool Adjoint { get; set; }

    public List<SourceSpan> Spans { get; } = [];
}

/// <summary>A coefficient while the plan is being made.</summary>
internal sealed class CoefficientSymbol(string name, int indexCount)
{
    public string Name { get; } = name;

    public int IndexCount { get; } = indexCount;

    /// <summary>For each index the greatest that is read.</summary>
    public IndexBound[] Last { get; } = new IndexBound[indexCount];

    public List<SourceSpan> Spans { get; } = [];
}

/// <summary>The names of a recurrence that are not states, each with the one way it is used.</summary>
internal sealed class Symbols(ProblemList problems)
{
    private readonly Dictionary<string, (string Use, SourceSpan Span)> _uses = [];

    public List<OperatorSymbol> Operators { get; } = [];

    public List<CoefficientSymbol> Coefficients { get; } = [];

    public List<(string Name, List<SourceSpan> Spans)> Inputs { get; } = [];

    public OperatorSymbol? Operator(Application application)
    {
        if (!Use(application.Name, application.NameSpan, "an operator"))
            return null;
        OperatorSymbol? symbol = Operators.Find(o => o.Name == application.Name);
        if (symbol is null)
        {
            symbol = new OperatorSymbol(application.Name, Operators.Count, application.Arguments.Count, application.Parameters.Count);
            Operators.Add(symbol);
        }
        if (symbol.Arguments != application.Arguments.Count || symbol.Parameters != application.Parameters.Count)
        {
            problems.Report(
                ProblemKind.OperatorArity, application.Span,
                $"{application.Name} is applied to {Count(application.Arguments.Count, application.Parameters.Count)} here and to "
                + $"{Count(symbol.Arguments, symbol.Parameters)} before; an operator is always applied to as many.",
                related: [symbol.Spans[0]]);
            return null;
        }
        symbol.Spans.Add(application.NameSpan);
        if (application.Adjoint)
            symbol.Adjoint = true;
        else
            symbol.Forward = true;
        return symbol;
    }

    public CoefficientSymbol? Coefficient(Reference reference)
    {
        if (!Use(reference.Name, reference.NameSpan, "a coefficient"))
            return null;
        CoefficientSymbol? symbol = Coefficients.Find(c => c.Name == reference.Name);
        if (symbol is null)
        {
            symbol = new CoefficientSymbol(reference.Name, reference.Indices.Count);
            Coefficients.Add(symbol);
        }
        if (symbol.IndexCount != reference.Indices.Count)
        {
            problems.Report(
                ProblemKind.CoefficientIndices, reference.Span,
                $"{reference.Name} has {Indices(reference.Indices.Count)} here and {Indices(symbol.IndexCount)} before; a coefficient always has as many.",
                related: [symbol.Spans[0]]);
            return null;
        }
        symbol.Spans.Add(reference.NameSpan);
        return symbol;
    }

    /// <summary>The number of the input of this name, which is made when there is none.</summary>
    public int Input(string name, SourceSpan? span)
    {
        int number = Inputs.FindIndex(i => i.Name == name);
        if (number < 0)
        {
            number = Inputs.Count;
            Inputs.Add((name, []));
        }
        if (span is { } place && Use(name, place, "an input"))
            Inputs[number].Spans.Add(place);
        return number;
    }

    private bool Use(string name, SourceSpan span, string use)
    {
        if (!_uses.TryGetValue(name, out (string Use, SourceSpan Span) first))
        {
            _uses.Add(name, (use, span));
            return true;
        }
        if (first.Use == use)
            return true;
        problems.Report(
            ProblemKind.ConflictingUse, span, $"{name} is used as {use} here and as {first.Use} before; give one of them another name.", related: [first.Span]);
        return false;
    }

    private static string Count(int arguments, int parameters) =>
        (arguments == 1 ? "1 tensor" : arguments + " tensors")
        + (parameters == 0 ? "" : parameters == 1 ? " and 1 parameter" : " and " + parameters + " parameters");

    private static string Indices(int count) => count switch { 0 => "no index", 1 => "1 index", _ => count + " indices" };
}
