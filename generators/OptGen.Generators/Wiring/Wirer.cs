using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Turns a tree into a plan.</summary>
internal static class Wirer
{
    /// <summary>Reads a text and wires it; the problems are those of both.</summary>
    public static WiringResult Wire(string text, WiringOptions options)
    {
        ParseResult parsed = Parser.Parse(text);
        if (parsed.HasErrors)
            return new WiringResult(null, parsed.Problems);
        WiringResult wired = Wire(parsed.Tree, options);
        return wired with { Problems = parsed.Problems.Concat(wired.Problems).ToEquatableArray() };
    }

    /// <summary>Wires a tree that was read without errors.</summary>
    public static WiringResult Wire(RecurrenceTree tree, WiringOptions options)
    {
        var problems = new ProblemList();
        Outline outline = Outline.Read(tree, options, problems);
        if (problems.HasErrors)
            return new WiringResult(null, problems.ToArray());
        var system = NormalSystem.Read(tree, outline, options, problems);
        if (problems.HasErrors)
            return new WiringResult(null, problems.ToArray());
        List<Unit> units = Dependencies.Order(outline, system.Updates.Select(u => u.Reads).ToList(), problems);
        if (problems.HasErrors)
            return new WiringResult(null, problems.ToArray());
        var starts = FirstIndices.Find(system, units, problems);
        Plan? plan = problems.HasErrors ? null : new PlanBuilder(system, units, starts, problems).Build();
        if (!problems.HasErrors)
            Usage.Check(system, starts, options, plan!, problems);
        return new WiringResult(problems.HasErrors ? null : plan, problems.ToArray());
    }
}
