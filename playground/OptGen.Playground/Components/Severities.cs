using OptGen.Drafting;

namespace OptGen.Playground.Components;

/// <summary>What a severity is called, on the page and in its style sheet.</summary>
internal static class Severities
{
    public static string Class(DraftSeverity severity) => severity switch { DraftSeverity.Error => "error", DraftSeverity.Warning => "warning", _ => "note" };

    public static string Word(DraftSeverity severity) => severity switch { DraftSeverity.Error => "Error", DraftSeverity.Warning => "Warning", _ => "Note" };
}
