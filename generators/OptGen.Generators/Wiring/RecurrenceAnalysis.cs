using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>
/// All that is found out about one text: its tree, its plan and its verdict. Each is made once, when it is first asked for, and carried to whoever needs it.
/// </summary>
/// <remarks>It follows from the text and what is known besides, which stand beside it wherever it is carried; so any two count as equal.</remarks>
internal sealed class RecurrenceAnalysis : IEquatable<RecurrenceAnalysis>
{
    private readonly Lazy<WiringResult> _wired;
    private readonly Lazy<Verdict?> _verdict;

    /// <param name="parsed">The text as read.</param>
    /// <param name="options">What is known besides.</param>
    /// <param name="knowledge">What is known of the coefficients, by name.</param>
    public RecurrenceAnalysis(ParseResult parsed, WiringOptions options, IReadOnlyDictionary<string, CoefficientKnowledge> knowledge)
    {
        Parsed = parsed;
        _wired = new Lazy<WiringResult>(() => parsed.HasErrors ? new WiringResult(null, []) : Wirer.Wire(parsed.Tree, options));
        _verdict = new Lazy<Verdict?>(() => Plan is { } plan ? VerdictMaker.Judge(plan, knowledge) : null);
    }

    /// <summary>The text as read.</summary>
    public ParseResult Parsed { get; }

    /// <summary>What wiring gives; no plan where the text has an error.</summary>
    public WiringResult Wired => _wired.Value;

    /// <summary>The plan; null where reading or wiring found an error.</summary>
    public Plan? Plan => Wired.Plan;

    /// <summary>The verdict; null where there is no plan.</summary>
    public Verdict? Verdict => _verdict.Value;

    public bool Equals(RecurrenceAnalysis? other) => other is not null;

    public override bool Equals(object? obj) => obj is RecurrenceAnalysis;

    public override int GetHashCode() => 0;
}
