namespace OptGen.Notation;

/// <summary>Collects problems. One place is reported once: what goes wrong after the first mistake there is its consequence.</summary>
internal sealed class ProblemList
{
    /// <summary>After so many, further ones help no one.</summary>
    private const int Limit = 100;

    private readonly List<Problem> _problems = [];
    private readonly HashSet<SourceSpan> _places = [];

    public bool HasErrors => _problems.Exists(p => p.Severity == Severity.Error);

    public void Report(
        ProblemKind kind, SourceSpan span, string message, Correction? correction = null, EquatableArray<SourceSpan> related = default)
    {
        if (_problems.Count < Limit && _places.Add(span))
            _problems.Add(new Problem(kind, span, message, correction, related));
    }

    /// <summary>The problems in the order of their places.</summary>
    public EquatableArray<Problem> ToArray() =>
        _problems.OrderBy(p => p.Span.Start).ThenBy(p => p.Span.Length).ThenBy(p => p.Kind).ToEquatableArray();
}
