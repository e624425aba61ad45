using Microsoft.AspNetCore.Components;
using OptGen.Drafting;

namespace OptGen.Playground.Components;

/// <summary>Where the recurrence is typed; what is wrong is underlined in place.</summary>
public sealed partial class Editor : ComponentBase
{
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<DraftProblem> Problems { get; set; } = [];

    [Parameter]
    public EventCallback<string> OnEdited { get; set; }

    private static string? Class(TextRun run) => (run.Severity, run.Text.Length) switch
    {
        (null, _) => null,
        ({ } severity, 0) => $"missing {Severities.Class(severity)}",
        ({ } severity, _) => $"under {Severities.Class(severity)}"
    };
}
