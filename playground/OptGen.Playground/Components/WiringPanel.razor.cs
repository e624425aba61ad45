using Microsoft.AspNetCore.Components;
using OptGen.Drafting;

namespace OptGen.Playground.Components;

/// <summary>The picture of the wiring.</summary>
public sealed partial class WiringPanel : ComponentBase
{
    private const int Most = 20;

    // More characters are a picture that nobody follows, and that takes long to draw.
    private const int LongestText = 2000;

    private Draft? _drawn;
    private MarkupString _picture;
    private string? _refused;
    private int _layers = 3;
    private bool _isEquilibrium;

    [Parameter, EditorRequired]
    public Draft? Draft { get; set; }

    protected override void OnParametersSet()
    {
        // The same text has the same wiring, whatever its coefficients are: sliders move without drawing it anew.
        if (Draft is not null && Draft.Recurrence.Text != _drawn?.Recurrence.Text)
            Draw();
    }

    private void Step(int by)
    {
        _layers = Math.Clamp(_layers + by, 1, Most);
        Draw();
    }

    private void Draw()
    {
        _drawn = Draft;
        Recurrence recurrence = Draft!.Recurrence;
        _refused = recurrence.Text.Length > LongestText ? $"A recurrence of more than {LongestText} characters is not drawn here; optgen draw draws it." : null;
        if (_refused is not null)
            return;
        try
        {
            // Written by the library, which escapes what it writes into it.
            string svg = recurrence.WiringSvg(_layers);
            _isEquilibrium = svg.Contains(">solved</text>", StringComparison.Ordinal);
            _picture = new MarkupString(svg);
        }
#pragma warning disable CA1031 // whatever it is, the rest of the page goes on
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _refused = $"The wiring could not be drawn. {exception.Message}";
        }
    }
}
