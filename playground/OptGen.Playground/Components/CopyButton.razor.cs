using Microsoft.AspNetCore.Components;

namespace OptGen.Playground.Components;

/// <summary>Copies a text, and says so.</summary>
public sealed partial class CopyButton : ComponentBase
{
    private static readonly TimeSpan s_shown = TimeSpan.FromSeconds(2);

    private string _said = "";

    /// <summary>The text, made when it is copied.</summary>
    [Parameter, EditorRequired]
    public Func<string> Text { get; set; } = () => "";

    [Parameter]
    public string Label { get; set; } = "Copy";

    [Parameter]
    public string? Id { get; set; }

    private async Task CopyAsync()
    {
        _said = await Browser.CopyAsync(Text()) ? "Copied" : "The browser does not let this page copy.";
        StateHasChanged();
        await Task.Delay(s_shown);
        _said = "";
    }
}
