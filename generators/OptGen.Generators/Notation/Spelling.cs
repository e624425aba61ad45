namespace OptGen.Notation;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Spelling
{
    private const int LongestName = 64;

    /// <summary>
    /// The candidate nearest to <paramref name="name"/>, or null when none is near. A candidate is near when a third of the
    /// letters, at least one, suffices to change one into the other; names of one letter differ by case only.
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in candidates.OrderBy(c => c, StringComparer.Ordinal))
        {
            // No one misspells a name that long, and the distance takes the product of the lengths to find.
            if (candidate == name || Math.Max(candidate.Length, name.Length) > LongestName)
                continue;
            int distance = string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate);
            int longest = Math.Max(name.Length, candidate.Length);
            if (distance < least && distance < longest && distance <= Math.Max(1, longest / 3))
                (nearest, least) = (candidate, distance);
        }
        return nearest;
    }

    /// <summary>The number of insertions, deletions, substitutions and swaps of neighbours between two names.</summary>
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
            (before, previous, current) = (previous, current, before);
        }
        return previous[b.Length];
    }
}
