using OptGen.Notation;
using OptGen.Wiring;

namespace OptGen.Lowering;

/// <summary>How the values of a family are kept from one layer to the next.</summary>
internal enum Storage
{
    /// <summary>One variable for each value held, which move on by one after every layer.</summary>
    Variables,

    /// <summary>A ring, in which no value moves.</summary>
    Ring,

    /// <summary>A list of all values, since a sum reads them.</summary>
    List
}

/// <summary>The values of one state or of one evaluation over the layers.</summary>
internal sealed class Family
{
    /// <summary>With more past values than this a ring holds them: so many variables still read well.</summary>
    private const int MostVariables = 3;

    private readonly NameTable _names;
    // Reading below it by number reads the value at it.
    private readonly int _lowest;
    private readonly Dictionary<int, Variable> _byOffset = [];
    private readonly Dictionary<int, Variable> _byNumber = [];

    /// <param name="stem">The name its variables begin with.</param>
    /// <param name="newest">Layer k computes the value at k plus this; null when no layer does.</param>
    /// <param name="firstIndex">Its lowest index.</param>
    /// <param name="history">What is kept of it.</param>
    /// <param name="starts">The indices that are computed before the first layer, in the order of their computation.</param>
    /// <param name="fromLayer">The first layer that computes its value, where those before ask for one of the starts.</param>
    /// <param name="names">Where its names come from.</param>
    public Family(string stem, int? newest, int firstIndex, History history, IReadOnlyList<int> starts, int fromLayer, NameTable names)
    {
        _names = names;
        Stem = stem;
        Newest = newest;
        // What is computed early only because it is read by number is no beginning of what layers go on with.
        ComputedEarly = starts;
        Starts = newest is { } n ? GoOnWith(starts, fromLayer > 0 ? Math.Max(n, firstIndex) : n - 1) : starts;
        StartsInLayer = newest is not null && Starts.Count == 0;
        _lowest = firstIndex;
        FirstIndex = StartsInLayer ? Math.Max(firstIndex, newest!.Value) : firstIndex;
        Kept = newest is null ? 0 : history.Kept;
        Pinned = history.Pinned.Select(p => Math.Max(p, _lowest)).Distinct().ToEquatableArray();
        Storage = newest is null ? Storage.Variables : history.Dense ? Storage.List : Kept > MostVariables ? Storage.Ring : Storage.Variables;
        ListBase = StartsInLayer ? newest!.Value : Starts.DefaultIfEmpty(0).Min();
        if (Storage != Storage.Variables)
            Buffer = new Variable(names.Take(stem + "History"), Storage == Storage.List ? VariableKind.List : VariableKind.Ring);
    }

    /// <summary>What its names begin with.</summary>
    public string Stem { get; }

    /// <summary>Layer k computes the value at k plus this; null when no layer computes any.</summary>
    public int? Newest { get; }

    /// <summary>Where layers read below this index they read the value at it.</summary>
    public int FirstIndex { get; }

    /// <summary>How many values are held when a layer begins.</summary>
    public int Kept { get; }

    /// <summary>The indices read by number in every layer, whose values are kept throughout.</summary>
    public EquatableArray<int> Pinned { get; }

    /// <summary>The indices whose values are computed before the first layer.</summary>
    public IReadOnlyList<int> ComputedEarly { get; }

    /// <summary>Those of them that layers go on with.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>Whether a layer computes the first value.</summary>
    public bool StartsInLayer { get; }

    public Storage Storage { get; }

    /// <summary>The list or the ring; null where there are variables.</summary>
    public Variable? Buffer { get; }

    /// <summary>The index of the first value in a list.</summary>
    public int ListBase { get; }

    /// <summary>The number of places of a ring: those held and the newest.</summary>
    public int Places => Kept + 1;

    /// <summary>The index of the value that the caller has passed in and therefore owns; null when there is none.</summary>
    public int? CallersIndex { get; private set; }

    /// <summary>The offsets from k that variables hold when layer k begins, the newest first.</summary>
    public IEnumerable<int> HeldOffsets =>
        Newest is { } newest && Storage == Storage.Variables ? Enumerable.Range(1, Kept).Select(i => newest - i) : [];

    public int OldestOffset => Newest!.Value - Kept;

    /// <summary>From which index on a value that is no longer read is to be released: not the caller's, and none that is read throughout.</summary>
    public int FirstReleased
    {
        get
        {
            int first = CallersIndex is { } callers ? callers + 1 : StartsInLayer ? FirstIndex : Math.Max(FirstIndex, Starts.DefaultIfEmpty(FirstIndex).Min());
            foreach (int pinned in Pinned)
                first = Math.Max(first, pinned + 1);
            return first;
        }
    }

    /// <summary>Takes the names of what layers read and write, in the order of time, so that the plain name goes to the iterate k.</summary>
    public void TakeNames()
    {
        foreach (int offset in HeldOffsets.Concat(Newest is { } n ? [n] : []).OrderBy(Math.Abs))
            At(offset);
    }

    /// <summary>The variable of the value at k plus an offset.</summary>
    public Variable At(int offset)
    {
        if (!_byOffset.TryGetValue(offset, out Variable? variable))
            _byOffset.Add(offset, variable = new Variable(_names.Take(Stem + Suffix(offset)), VariableKind.Tensor));
        return variable;
    }

    /// <summary>Gives the value at an offset a variable that is there already.</summary>
    public void Bind(int offset, Variable variable) => _byOffset[offset] = variable;

    /// <summary>Says that the value at an index is the caller's.</summary>
    /// <param name="index">The index.</param>
    /// <param name="variable">The variable that holds it.</param>
    /// <param name="isReused">Whether that variable goes on as the state's.</param>
    /// <param name="isReplaced">Whether the value at that index may become another, so that it needs a variable of its own.</param>
    public void BindCallers(int index, Variable variable, bool isReused, bool isReplaced)
    {
        CallersIndex = index;
        if (isReused && HeldOffsets.Contains(0))
            _byOffset[0] = variable;
        else if (!isReplaced)
            _byNumber[index] = variable;
    }

    /// <summary>The variable of the value at a number, before the first layer and as long as it is pinned.</summary>
    public Variable AtNumber(int number)
    {
        int index = Math.Max(number, _lowest);
        if (_byNumber.TryGetValue(index, out Variable? own))
            return own;
        int held = HeldOffsets.Where(o => Math.Max(o, FirstIndex) == index).DefaultIfEmpty(int.MinValue).First();
        if (held != int.MinValue && !Pinned.Contains(index))
            return At(held);
        string suffix = Newest is null && index == 0 ? "" : index < 0 ? "Minus" + Math.Abs(index) : "0";
        _byNumber.Add(index, own = new Variable(_names.Take(Stem + suffix), VariableKind.Tensor));
        return own;
    }

    /// <summary>The indices from the newest on down, without a gap.</summary>
    private static List<int> GoOnWith(IReadOnlyList<int> starts, int newest)
    {
        var indices = new List<int>();
        for (int index = newest; starts.Contains(index); index--)
            indices.Add(index);
        return indices;
    }

    private static string Suffix(int offset) => offset switch
    {
        1 => "Next",
        0 => "",
        -1 => "Previous",
        _ => "Previous" + Math.Abs(offset).ToString(System.Globalization.CultureInfo.InvariantCulture)
    };
}
