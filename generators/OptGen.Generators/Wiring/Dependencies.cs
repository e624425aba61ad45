using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Equations of a layer that are computed together: one that reads only what is there, or several that must be solved.</summary>
/// <param name="Members">Their numbers in the order written.</param>
/// <param name="IsImplicit">Whether they read what they themselves compute.</param>
internal sealed record Unit(IReadOnlyList<int> Members, bool IsImplicit);

/// <summary>The order in which a layer's equations are computed.</summary>
internal static class Dependencies
{
    /// <summary>
    /// The units in an order in which each finds what it reads: that of the lines, where circles are drawn together.
    /// A line that reads what a later one computes, outside a circle, is a problem.
    /// </summary>
    public static List<Unit> Order(Outline outline, IReadOnlyList<IReadOnlyList<StateRead>> reads, ProblemList problems)
    {
        int count = outline.Updates.Count;
        int[][] edges = [.. reads.Select(r => r.Where(x => x.IsOfThisLayer).Select(x => x.State.Update).Distinct().ToArray())];
        int[] circle = Circles(edges);
        for (int i = 0; i < count; i++)
        {
            foreach (StateRead read in reads[i].Where(r => r.IsOfThisLayer && r.State.Update > i && circle[r.State.Update] != circle[i]))
            {
                Target target = outline.Updates[read.State.Update].Equation.Left;
                string meant = outline.Kind == PlanKind.Equilibrium ? target.Name : target.Name + Printer.Subscript([target.Index!]);
                problems.Report(
                    ProblemKind.ReadBeforeDefinition, read.Span, $"{meant} is computed by a later line; move that line above this one.", related: [target.Span]);
            }
        }
        var units = Enumerable.Range(0, count).GroupBy(i => circle[i])
            .Select(g => new Unit([.. g], g.Count() > 1 || edges[g.First()].Contains(g.First()))).ToList();
        return problems.HasErrors ? units : Sort(units, edges, circle);
    }

    private static List<Unit> Sort(List<Unit> units, int[][] edges, int[] circle)
    {
        var sorted = new List<Unit>();
        var done = new HashSet<int>();
        while (units.Count > 0)
        {
            Unit next = units.First(u => u.Members.All(m => edges[m].All(e => done.Contains(e) || circle[e] == circle[m])));
            units.Remove(next);
            sorted.Add(next);
            done.UnionWith(next.Members);
        }
        return sorted;
    }

    /// <summary>
    /// A number for each node that it shares with those it can reach and be reached from (Kosaraju's algorithm). The stacks are explicit:
    /// a chain may be as long as the text.
    /// </summary>
    private static int[] Circles(int[][] edges)
    {
        int count = edges.Length;
        var backwards = new List<int>[count];
        for (int i = 0; i < count; i++)
            backwards[i] = [];
        for (int i = 0; i < count; i++)
        {
            foreach (int j in edges[i])
                backwards[j].Add(i);
        }
        var finished = new List<int>();
        var seen = new bool[count];
        for (int i = 0; i < count; i++)
            Visit(i, n => edges[n], seen, finished);
        var circle = new int[count];
        var assigned = new bool[count];
        for (int i = count - 1; i >= 0; i--)
        {
            var members = new List<int>();
            Visit(finished[i], n => backwards[n], assigned, members);
            foreach (int member in members)
                circle[member] = i;
        }
        return circle;
    }

    /// <summary>Walks depth first from a node not yet seen and lists the nodes as they are left.</summary>
    private static void Visit(int start, Func<int, IReadOnlyList<int>> next, bool[] seen, List<int> left)
    {
        if (seen[start])
            return;
        seen[start] = true;
        var path = new Stack<(int Node, int Edge)>();
        path.Push((start, 0));
        while (path.Count > 0)
        {
            (int node, int edge) = path.Pop();
            IReadOnlyList<int> following = next(node);
            if (edge == following.Count)
            {
                left.Add(node);
                continue;
            }
            path.Push((node, edge + 1));
            if (!seen[following[edge]])
            {
                seen[following[edge]] = true;
                path.Push((following[edge], 0));
            }
        }
    }
}
