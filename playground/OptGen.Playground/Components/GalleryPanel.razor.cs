using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using OptGen.Drafting;

namespace OptGen.Playground.Components;

/// <summary>Recurrences to start from.</summary>
public sealed partial class GalleryPanel : ComponentBase
{
    [Parameter]
    public EventCallback<GalleryEntry> OnChosen { get; set; }

    [Parameter]
    public EventCallback OnClosed { get; set; }

    private Task Key(KeyboardEventArgs key) => key.Key == "Escape" ? OnClosed.InvokeAsync() : Task.CompletedTask;
}
