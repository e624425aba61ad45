using Microsoft.AspNetCore.Components;
using OptGen.Drafting;

namespace OptGen.Playground.Components;

/// <summary>The verdict in a sentence, and what it is made of.</summary>
public sealed partial class VerdictPanel : ComponentBase
{
    /// <summary>The text without mistakes that was read last; null before there was one.</summary>
    [Parameter, EditorRequired]
    public Draft? Draft { get; set; }

    [Parameter]
    public bool IsStale { get; set; }

    private bool? IsGood => Draft!.Recurrence.Verdict switch
    {
        { IsConsistent: false } or { Stability: ZeroStability.Unstable or ZeroStability.UnstableInRange } => false,
        { IsConsistent: true, Stability: ZeroStability.Stable or ZeroStability.StableInRange } => true,
        _ => null
    };

    private string Class => IsGood switch { true => "good", false => "bad", null => "open" };

    private string Sign => IsGood switch { true => "✓", false => "✗", null => "?" };

    private string Word => IsGood switch { true => "Good.", false => "Bad.", null => "Open." };

    private IEnumerable<(string Name, string Value)> Facts()
    {
        Recurrence recurrence = Draft!.Recurrence;
        if (recurrence.Verdict.Order is { } order)
            yield return ("Order", $"{order}");
        foreach ((string name, string step) in recurrence.Verdict.EffectiveSteps)
            yield return ($"Effective step of {name}", step);
        if (recurrence.MinimumLayers > 1)
            yield return ("Layers", $"at least {recurrence.MinimumLayers}");
        if (recurrence.IsImplicit)
            yield return ("Solved", "for what stands on both sides");
        foreach (DraftPart part in Draft.Parts().Where(p => p.Kind != "coefficient"))
            yield return ($"{char.ToUpperInvariant(part.Kind[0])}{part.Kind[1..]} {part.Name}", part.Description);
    }
}
