using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using OptGen.Drafting;

namespace OptGen.Playground.Components;

/// <summary>What the recurrence becomes, as text: one tab at a time, so that only one is written.</summary>
public sealed partial class CodePanel : ComponentBase
{
    private static readonly (string Name, string About, Func<Draft, string> Write)[] s_tabs =
    [
        ("C# class", "What you write. The operators are examples: put your own modules in their places.", d => d.ToClass()),
        ("Generated C#", "What the compiler adds to that class.", d => d.ToGeneratedCode()),
        ("PyTorch", "The same network in plain Python; its operators are arguments.", d => d.ToPyTorch()),
        ("LaTeX", "The equations, for a display formula or KaTeX.", d => d.Recurrence.ToLatex())
    ];

    private int _chosen;
    private string _code = "";
    private string? _refused;
    private (Draft? Draft, int Tab) _written;

    [Parameter, EditorRequired]
    public Draft? Draft { get; set; }

    protected override void OnParametersSet() => Write();

    private void Choose(int tab)
    {
        _chosen = tab;
        Write();
    }

    private void Write()
    {
        if (Draft is null || _written == (Draft, _chosen))
            return;
        _written = (Draft, _chosen);
        try
        {
            _code = s_tabs[_chosen].Write(Draft);
            _refused = null;
        }
#pragma warning disable CA1031 // whatever it is, the rest of the page goes on
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _code = "";
            _refused = $"There is no such code for this recurrence. {exception.Message}";
        }
    }

    private void Key(KeyboardEventArgs key)
    {
        int next = key.Key switch
        {
            "ArrowRight" => (_chosen + 1) % s_tabs.Length,
            "ArrowLeft" => (_chosen + s_tabs.Length - 1) % s_tabs.Length,
            "Home" => 0,
            "End" => s_tabs.Length - 1,
            _ => _chosen
        };
        if (next == _chosen)
            return;
        Choose(next);
        Browser.Focus($"tab-{next}");
    }
}
