using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using OptGen.Drafting;

namespace OptGen.Playground;

/// <summary>The page.</summary>
public sealed partial class App : ComponentBase
{
    private static readonly TimeSpan s_instant = TimeSpan.FromMilliseconds(80), s_longestPause = TimeSpan.FromMilliseconds(500);

    private TimeSpan _cost;
    private long _begin;
    private int _edits;
    private readonly Workbench _bench = new(new Address("", new Dictionary<string, DraftCoefficient>(StringComparer.Ordinal)));
    private IReadOnlyList<string> _notices = [];
    private string? _fault;
    private bool _isGalleryOpen;

    // Places in another text than the one that is being typed would be wrong ones.
    private IReadOnlyList<DraftProblem> Problems => _bench.Draft.Text == _bench.Text ? _bench.Draft.Problems : [];

    private bool IsStale => !_bench.Draft.IsValid;

    protected override void OnInitialized() => Open(Browser.Fragment());

    protected override void OnAfterRender(bool firstRender)
    {
        if (_begin != 0)
            (_cost, _begin) = (Stopwatch.GetElapsedTime(_begin), 0);
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
        _edits++;
        Address? address = Address.Read(fragment, out _notices);
        Guard(() =>
        {
            if (address is null)
                _bench.Open(Gallery.Entries.First(e => e.Name == "Heavy ball"));
            else
                _bench.Open(address);
        });
    }

    private Task EditAsync(string text)
    {
        _notices = [];
        _bench.Type(text);
        return AnswerAsync();
    }

    private Task SayAsync((string Name, DraftCoefficient Coefficient) said)
    {
        _bench.Note(said.Name, said.Coefficient);
        return AnswerAsync();
    }

    // At once, as long as that does not hold up the next key; else when the typing pauses.
    private async Task AnswerAsync()
    {
        int number = ++_edits;
        if (_cost > s_instant)
        {
            await Task.Delay(_cost < s_longestPause ? _cost : s_longestPause);
            if (number != _edits)
                return;
        }
        _begin = Stopwatch.GetTimestamp();
        Guard(_bench.Answer);
        Browser.Write(_bench.Address.ToFragment(), isNewEntry: false);
    }

    private void Choose(GalleryEntry entry)
    {
        _edits++;
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
