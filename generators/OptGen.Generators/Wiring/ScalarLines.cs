using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>A line that computes numbers, while the plan is being made.</summary>
internal sealed class ScalarLine(StateOutline outline)
{
    public StateOutline Outline { get; } = outline;

    /// <summary>The numbers it begins with, by index.</summary>
    public SortedDictionary<int, Scalar> Given { get; } = [];

    /// <summary>What layer k computes; null before its line has been read, and where there is none.</summary>
    public Scalar? Update { get; set; }

    /// <summary>Whether something in the plan reads its values, so that the network computes them.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The lowest index it has a value at.</summary>
    public int First => Outline.Given.Count > 0 ? Outline.Given.Keys.First() : Outline.Newest;
}

/// <summary>That a scalar line is read.</summary>
/// <param name="Line">The line that is read.</param>
/// <param name="Reader">The scalar line that reads it; null where an equation of tensors does.</param>
/// <param name="Lowest">The lowest index.</param>
/// <param name="InSum">Whether a sum reads it.</param>
/// <param name="IsAfter">Whether the line stands above what reads it, so that layer 0 has its value.</param>
/// <param name="Span">Where.</param>
internal sealed record ScalarRead(StateOutline Line, StateOutline? Reader, AffineIndex Lowest, bool InSum, bool IsAfter, SourceSpan Span);

/// <summary>The lines of a recurrence that compute numbers, and who reads them.</summary>
internal sealed class ScalarLines
{
    private readonly Dictionary<string, ScalarLine> _byName = new(StringComparer.Ordinal);
    private readonly List<ScalarLine> _computed = [];

    public List<ScalarRead> Reads { get; } = [];

    public ScalarLine Of(StateOutline outline)
    {
        if (!_byName.TryGetValue(outline.Name, out ScalarLine? line))
            _byName.Add(outline.Name, line = new ScalarLine(outline));
        return line;
    }

    /// <summary>Says what layers compute. Lines are defined in the order in which layers compute them.</summary>
    public void Define(ScalarLine line, Scalar update)
    {
        line.Update = update;
        _computed.Add(line);
    }

    /// <summary>The lowest index of a line's values; 0 of every other coefficient.</summary>
    public int FirstOf(string coefficient) => _byName.TryGetValue(coefficient, out ScalarLine? line) ? line.First : 0;

    /// <summary>The lines that the network computes, in the order in which it does.</summary>
    public EquatableArray<ScalarLinePlan> Plan() => _byName.Values.Where(l => l.IsHeld).OrderBy(l => _computed.IndexOf(l)).Select(l => new ScalarLinePlan(
        l.Outline.Name, l.Outline.Role, l.First, l.Given.Values.ToEquatableArray(), l.Update, new Places(l.Outline.Spans.OrderBy(s => s.Start).ToEquatableArray()))).ToEquatableArray();

    /// <summary>The lines that nothing depends on which an equation of tensors reads.</summary>
    public IEnumerable<StateOutline> Unused(Outline outline)
    {
        var used = new HashSet<StateOutline>();
        var pending = new Stack<StateOutline>(Reads.Where(r => r.Reader is null).Select(r => r.Line));
        while (pending.Count > 0)
        {
            StateOutline next = pending.Pop();
            if (!used.Add(next))
                continue;
            foreach (ScalarRead read in Reads.Where(r => r.Reader == next))
                pending.Push(read.Line);
        }
        return outline.Scalars.Where(s => !used.Contains(s));
    }
}
