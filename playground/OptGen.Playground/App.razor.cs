using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using OptGen.Drafting;

namespace OptGen.Playground;

/// <summary>The page.</summary>
public sealed partial class App : ComponentBase
{
    private Workbench _bench = new(new Address("", new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal)));
    private IReadOnlyList<string> _notices = [];
    private string? _fault;
    private bool _isGalleryOpen;

    private bool IsStale => !_bench.Draft.IsValid;

    protected override void OnInitialized() => Open(Browser.Fragment());

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        Browser.Listen(fragment =>
        {
            Open(fragment);
            StateHasChanged();
        });
    }

    // What cannot be read now keeps its last picture, and looks so.
    private string Panel(string name) => $"panel {name}{(IsStale && _bench.Shown is not null ? " stale" : "")}";

    private void Open(string fragment)
    {
        Address? address = Address.Read(fragment, out _notices);
        Guard(() =>
        {
            if (address is null)
                _bench.Open(Gallery.Entries.First(e => e.Name == "Heavy ball"));
            else
                _bench.Open(address);
        });
    }

    private void Edit(string text)
    {
        _notices = [];
        Guard(() => _bench.Edit(text));
        Browser.Write(_bench.Address.ToFragment(), isNewEntry: false);
    }

    private void Say((string Name, DraftCoefficient Coefficient) said)
    {
        Guard(() => _bench.Say(said.Name, said.Coefficient));
        Browser.Write(_bench.Address.ToFragment(), isNewEntry: false);
    }

    private void Choose(GalleryEntry entry)
    {
        _notices = [];
        Guard(() => _bench.Open(entry));
        Browser.Write(_bench.Address.ToFragment(), isNewEntry: true);
        _isGalleryOpen = false;
        Browser.Focus("text");
    }

    private void CloseGallery()
    {
        _isGalleryOpen = false;
        Browser.Focus("open-gallery");
    }

    // A fault of the library must not take the text away that shows it.
    private void Guard(Action action)
    {
        try
        {
            action();
            _fault = null;
        }
#pragma warning disable CA1031 // whatever it is
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Debug.WriteLine(exception);
            _fault = $"This text has found a fault in OptGen: {exception.GetType().Name}, {exception.Message} Please report it with the link to this page; the panels below show the text before.";
        }
    }
}
