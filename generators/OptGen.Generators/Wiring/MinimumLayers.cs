using OptGen.Notation;

namespace OptGen.Wiring;

/// <summary>Finds how many layers it takes until every iterate that is read is a real one, not the first standing in.</summary>
internal static class MinimumLayers
{
    /// <summary>The number of layers, and the read that asks for so many; null when one layer suffices.</summary>
    public static (int Count, StateRead? Read) Find(NormalSystem system, FirstIndices starts)
    {
        int count = 1;
        StateRead? deepest = null;
        if (system.Outline.Kind == PlanKind.Equilibrium)
            return (count, deepest);
        foreach (StateRead read in system.Updates.SelectMany(u => u.Reads))
            Consider(read, read.Highest.IsLayer, 1);
        foreach (StateRead read in system.Output?.Reads ?? [])
            Consider(read, read.Highest.IsEnd, 0);
        return (count, deepest);

        void Consider(StateRead read, bool counts, int more)
        {
            int needed = starts[read.State] - read.Highest.Offset + more;
            if (counts && !read.InSum && needed > count)
                (count, deepest) = (needed, read);
        }
    }
}
