using OptGen.Notation;

namespace OptGen.Drafting;

/// <summary>How much a problem weighs.</summary>
public enum DraftSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Probably not meant.</summary>
    Warning,

    /// <summary>The text is no recurrence.</summary>
    Error
}

/// <summary>Something wrong with a text, or worth knowing about it.</summary>
/// <param name="Id">The id that it has as a compiler's diagnostic, such as <c>OPTG006</c>.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 units from 0.</param>
/// <param name="Length">How long it is; 0 where something is missing.</param>
/// <param name="Message">One sentence: what is wrong and what to do.</param>
/// <param name="Correction">What to write instead; null where that is not known.</param>
public sealed record DraftProblem(string Id, DraftSeverity Severity, int Start, int Length, string Message, DraftCorrection? Correction)
{
    internal static DraftProblem Of(Problem problem) => new(
        problem.Id, (DraftSeverity)problem.Severity, problem.Span.Start, problem.Span.Length, problem.Message,
        problem.Correction is { } correction ? new DraftCorrection(correction.Span.Start, correction.Span.Length, correction.Replacement) : null);
}

/// <summary>A correction: other characters in the place of some of the text.</summary>
/// <param name="Start">Where they begin, in UTF-16 units from 0.</param>
/// <param name="Length">How many go; 0 where something is put in.</param>
/// <param name="Replacement">What comes in their place.</param>
public sealed record DraftCorrection(int Start, int Length, string Replacement)
{
    /// <summary>What to do, as on a button: Write 'x_&lt;k+1&gt;'.</summary>
    public string Title => (Length, Replacement.Length) switch
    {
        (0, _) => $"Insert '{Replacement}'",
        (_, 0) => "Remove this",
        _ => $"Write '{Replacement}'"
    };

    /// <summary>The text with the correction.</summary>
    /// <param name="text">The text that the problem is in.</param>
    public string ApplyTo(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Concat(text.AsSpan(0, Start), Replacement, text.AsSpan(Start + Length));
    }
}
