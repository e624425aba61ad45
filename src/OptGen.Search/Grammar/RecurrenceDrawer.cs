namespace OptGen.Search;

/// <summary>Draws one recurrence after the other within the bounds of a grammar.</summary>
/// <remarks>
/// Lines are drawn so that constants are kept, which consistency asks for: factors of positions add up to 1. The verdict then decides, and what it does not hold for is drawn again.
/// </remarks>
internal sealed class RecurrenceDrawer(RecurrenceGrammar grammar, Choices random)
{
    /// <summary>Names that operators cannot have: those of states, and of what a search puts around a recurrence.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["x", "y", "v", "p", "u", "k", "L", "out", SearchNames.Stem, SearchNames.Head];

    private int One => grammar.Denominator;

    /// <summary>Draws one.</summary>
    /// <returns>Null where what was drawn does not hold, or has a part that nothing depends on.</returns>
    public Recurrence? Draw()
    {
        List<Kind> kinds = [.. random.Some([Kind.Point, Kind.Velocity, Kind.Position], random.Below(grammar.States)), Kind.Main];
        var lines = new List<Line>();
        List<string> positions = [.. Past("x")];
        List<string> velocities = [];
        foreach (Kind kind in kinds)
        {
            var line = new Line(kind, new Sum(grammar.Denominator), [.. positions]);
            switch (kind)
            {
                case Kind.Point:
                    Combine(line.Sum, positions);
                    positions.AddRange(["y_k", .. grammar.History > 1 ? ["y_<k-1>"] : Array.Empty<string>()]);
                    break;
                case Kind.Velocity:
                    // Above 1 in magnitude it would grow.
                    line.Sum.Add(One > 1 ? (random.OneIn(4) ? -1 : 1) * (1 + random.Below(One - 1)) : Factor(), "v_k");
                    if (random.OneIn(3))
                        Difference(line.Sum, positions);
                    velocities.Add("v_<k+1>");
                    break;
                case Kind.Position:
                    Combine(line.Sum, [.. positions, .. Past("p")]);
                    positions.AddRange(["p_<k+1>", .. Past("p")]);
                    break;
                default:
                    Combine(line.Sum, positions);
                    foreach (string velocity in velocities)
                        line.Sum.Add(random.OneIn(2) ? One : Factor(), velocity);
                    break;
            }
            lines.Add(line);
        }
        int applications = 1 + random.Below(grammar.Applications);
        for (int i = 0; i < applications; i++)
        {
            Line line = random.Of(lines);
            line.Sum.Add(random.OneIn(2) ? -One : Factor(), $"{random.Of(grammar.Operators)}({Argument(line.Readable)})");
        }
        // A state that copies another one, or stays zero, is none.
        if (lines.Exists(line => line.Sum.Count < (line.Kind == Kind.Main ? 1 : 2)))
            return null;
        string text = string.Join('\n', [.. kinds.Contains(Kind.Position) ? ["p_0 = x_0"] : Array.Empty<string>(), .. lines.Select(line => $"{line.Left} = {line.Sum}")]);
        // A warning says that a part of it is without effect.
        return Recurrence.TryParse(text, null, out Recurrence? recurrence, out var problems) && problems.Count == 0 && recurrence!.Operators.Count > 0 && RecurrenceGrammar.Holds(recurrence)
            && AreAllRead(lines) ? recurrence : null;
    }

    /// <summary>Whether the main state depends on each line.</summary>
    private static bool AreAllRead(List<Line> lines)
    {
        var reached = new HashSet<Line> { lines[^1] };
        var open = new Queue<Line>(reached);
        while (open.TryDequeue(out Line? line))
        {
            string sum = line.Sum.ToString();
            foreach (Line read in lines.Where(other => Reads(sum, other.Left[0])))
            {
                if (reached.Add(read))
                    open.Enqueue(read);
            }
        }
        return reached.Count == lines.Count;
    }

    private static bool Reads(string sum, char state) =>
        Enumerable.Range(0, sum.Length - 1).Any(i => sum[i] == state && sum[i + 1] == '_' && (i == 0 || !(char.IsLetterOrDigit(sum[i - 1]) || sum[i - 1] == '_')));

    /// <summary>x_k, x_&lt;k-1&gt; and so on.</summary>
    private IEnumerable<string> Past(string state) => Enumerable.Range(0, grammar.History).Select(lag => lag == 0 ? $"{state}_k" : $"{state}_<k-{lag}>");

    /// <summary>A factor that is not 0.</summary>
    private int Factor()
    {
        int magnitude = 1 + random.Below(One * grammar.LargestFactor);
        return random.OneIn(2) ? magnitude : -magnitude;
    }

    /// <summary>Adds up to three positions, whose factors add up to 1.</summary>
    private void Combine(Sum sum, List<string> positions)
    {
        List<string> chosen = random.Some(positions, 1 + random.Below(Math.Min(3, positions.Count)));
        int left = One;
        foreach (string position in chosen.Skip(1))
        {
            int factor = Factor();
            sum.Add(factor, position);
            left -= factor;
        }
        sum.Add(left, chosen[0]);
    }

    /// <summary>Adds a multiple of the difference of two positions.</summary>
    private void Difference(Sum sum, List<string> positions)
    {
        if (positions.Count < 2)
            return;
        List<string> pair = random.Some(positions, 2);
        int factor = Factor();
        sum.Add(factor, pair[0]);
        sum.Add(-factor, pair[1]);
    }

    /// <summary>An iterate, or one time in four a point on the line through two.</summary>
    private string Argument(IReadOnlyList<string> positions)
    {
        if (positions.Count < 2 || !random.OneIn(4))
            return random.Of(positions);
        List<string> pair = random.Some(positions, 2);
        int factor = Factor();
        var point = new Sum(grammar.Denominator);
        point.Add(One + factor, pair[0]);
        point.Add(-factor, pair[1]);
        return point.ToString();
    }

    private enum Kind
    {
        Point,
        Velocity,
        Position,
        Main
    }

    private sealed record Line(Kind Kind, Sum Sum, IReadOnlyList<string> Readable)
    {
        public string Left => Kind switch { Kind.Point => "y_k", Kind.Velocity => "v_<k+1>", Kind.Position => "p_<k+1>", _ => "x_<k+1>" };
    }
}
