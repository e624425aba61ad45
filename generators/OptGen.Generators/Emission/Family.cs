using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Emission;

/// <summary>
/// The values of one state or of one evaluation over the layers, and the variables they live in: one for the value that layer k computes,
/// and one for each value that is held when a layer begins.
/// </summary>
internal sealed class Family
{
    private readonly NameTable _names;
    private readonly string _stem;
    private readonly Dictionary<int, string> _byOffset = [];
    private readonly Dictionary<int, string> _byNumber = [];

    /// <param name="stem">The name its variables begin with.</param>
    /// <param name="newest">Layer k computes the value at k plus this; null when no layer does.</param>
    /// <param name="firstIndex">Its lowest index.</param>
    /// <param name="history">What is kept of it.</param>
    /// <param name="names">Where its names come from.</param>
    /// <param name="given">A variable that holds its first value already and may be assigned to; null when there is none.</param>
    public Family(string stem, int? newest, int firstIndex, History history, NameTable names, string? given = null)
    {
        _names = names;
        if (given is not null)
            _byOffset.Add(0, given);
        _stem = stem;
        Newest = newest;
        FirstIndex = firstIndex;
        History = history;
        List = history.Dense ? names.Take(stem + "History") : null;
        // In the order of time, so that the plain name goes to the iterate k.
        foreach (int offset in HeldOffsets.Concat(newest is { } n ? [n] : []).OrderBy(Math.Abs))
            Variable(offset);
    }

    /// <summary>Layer k computes the value at k plus this; null when no layer computes any.</summary>
    public int? Newest { get; }

    /// <summary>Reading below this index reads the value at it.</summary>
    public int FirstIndex { get; private set; }

    public History History { get; }

    /// <summary>The list that holds all values, where a sum reads them.</summary>
    public string? List { get; }

    /// <summary>The index of the first value in the list.</summary>
    public int ListBase { get; private set; }

    /// <summary>Whether the first value belongs to the caller, who passed it to forward.</summary>
    public bool BeginsWithInput { get; set; }

    /// <summary>Whether a layer computes the first value, not the prologue.</summary>
    public bool StartsInLayer { get; private set; }

    /// <summary>Whether the first values of a list are computed in another order than that of their indices.</summary>
    public bool StartsUnordered { get; private set; }

    /// <summary>Says which indices the prologue gives values, in its order. Without any, there is nothing before what layer 0 computes.</summary>
    public void SetStarts(List<int> indices)
    {
        StartsInLayer = indices.Count == 0;
        if (StartsInLayer)
            FirstIndex = Math.Max(FirstIndex, Newest!.Value);
        ListBase = StartsInLayer ? Newest!.Value : indices.Min();
        StartsUnordered = List is not null && !indices.SequenceEqual(indices.OrderBy(i => i));
    }

    /// <summary>The offsets from k that are held when layer k begins, the newest first.</summary>
    public IEnumerable<int> HeldOffsets =>
        Newest is { } newest && List is null ? Enumerable.Range(1, History.Kept).Select(i => newest - i) : [];

    public int OldestOffset => Newest!.Value - History.Kept;

    /// <summary>From which index on a value that is no longer read is this family's own, to be released.</summary>
    public int FirstReleased
    {
        get
        {
            int first = BeginsWithInput ? FirstIndex + 1 : FirstIndex;
            foreach (int pinned in History.Pinned)
                first = Math.Max(first, Math.Max(pinned, FirstIndex) + 1);
            return first;
        }
    }

    /// <summary>The variable of the value at k plus an offset.</summary>
    public string Variable(int offset)
    {
        if (!_byOffset.TryGetValue(offset, out string? name))
            _byOffset.Add(offset, name = _names.Take(_stem + Suffix(offset)));
        return name;
    }

    /// <summary>Gives the value at an offset another variable, where the one it has is out of sight.</summary>
    public void Rename(int offset) => Rename(offset, _names.Take(_stem + "Last"));

    /// <summary>Gives the value at an offset a variable of another family.</summary>
    public void Rename(int offset, string variable) => _byOffset[offset] = variable;

    /// <summary>The variables that hold values of the prologue beside those of the layers.</summary>
    public IEnumerable<KeyValuePair<int, string>> OwnVariables => _byNumber;

    /// <summary>The variable of the value at a number, before the first layer and as long as it is pinned.</summary>
    public string AtNumber(int number)
    {
        int index = Math.Max(number, FirstIndex);
        if (IsPinned(index))
            return Own(index);
        foreach (int offset in HeldOffsets)
        {
            if (Math.Max(offset, FirstIndex) == index)
                return Variable(offset);
        }
        return Own(index);
    }

    public bool IsPinned(int index) => History.Pinned.Any(p => Math.Max(p, FirstIndex) == index);

    private string Own(int index)
    {
        if (!_byNumber.TryGetValue(index, out string? name))
        {
            string suffix = Newest is null && index == 0 ? "" : index < 0 ? "Minus" + Math.Abs(index) : "0";
            _byNumber.Add(index, name = _names.Take(_stem + suffix));
        }
        return name;
    }

    private static string Suffix(int offset) => offset switch
    {
        1 => "Next",
        0 => "",
        -1 => "Previous",
        _ => "Previous" + Math.Abs(offset).ToString(System.Globalization.CultureInfo.InvariantCulture)
    };
}
