using OptGen.Drafting;

namespace OptGen.Playground;

/// <summary>A piece of the text under which one line is drawn, or none.</summary>
/// <param name="Text">Its characters; empty where something is missing between two others.</param>
/// <param name="Severity">The gravest of its problems; null where it has none.</param>
internal readonly record struct TextRun(string Text, DraftSeverity? Severity)
{
    /// <summary>Cuts a text where problems begin and end. The pieces together are the text.</summary>
    public static IReadOnlyList<TextRun> Of(string text, IReadOnlyList<DraftProblem> problems)
    {
        var edges = new SortedSet<int> { 0, text.Length };
        foreach (DraftProblem problem in problems)
        {
            edges.Add(Inside(problem.Start));
            edges.Add(Inside(problem.Start + problem.Length));
        }
        var runs = new List<TextRun>();
        int begin = 0;
        foreach (int end in edges)
        {
            if (end > begin)
                runs.Add(new TextRun(text[begin..end], Gravest(problems.Where(p => p.Length > 0 && p.Start < end && p.Start + p.Length > begin))));
            if (Gravest(problems.Where(p => p.Length == 0 && Inside(p.Start) == end)) is { } missing)
                runs.Add(new TextRun("", missing));
            begin = end;
        }
        return runs;

        int Inside(int position) => Math.Clamp(position, 0, text.Length);
    }

    private static DraftSeverity? Gravest(IEnumerable<DraftProblem> problems) => problems.Select(p => (DraftSeverity?)p.Severity).Max();
}
