using Microsoft.CodeAnalysis;
using OptGen.Notation;

namespace OptGen.Diagnostics;

/// <summary>Something to tell the user: what, and where in the recurrence or in the C# around it.</summary>
/// <param name="Number">The number of its diagnostic.</param>
/// <param name="Message">One sentence: what is wrong, where, and what to do.</param>
internal sealed record Finding(int Number, string Message)
{
    /// <summary>The characters of the recurrence that are meant; null when it is about C#.</summary>
    public SourceSpan? Span { get; init; }

    /// <summary>The place in C#; null when it is about the recurrence.</summary>
    public Location? Location { get; init; }

    /// <summary>The name among the declared inputs that is meant, instead of a place.</summary>
    public string? Input { get; init; }

    /// <summary>Other places in the recurrence that matter.</summary>
    public EquatableArray<SourceSpan> Related { get; init; }

    /// <summary>A repair of the recurrence's text.</summary>
    public Correction? Correction { get; init; }

    /// <summary>A member that would repair it, as C# text.</summary>
    public string? MissingMember { get; init; }

    /// <summary>A constant and a value of it with which the recurrence would be zero-stable.</summary>
    public (string Identifier, string Value)? StableConstant { get; init; }

    public DiagnosticDescriptor Descriptor => Descriptors.Of(Number);

    public static Finding Of(Problem problem) => new((int)problem.Kind, problem.Message)
    {
        Span = problem.Span,
        Related = problem.Related,
        Correction = problem.Correction
    };
}

/// <summary>
/// Collects findings. A stretch of the recurrence with an error is reported once: what follows from a mistake there helps no one.
/// </summary>
internal sealed class FindingList
{
    private readonly List<Finding> _findings = [];
    private readonly HashSet<SourceSpan> _errors = [];

    public IReadOnlyList<Finding> Items => _findings;

    public bool HasErrors => _findings.Exists(f => f.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);

    public void Add(Finding finding)
    {
        bool isError = finding.Descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        if (finding.Span is not { } span || (isError ? _errors.Add(span) : !_errors.Contains(span)))
            _findings.Add(finding);
    }

    public void At(SourceSpan span, DeclarationKind kind, string message, Correction? correction = null, string? missingMember = null) =>
        Add(new Finding((int)kind, message) { Span = span, Correction = correction, MissingMember = missingMember });

    public void At(Location location, DeclarationKind kind, string message) => Add(new Finding((int)kind, message) { Location = location });
}
