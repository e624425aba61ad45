namespace OptGen.Notation;

/// <summary>How much a problem weighs: only an <see cref="Error"/> leaves the recurrence without a plan.</summary>
internal enum Severity
{
    Information,
    Warning,
    Error
}

/// <summary>A repair of the text: put <paramref name="Replacement"/> in place of <paramref name="Span"/>, which may be empty.</summary>
internal sealed record Correction(SourceSpan Span, string Replacement)
{
    public string ApplyTo(string text) => text.Substring(0, Span.Start) + Replacement + text.Substring(Span.End);
}

/// <summary>Something wrong with a recurrence, or worth knowing about it, at a place in its text.</summary>
/// <param name="Kind">What it is; its number is the diagnostic's.</param>
/// <param name="Span">The characters that are wrong.</param>
/// <param name="Message">One sentence: what is wrong and what to do.</param>
/// <param name="Correction">The repair, where one is near.</param>
/// <param name="Related">Other places that matter, such as the first of two equations for one state.</param>
internal sealed record Problem(
    ProblemKind Kind, SourceSpan Span, string Message, Correction? Correction = null, EquatableArray<SourceSpan> Related = default)
{
    /// <summary>The diagnostic's id, such as <c>OPTG006</c>.</summary>
    public string Id => "OPTG" + ((int)Kind).ToString("D3");

    public Severity Severity => Kind.Severity();
}
