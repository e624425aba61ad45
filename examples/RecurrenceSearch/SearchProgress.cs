using OptGen.Search;

namespace RecurrenceSearchExample;

/// <summary>A line for each recurrence, as soon as it was trained.</summary>
internal sealed class SearchProgress : IProgress<SearchEntry>
{
    /// <inheritdoc/>
    public void Report(SearchEntry value) =>
        Console.WriteLine($"{value.Score:0.0000}  {value.Training.Time.TotalSeconds,5:0.0} s  {value.Name ?? "drawn",-16}  {value.Recurrence.Text.ReplaceLineEndings("; ")}");
}
