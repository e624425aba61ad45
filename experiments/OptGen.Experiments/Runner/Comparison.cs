namespace OptGen.Experiments.Runner;

/// <summary>Whether an arm is better than another one, seed by seed on the same task.</summary>
internal enum Finding
{
    /// <summary>The 95 % interval of the difference contains 0, or there is one seed.</summary>
    Undecided,

    /// <summary>The difference is on the good side of 0 with its whole interval.</summary>
    Better,

    /// <summary>It is on the bad side.</summary>
    Worse
}

/// <summary>An arm against a baseline on one task.</summary>
/// <param name="Cell">The arm.</param>
/// <param name="Difference">The mean difference of pairs, arm minus baseline.</param>
/// <param name="HalfInterval">Half of Student's 95 % interval of it; not a number for one seed.</param>
/// <param name="Finding">What that says.</param>
internal sealed record Comparison(Cell Cell, double Difference, double HalfInterval, Finding Finding)
{
    /// <summary>What the numbers of the sentences are.</summary>
    public const string Explanation = "In brackets is the mean difference over seeds. Undecided: Student's 95 % interval of it contains 0. "
        + "One comparison in twenty is decided by chance where there is no difference.";

    /// <summary>Compares every other arm of a task with the baseline.</summary>
    public static IReadOnlyList<Comparison> Against(Results results, string baseline, string task, string value, bool higherIsBetter)
    {
        var reference = results.Values(new Cell(baseline, task), value);
        return [.. results.Cells.Where(cell => cell.Task == task && cell.Arm != baseline).Select(cell => Of(cell, results.Values(cell, value), reference, higherIsBetter))];
    }

    /// <summary>A sentence: for which arms a claim held, for which the contrary, and where chance can have made the difference.</summary>
    /// <param name="claim">The claim, such as "a larger margin than gradient descent".</param>
    /// <param name="comparisons">The arms.</param>
    /// <param name="format">How differences are written.</param>
    public static string Sentence(string claim, IReadOnlyList<Comparison> comparisons, string format)
    {
        var parts = new List<string>();
        Add(Finding.Better, "held for", "held for none");
        Add(Finding.Worse, "the contrary is true of", "");
        Add(Finding.Undecided, "undecided for", "");
        return $"{char.ToUpperInvariant(claim[0])}{claim[1..]}: {string.Join("; ", parts)}.";

        void Add(Finding finding, string some, string none)
        {
            var of = comparisons.Where(comparison => comparison.Finding == finding).Select(comparison => $"{comparison.Cell.Arm} ({Signed(comparison.Difference)})").ToArray();
            if (of.Length > 0) parts.Add($"{some} {string.Join(", ", of)}");
            else if (none.Length > 0) parts.Add(none);
        }

        string Signed(double value) => value.ToString($"+{format};-{format};{format}", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Comparison Of(Cell cell, double[] values, double[] reference, bool higherIsBetter)
    {
        var differences = values.Zip(reference, (a, b) => a - b).ToArray();
        var (mean, half) = (differences.Average(), Statistics.HalfInterval(differences));
        // A comparison with what is not a number, of one seed or after a training that broke down, decides nothing.
        var finding = !(Math.Abs(mean) > half) ? Finding.Undecided : mean > 0 == higherIsBetter ? Finding.Better : Finding.Worse;
        return new Comparison(cell, mean, half, finding);
    }
}
