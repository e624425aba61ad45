using Microsoft.AspNetCore.Components;
using OptGen.Drafting;

namespace OptGen.Playground.Components;

/// <summary>What is wrong with the text, with buttons that mend it.</summary>
public sealed partial class ProblemList : ComponentBase
{
    private const int MostShown = 20;

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<DraftProblem> Problems { get; set; } = [];

    /// <summary>What else is to be said.</summary>
    [Parameter]
    public IReadOnlyList<string> Notices { get; set; } = [];

    // As if it were typed: the edit comes back as any other.
    private static void Correct(DraftCorrection correction) => Browser.Replace(correction.Start, correction.Length, correction.Replacement);

    private string Place(DraftProblem problem)
    {
        ReadOnlySpan<char> before = Text.AsSpan(0, Math.Min(problem.Start, Text.Length));
        return $"line {before.Count('\n') + 1}, column {before.Length - before.LastIndexOf('\n')}";
    }
}
