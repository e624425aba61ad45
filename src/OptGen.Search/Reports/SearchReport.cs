using System.Globalization;
using System.Text;
using OptGen.Training;

namespace OptGen.Search;

/// <summary>What a search has found.</summary>
public sealed record SearchReport
{
    internal SearchReport(IReadOnlyList<SearchEntry> entries, string monitor, bool isComplete, TimeSpan time)
    {
        // Equal scores stay in the order of their training.
        IEnumerable<SearchEntry> ordered = entries.OrderBy(entry => double.IsNaN(entry.Score) ? 1 : 0).ThenBy(entry => entry.HigherIsBetter ? -entry.Score : entry.Score);
        (Entries, Monitor, IsComplete, Time) = ([.. ordered], monitor, isComplete, time);
    }

    /// <summary>The recurrences, the best first.</summary>
    public IReadOnlyList<SearchEntry> Entries { get; }

    /// <summary>The best recurrence.</summary>
    /// <exception cref="InvalidOperationException">The search was cancelled before one was trained.</exception>
    public SearchEntry Best => Entries.Count > 0 ? Entries[0] : throw new InvalidOperationException("No recurrence was trained: the search was cancelled before.");

    /// <summary>What they are compared by: a metric, or the loss.</summary>
    public string Monitor { get; }

    /// <summary>Whether all were trained; false where the search was cancelled.</summary>
    public bool IsComplete { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; }

    /// <summary>The recurrences as a table in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| | recurrence | {Monitor} | order | layers | applications | parameters | seconds |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var (entry, i) in Entries.Select((entry, i) => (entry, i)))
        {
            string score = entry.Training.Status == TrainingStatus.NonFinite ? "not finite" : entry.Score.ToString("0.0000", CultureInfo.InvariantCulture);
            string recurrence = string.Join("; ", Core(entry.Recurrence).Select(line => $"`{line}`")) + (entry.Name is null ? "" : $" ({entry.Name})");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {i + 1} | {recurrence} | {score} | {entry.Recurrence.Verdict.Order} | {entry.Layers} | {entry.Applications} | {entry.Parameters} | {entry.Training.Time.TotalSeconds:0.0} |");
        }
        return text.ToString();
    }

    /// <summary>The lines without stem and head, which all have.</summary>
    private static IEnumerable<string> Core(Recurrence recurrence) =>
        recurrence.Text.Split('\n').Where(line => !line.StartsWith($"x_0 = {SearchNames.Stem}(", StringComparison.Ordinal) && !line.StartsWith("out = ", StringComparison.Ordinal));
}
